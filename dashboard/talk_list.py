"""The list of what to talk about, as the dashboard shows it."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise

from dashboard.forms.talk import EntryName
from dashboard.talk_words import anchor_of, way_to, words_for
from ruptures.models import Case
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.strands import Strand
from ruptures.summaries.talk import TalkEntry, talk, talk_rows

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as the list shows it."""

    entry: TalkEntry

    @property
    def case(self) -> Case:
        return self.entry.case

    @property
    def words(self) -> str:
        return words_for(self.entry)

    @property
    def way(self) -> str:
        return way_to(self.entry)

    @property
    def rule(self) -> str | Promise:
        return self.entry.rule.label

    @property
    def anchor(self) -> str:
        return anchor_of(self.entry.rule)

    @property
    def name(self) -> str:
        """What its button sends."""
        return str(EntryName(self.entry.rule, self.entry.rupture_key))


@dataclass(frozen=True, slots=True)
class TalkList:
    """Entries to show, how many more there are, and those put off.

    It is about one `case` or all; as a `whole` it leaves none out.
    """

    shown: Sequence[Line]
    more: int
    put_off: Sequence[Line]
    case: Case | None
    whole: bool
    submission: uuid.UUID

    @property
    def place(self) -> str:
        """Its id on the page: the list of one case is never kept for another's."""
        return f"to-talk-about-{self.case}" if self.case else "to-talk-about"

    @property
    def query(self) -> str:
        """What its buttons send along, so that the same list comes back."""
        if self.case:
            return f"?case={self.case}"
        return "?whole=1" if self.whole else ""

    @classmethod
    def of(
        cls, entries: Iterable[TalkEntry], case: Case | None, *, whole: bool
    ) -> "TalkList":
        lines = [Line(entry) for entry in entries]
        due = [line for line in lines if line.entry.put_off is None]
        shown = due if whole or case else due[:SHOWN]
        return cls(
            shown=shown,
            more=len(due) - len(shown),
            put_off=[line for line in lines if line.entry.put_off],
            case=case,
            whole=whole,
            submission=uuid.uuid4(),
        )


def to_talk_about(
    cases: Iterable[Case],
    rows: Sequence[Appointment],
    strands: Sequence[Strand],
    case: Case | None = None,
    *,
    whole: bool = False,
) -> TalkList:
    """The list as it stands today, from what a page has read: 2 statements.

    `rows` and `strands` are those of scoped `cases`; `case` is the one it is about.
    """
    today = timezone.localdate()
    entries = talk(talk_rows(cases, rows, strands, today), today)
    return TalkList.of(entries, case, whole=whole)
