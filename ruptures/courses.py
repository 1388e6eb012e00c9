"""When cases met, and when each is likely to have met or to meet."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import F, FilteredRelation, Q

from ruptures.models import Case
from ruptures.models.case import CaseQuerySet
from ruptures.period import DAY
from ruptures.recent_cases import USUAL, Moment, usual
from ruptures.rhythm import unconfirmed_dates
from ruptures.span import Span
from ruptures.taxonomy import ATTENDED, RHYTHM_DAYS, Rhythm

# A session stands for the expected date nearest to it: that much after a span.
NEAR = datetime.timedelta(days=max(RHYTHM_DAYS.values()))
REACH = 7 * DAY  # how far back a habit, which is no rhythm, is asked about
BESIDE = 3 * DAY  # a session so near stands for the usual day
HABIT = 2  # sessions on one weekday that make it the usual one

CASE = ("pk", "code", "rhythm", "rhythm_from", "started_on", "ended_on", "hold_reason")


class Met(NamedTuple):
    """A session as far as the calendar goes."""

    date: datetime.date
    time: datetime.time | None
    attendance: str


@dataclass(frozen=True, slots=True)
class Course:
    """A case with its sessions of half a year before a span, and those near it."""

    case: Case
    met: Sequence[Met]

    def expected(self, span: Span) -> list[datetime.date]:
        """Days of the span that the rhythm leads to and no session stands for."""
        dates = [met.date for met in self.met]
        waiting = unconfirmed_dates(self.case, dates, span.after)
        return [date for date in waiting if date >= span.first]

    def by_habit(self, span: Span, today: datetime.date) -> list[datetime.date]:
        """Usual days of a case without a rhythm, from a week ago until today."""
        weekday = self._usual_weekday()
        if self.case.rhythm != Rhythm.NONE or self.case.ended_on or weekday is None:
            return []
        first = max(span.first, today - REACH, self.case.started_on)
        return [
            date
            for date in Span(first, min(span.last, today))
            if date.weekday() == weekday and not self._met_near(date)
        ]

    def usual_time(self, day: datetime.date) -> datetime.time | None:
        """The time most often noted on that day of the week."""
        return usual("", self._moments(day.weekday())).usual_time

    def _usual_weekday(self) -> int | None:
        day = usual("", self._moments()).usual_day
        if day is None or len(self._moments(day.weekday())) < HABIT:
            return None
        return day.weekday()

    def _met_near(self, day: datetime.date) -> bool:
        return any(abs(met.date - day) <= BESIDE for met in self.met)

    def _moments(self, weekday: int | None = None) -> list[Moment]:
        return [
            (met.date, met.time)
            for met in self.met
            if met.attendance in ATTENDED and weekday in (None, met.date.weekday())
        ]


def courses(cases: CaseQuerySet, span: Span, **more: Any) -> list[Course]:
    """Those of the cases that were running in the span; one query.

    `more` are expressions that the same query works out, as attributes of each case.
    """
    running = Q(ended_on=None) | Q(ended_on__gte=span.first)
    near = Q(sessions__date__range=(span.first - USUAL, span.last + NEAR))
    met = (F(f"near__{name}") for name in Met._fields)
    found = cases.filter(running).annotate(
        near=FilteredRelation("sessions", condition=near), **more
    )
    rows = found.values_list(*CASE, *more, *met)
    return _gathered(rows, (*CASE, *more))


def _gathered(rows: Iterable[Sequence[Any]], names: Sequence[str]) -> list[Course]:
    of_case: dict[Sequence[Any], list[Met]] = defaultdict(list)
    for row in rows:
        told, met = row[: len(names)], row[len(names) :]
        of_case[told] += [Met(*met)] if met[0] else []
    return [Course(_case(names, told), met) for told, met in of_case.items()]


def _case(names: Sequence[str], values: Sequence[Any]) -> Case:
    case = Case()
    for name, value in zip(names, values, strict=True):
        setattr(case, name, value)
    return case
