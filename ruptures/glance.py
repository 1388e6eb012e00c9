"""How much is to finish and who comes today, for a line of the log page."""

import datetime
from dataclasses import dataclass
from functools import cached_property

from ruptures.counted import counted
from ruptures.courses import Course, courses
from ruptures.models import Case, User
from ruptures.slots import to_log
from ruptures.span import Span
from ruptures.unfinished import incomplete, lately, lately_unanswered, unconfirmed


@dataclass(frozen=True)
class Glance:
    """How many entries the list to finish has, and how many cases meet today."""

    known: tuple[Course, ...]
    today: datetime.date

    @cached_property
    def to_finish(self) -> int:
        counted = self.known[0].case.to_finish if self.known else 0  # type: ignore[attr-defined]
        return int(counted) + len(unconfirmed(self.known, self.today))

    @cached_property
    def cases_today(self) -> int:
        return sum(self._meets(course) for course in self.known)

    def _meets(self, course: Course) -> bool:
        is_logged = any(met.date == self.today for met in course.met)
        return is_logged or any(to_log(course, Span.day(self.today), self.today))


def glance(user: User, today: datetime.date) -> Glance:
    """One query, whatever there is."""
    unfinished = counted(lately_unanswered(user, today)) + counted(incomplete(user))
    cases = Case.objects.editable_by(user)
    known = courses(cases, lately(today), to_finish=unfinished)
    return Glance(tuple(known), today)
