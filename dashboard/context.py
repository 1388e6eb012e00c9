"""What every page knows: where it stands, the practice's day and what is open."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ruptures.models import Case, Rupture, User
from ruptures.prepared import Prepared

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
    known = SimpleLazyObject(lambda: _known(user))
    return {
        "today": today,
        "synthetic": SimpleLazyObject(lambda: known["synthetic"]),
        "open_count": SimpleLazyObject(lambda: known["open_count"]),
        "navigation": SimpleLazyObject(lambda: [*_links(_url_name(request))]),
    }


def _known(user: User) -> dict[str, Any]:
    """Both by one statement, for a page whose view did not tell them."""
    [(synthetic, open_count)] = _asked([user.pk], timezone.localdate())
    return {"synthetic": bool(synthetic), "open_count": open_count}


def _counted(users: Sequence[int], _today: datetime.date) -> QuerySet[User, Any]:
    """Of one user. What is shared with them depends on the day."""
    user = User(pk=users[0])
    seen = Case.objects.visible_to(user)
    ruptures = Rupture.objects.editable_by(user).in_running_cases().still_open()
    counted = ruptures.order_by().annotate(all=Value(1)).values("all")
    return User.objects.filter(pk=user.pk).values_list(
        Exists(seen.filter(synthetic=True)),
        Coalesce(Subquery(counted.values(count=Count("pk"))), 0),
    )


_asked = Prepared(_counted)


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
