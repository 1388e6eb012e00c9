"""Pages whose forms keep themselves: where they are, and what they are about."""

from dataclasses import dataclass
from typing import Any

from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Case,
    Concern,
    Grant,
    Note,
    RepairAttempt,
    Rupture,
    Score,
    Session,
    SupervisionItem,
    SupervisionMeeting,
    User,
)

About = (
    type[Case]
    | type[Session]
    | type[Rupture]
    | type[RepairAttempt]
    | type[Score]
    | type[Note]
    | type[SupervisionItem]
    | type[SupervisionMeeting]
    | type[Grant]
    | type[Concern]
)
# Pages whose form may be kept, by the name of their address: what the form is called,
# and the row that the address names.
PAGES: "dict[str, tuple[Promise, About | None]]" = {
    "log": (_("Log a session"), None),
    "case-list": (_("New case"), None),
    "case-edit": (_("Change case"), Case),
    "case-end": (_("End of the treatment"), Case),
    "session-edit": (_("Session"), Session),
    "client-report": (_("The client's answer"), Session),
    "rupture-add": (_("A rupture recognised later"), Session),
    "rupture-edit": (_("Rupture"), Rupture),
    "rupture-close": (_("Close without repair"), Rupture),
    "attempt-add": (_("A repair attempt"), Rupture),
    "attempt-edit": (_("Repair attempt"), RepairAttempt),
    "score-add": (_("A score"), Session),
    "score-edit": (_("Score"), Score),
    "note-add-case": (_("An event"), Case),
    "note-add-session": (_("A note"), Session),
    "note-add-rupture": (_("A note"), Rupture),
    "note-edit": (_("Note"), Note),
    "agenda-flag-case": (_("For supervision"), Case),
    "agenda-flag-session": (_("For supervision"), Session),
    "agenda-flag-rupture": (_("For supervision"), Rupture),
    "agenda-edit": (_("Entry of the agenda"), SupervisionItem),
    "agenda-item": (_("A comment"), SupervisionItem),
    "meeting-new": (_("A supervision meeting"), Grant),
    "meeting-change": (_("A supervision meeting"), SupervisionMeeting),
    "concern-add": (_("A concern"), Case),
    "concern": (_("Concern"), Concern),
    "observe-sheet": (_("Observer's sheet"), Session),
}
# The one page whose form somebody else than the therapist fills in.
OF_OBSERVERS = "observe-sheet"

TWO_SIDED = {"agenda-item", "meeting-new"}  # also for who supervises


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a form as its user can open it; `case` is the one in its address."""

    path: str
    name: Promise
    case: Case | None


def page_at(user: User, path: str) -> Page | None:
    """None where no form is kept, or what it was about is not there for the user."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    name, about = PAGES.get(match.url_name or "", (None, None))
    if name is None:
        return None
    row = about and row_of(about, user, match)
    if about and row is None:
        return None
    address = reverse(match.view_name, kwargs=match.kwargs)
    return Page(address, name, case_of(row))


def row_of(about: About, user: User, match: ResolverMatch) -> Any:
    if match.url_name == OF_OBSERVERS:
        return Session.objects.observed_by(user).filter(**match.kwargs).first()
    if match.url_name in TWO_SIDED:
        return about.objects.visible_to(user).filter(**match.kwargs).first()
    return about.objects.editable_by(user).filter(**match.kwargs).first()


def case_of(row: Any) -> Case | None:
    """The case that a row of any table of PAGES hangs on, if it is about one alone."""
    if isinstance(row, Grant | SupervisionMeeting):
        return None
    if row is None or isinstance(row, Case):
        return row
    if isinstance(row, Note):
        return case_of(row.about)
    case: Case = row.case if hasattr(row, "case") else row.session.case
    return case
