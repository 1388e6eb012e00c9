"""What was done with whose cases, in plain words, told to one reader."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dashboard.deed_words import sentence_of
from dashboard.templatetags.rupture_repair import moment
from dashboard.views.caseload import TABS
from ruptures.models import AccessEvent, Grant, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

PAGES: dict[str, Any] = {
    **dict(TABS),
    "case-detail": _("the case's own page"),
    "agenda": _("the agenda"),
    "agenda-item": _("what stands on the agenda"),
    "agenda-review": _("what stands on the agenda"),
    "agenda-take-back": _("what stands on the agenda"),
    "meeting-new": _("a meeting that is written down"),
    "meeting-detail": _("a meeting"),
    "meeting-change": _("a meeting that is changed"),
    "meeting-remove": _("a meeting that is removed"),
    "meeting-step": _("a step agreed at a meeting"),
    "packet-case": _("the packet to print"),
    "packet-caseload": _("the packet to print"),
    "packet-case-pdf": _("the packet, as a PDF"),
    "packet-caseload-pdf": _("the packet, as a PDF"),
    "observe-list": _("the numbers of the sessions to rate"),
    "observe-sheet": _("the observer’s sheet of a session"),
    "concern-list": _("the list of concerns that you let them read"),
    "concern": _("a concern that you let them read"),
    "supervision": _("all that waits and stands out"),
    "supervision-trends": _("trends side by side"),
    "supervision-funnel": _("the funnel plot"),
    "chart-table": _("the numbers of a chart"),
    "chart-csv": _("the numbers of a chart, as a file"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One deed, and on which page, where that says more."""

    text: str
    page: "Words"


def in_words(
    events: Iterable[AccessEvent], reader: User, whom: Mapping[UUID, str]
) -> list[Line]:
    """The deeds, told to `reader`; `whom` has the e-mail that each grant names."""
    return [
        Line(_sentence(event, reader, whom), PAGES.get(event.page, ""))
        for event in events
    ]


def named_in(events: Iterable[AccessEvent], reader: User) -> dict[UUID, str]:
    """Whom the grants behind these deeds were given to: one statement."""
    keys = {event.grant for event in events if event.grant}
    grants = Grant.objects.editable_by(reader).filter(key__in=keys)
    return dict(grants.values_list("key", "email"))


def _sentence(event: AccessEvent, reader: User, whom: Mapping[UUID, str]) -> str:
    given = {
        "who": event.actor,
        "owner": event.owner,
        "case": event.case,
        "when": moment(event.at),
        "whom": whom.get(event.grant, "") if event.grant else "",
        "deed": event.get_deed_display(),
    }
    return str(sentence_of(event, reader)) % given
