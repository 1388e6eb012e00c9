"""What happened in cases since a day, such as that of the last meeting."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ruptures.summaries.appointments import Appointment, held
from ruptures.summaries.strands import Strand
from ruptures.taxonomy import Recognised


@dataclass(frozen=True, slots=True)
class Since:
    """Counts from `day` on: held sessions, ruptures, and those resolved."""

    day: datetime.date
    sessions: int
    ruptures: int
    repairs: int


def since(
    day: datetime.date, rows: Sequence[Appointment], strands: Iterable[Strand]
) -> Since:
    """A rupture counts where it arose; its repair in the session that resolved it.

    The day itself counts: a session has a date alone, so one that came after a meeting
    on the same day would else be in no count at all.
    """
    first = day.isoformat()
    later = {row.session for row in held(rows) if row.day >= first}
    known = list(strands)
    return Since(
        day=day,
        sessions=len(later),
        ruptures=sum(strand.day >= first for strand in known),
        repairs=sum(_resolved_in(strand) in later for strand in known),
    )


def _resolved_in(strand: Strand) -> int | None:
    """The session by whose end it was resolved; a report speaks only for what was
    recognised in its own session.
    """
    own = strand.by_report and strand.recognised == Recognised.SAME
    return strand.session if own else strand.resolved_in
