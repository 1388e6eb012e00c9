"""What every page knows: where it stands, the practice's day and what is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from ruptures.models import Case, Rupture, User

PLACES: tuple[tuple[str, Promise], ...] = (
    ("log", _("Log")),
    ("overview", _("Dashboard")),
    ("case-list", _("Cases")),
    ("rupture-open", _("Open ruptures")),
    ("data", _("Data")),
    ("reference", _("Reference")),
    ("account", _("Account")),
)

# Under which place a page stands, by the first word of its URL's name.
PLACE_OF = {
    "case": "case-list",
    "session": "case-list",
    "rupture": "case-list",
    "attempt": "case-list",
    "account": "account",
    "device": "account",
    "invitation": "account",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A line of the navigation; `current` is the value of aria-current, or empty."""

    name: str
    label: str | Promise
    current: str

    @property
    def url(self) -> str:
        return f"dashboard:{self.name}"


def practice(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; what needs a query asks only where it is shown."""
    user = request.user
    today = timezone.localdate()
    if not isinstance(user, User):
        return {"today": today, "synthetic": False}
    cases = Case.objects.visible_to(user)
    ruptures = Rupture.objects.visible_to(user)
    return {
        "today": today,
        "synthetic": SimpleLazyObject(cases.filter(synthetic=True).exists),
        "open_count": SimpleLazyObject(ruptures.still_open().count),
        "navigation": tuple(_links(_url_name(request))),
    }


def _url_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match and match.url_name) or ""


def _links(url_name: str) -> Iterable[Link]:
    places = [name for name, _label in PLACES]
    place = PLACE_OF.get(url_name.replace("_", "-").split("-")[0], "")
    for name, label in PLACES:
        if name == url_name:
            yield Link(name, label, "page")
        elif name == place and url_name not in places:
            yield Link(name, label, "true")
        else:
            yield Link(name, label, "")
