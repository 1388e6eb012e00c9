"""What the record holds about one client, for the client to read: row by row."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.caseload import Entry, Numbers, Story, entry, told
from ruptures.dates import write_day
from ruptures.history import Days, FieldWords, row_in_words
from ruptures.models import (
    Case,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    SessionReport,
    User,
)
from ruptures.models.base import ClinicalModel
from ruptures.taxonomy import Rater

ANSWERS = {
    Rater.THERAPIST: _("The therapist’s answer"),
    Rater.CLIENT: _("The client’s answer"),
    Rater.OBSERVER: _("An observer’s sheet"),
}


# Fields whose labels speak to the therapist, or say too little without their form.
CALLED = {
    "modality": _("how we met"),
    "strategies": _("what I tried"),
    "source": _("how it was answered"),
    "raised_when": _("when it was raised"),
    "raised_how": _("how it was raised"),
    "rupture": _("it is about the"),
    "session": _("in the session of"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the record, with what it says."""

    title: str | Promise
    facts: list[FieldWords]
    text: str = ""  # of a note; or what was noticed, a marker a line


@dataclass(frozen=True)  # no slots: what is read is kept
class ClientCopy:
    """All of one case that is about its client; the notes only where they are wanted.

    What the client said stays out where the therapist has not answered yet, as it does
    everywhere (docs/privacy.md).
    """

    user: User
    case: Case
    notes: bool

    @cached_property
    def days(self) -> Days:
        return Days.of(self.case)

    @cached_property
    def entries(self) -> list[Entry]:
        """Every session, the first one first; as many queries for any number."""
        own = Session.objects.editable_by(self.user).filter(case=self.case)
        numbers = Numbers.among(own)
        ruptures = Rupture.objects.editable_by(self.user)
        rows = own.in_order().prefetch_related(
            "reports__markers",
            "reports__rupture",
            "scores",
            "notes",
            Prefetch("ruptures", told(ruptures).prefetch_related("notes")),
            "ruptures__attempts__session",
        )
        return [entry(each, numbers) for each in rows]

    @property
    def waiting(self) -> int:
        """Sessions whose answer by the client is left out."""
        return sum(each.client_waits for each in self.entries)

    @property
    def about(self) -> list[FieldWords]:
        return self._said(self.case, but={"code"})

    def events(self) -> list[Line]:
        """Notes on the case itself."""
        return [*self._noted(self.case)]

    def sessions(self) -> "Iterator[tuple[Entry, list[FieldWords], list[Line]]]":
        for each in self.entries:
            said = self._said(each.session, but={"date"})
            yield each, said, list(self._lines(each))

    def _lines(self, each: Entry) -> Iterator[Line]:
        reports = [each.answer, *each.others] if each.answer else each.others
        for report in reports:
            said = self._said(report, but={"rater", "reporter"})
            yield Line(self._by(report), said)
            yield from self._noticed(report.markers.all())
        for story in each.stories:
            yield from self._told(story)
        for score in each.session.scores.all():
            yield self._line(_("Score"), score)
        yield from self._noted(each.session)

    def _told(self, story: Story) -> Iterator[Line]:
        yield self._line(_("Strain between us"), story.rupture)
        yield from self._noticed(story.rupture.markers.all())
        for tried in story.tries:
            yield self._tried(tried.attempt, story.rupture)
        yield from self._noted(story.rupture)

    def _by(self, report: SessionReport) -> str:
        return f"{ANSWERS[Rater(report.rater)]} {report.reporter}".strip()

    def _noticed(self, markers: Iterable[RuptureMarker]) -> Iterator[Line]:
        """All of them at once."""
        if text := "\n".join(map(self._marked, markers)):
            yield Line(_("What was noticed"), [], text)

    def _marked(self, marker: RuptureMarker) -> str:
        """Its words; of an observer's also when, and how much it mattered."""
        words = str(marker.get_code_display())
        said = self._said(marker, but={"code"})
        return ", ".join([words, *(f"{each.label} {each.after}" for each in said)])

    def _noted(self, row: Case | Session | Rupture) -> Iterator[Line]:
        if not self.notes:
            return
        for note in row.notes.all():
            day = f", {write_day(note.date)}" if note.date else ""
            yield Line(f"{_('Note')}{day}", [], str(note.text))

    def _tried(self, attempt: RepairAttempt, rupture: Rupture) -> Line:
        """Its session is told where it is a later one."""
        here = attempt.session_id == rupture.session_id
        but = {"session"} if here else set()
        return Line(_("Repair attempt"), self._said(attempt, but=but))

    def _line(self, title: str | Promise, row: ClinicalModel) -> Line:
        return Line(title, self._said(row))

    def _said(
        self, row: ClinicalModel, *, but: Collection[str] = ()
    ) -> list[FieldWords]:
        return row_in_words(row, self.days, but=but, called=CALLED)
