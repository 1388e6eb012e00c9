"""What every page knows: where it stands, the practice's day and what is open."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import Selection
from ruptures.counted import counted
from ruptures.models import Case, Rupture, User
from ruptures.prepared import Prepared
from ruptures.summaries.strands import Strand

PLACES: tuple[tuple[str, Promise], ...] = (
    ("log", _("Log")),
    ("overview", _("Dashboard")),
    ("case-list", _("Cases")),
    ("rupture-open", _("Open ruptures")),
    ("supervision", _("Supervision")),
    ("data", _("Data")),
    ("reference", _("Reference")),
    ("account", _("Account")),
)

# Under which place a page stands, by the first word of its URL's name.
PLACE_OF = {
    "log": "log",
    "talk": "overview",
    "agreement": "overview",
    "repair": "overview",
    "markers": "overview",
    "coverage": "overview",
    "chart": "overview",
    "case": "case-list",
    "session": "case-list",
    "rupture": "case-list",
    "attempt": "case-list",
    "client": "case-list",
    "draft": "log",
    "supervision": "supervision",
    "grant": "supervision",
    "looked": "supervision",
    "agenda": "supervision",
    "meeting": "supervision",
    "observe": "supervision",
    "concern": "supervision",
    "packet": "supervision",
    "import": "data",
    "erasure": "data",
    "retention": "data",
    "account": "account",
    "device": "account",
    "invitation": "account",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the navigation; `current` is the value of aria-current, or empty."""

    name: str
    label: str | Promise
    address: str
    current: str


def practice(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; what needs a query asks only where it is shown."""
    user = request.user
    today = timezone.localdate()
    if not isinstance(user, User):
        return {"today": today, "synthetic": False}
    found = SimpleLazyObject(lambda: known(user))
    return {
        "today": today,
        "synthetic": SimpleLazyObject(lambda: found["synthetic"]),
        "open_count": SimpleLazyObject(lambda: found["open_count"]),
        "navigation": SimpleLazyObject(lambda: [*_links(_url_name(request))]),
    }


def known(user: User, **more: Any) -> dict[str, Any]:
    """Both by one statement, for a page whose view did not tell them.

    `more` are expressions that a view wants worked out by the same statement.
    """
    if more:
        return dict(User.objects.values(**_counts(user), **more).get(pk=user.pk))
    [(synthetic, open_count)] = _prepared([user.pk], timezone.localdate())
    return {"synthetic": bool(synthetic), "open_count": open_count}


def _counts(user: User) -> dict[str, Exists | Coalesce]:
    seen = Case.objects.visible_to(user)
    ruptures = Rupture.objects.editable_by(user).in_running_cases().still_open()
    return {
        "synthetic": Exists(seen.filter(synthetic=True)),
        "open_count": counted(ruptures),
    }


def _asked(users: Sequence[int], _today: datetime.date) -> QuerySet[User, Any]:
    """Of one user; what is shared with them depends on the day."""
    [user] = users
    counts = _counts(User(pk=user))
    return User.objects.filter(pk=user).values_list(*counts.values())


_prepared = Prepared(_asked, tuple)


def known_of(
    user: User, selection: Selection, strands: Sequence[Strand]
) -> dict[str, Any]:
    """The same, from what a page reads anyway.

    Nothing where it is not the reader's whole caseload.
    """
    if selection.case or not selection.cases:
        return {}
    if selection.cases[0].therapist_id != user.pk:
        return {}
    return {
        "synthetic": any(case.synthetic for case in selection.cases),
        "open_count": SimpleLazyObject(
            lambda: sum(each.open and not each.case_ended for each in strands)
        ),
    }


def _url_name(request: HttpRequest) -> str:
    """The URL's name; `grant-…` for a caseload that somebody else shares."""
    match = request.resolver_match
    name = (match and match.url_name) or ""
    return f"grant-{name}" if "grant" in request.GET else name


def _links(url_name: str) -> Iterable[Link]:
    places = [name for name, _label in PLACES]
    place = PLACE_OF.get(url_name.replace("_", "-").split("-")[0], "")
    for name, label in PLACES:
        address = reverse(f"dashboard:{name}")
        if name == url_name:
            yield Link(name, label, address, "page")
        elif name == place and url_name not in places:
            yield Link(name, label, address, "true")
        else:
            yield Link(name, label, address, "")
