"""The course of one running case, as the rules look at it."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from ruptures.models import Case
from ruptures.summaries.appointments import HELD, Appointment
from ruptures.summaries.strands import Strand
from ruptures.summaries.talk.rows import Scored
from ruptures.taxonomy import Attendance

STAYED_AWAY = frozenset({Attendance.CANCELLED_BY_CLIENT.value, Attendance.MISSED.value})


@dataclass(frozen=True, slots=True)
class Course:
    """Its appointments in order, those held among them again, and its ruptures.

    `scores` are by session, those of other cases among them.
    """

    case: Case
    appointments: Sequence[Appointment]
    held: Sequence[Appointment]
    ruptures: Sequence[Strand]
    scores: Mapping[int, Sequence[Scored]]
    today: datetime.date

    def held_since(self, rupture: Strand) -> int:
        """Sessions held after the one where it arose; all, where that is not held."""
        for count, row in enumerate(reversed(self.held)):
            if row.session == rupture.session:
                return count
        return len(self.held)

    @property
    def stayed_away(self) -> int:
        """Appointments since the last held session that the client did not keep."""
        count = 0
        for each in reversed(self.appointments):
            if each.attendance in HELD:
                break
            count += each.attendance in STAYED_AWAY
        return count

    def latest(
        self, count: int, suits: Callable[[Appointment], bool]
    ) -> list[Appointment]:
        """The last so many held sessions that suit, the oldest of them first."""
        return [*islice(filter(suits, reversed(self.held)), count)][::-1]


def day_of(row: Appointment | Strand) -> datetime.date:
    return datetime.date.fromisoformat(row.day)
