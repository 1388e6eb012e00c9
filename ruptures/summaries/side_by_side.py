"""Several caseloads or cases beside one another, each by the same figures."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from ruptures.period import DAY, Period, month_after
from ruptures.stats.agreement import Agreement, Cells, agreement
from ruptures.stats.shrinkage import LEAST_GROUPS, beta_binomial
from ruptures.summaries.appointments import Appointment, held
from ruptures.summaries.caseload import Caseload, Kinds, Rates, kinds_of, summed
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.courses import Courses, Stage, courses
from ruptures.summaries.rates import RATE_FROM, Rate
from ruptures.summaries.repair import WITHIN
from ruptures.summaries.strands import Strand
from ruptures.taxonomy import Rater

Row = TypeVar("Row", Appointment, Strand)


@dataclass(frozen=True, slots=True)
class Member:
    """What stands beside others: a name that is shown, and the keys of its cases.

    They are `chosen` where they are only a part of a caseload.
    """

    name: str
    cases: Sequence[int]
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Beside:
    """One member's figures in the period, and its rate in two stretches as long.

    `previous` lies just before the period; `first` begins with the first held session
    and is None where it would reach into `previous`. `steadied` is the rate drawn
    towards the others', None below 5 members or 10 answered sessions. `chosen` as in
    `Member`.
    """

    name: str
    load: Caseload
    courses: Courses
    agreement: Agreement
    first: Rate | None
    previous: Rate | None
    steadied: float | None = None
    chosen: bool = False

    @property
    def rate(self) -> Rate:
        return self.load.own

    @property
    def repaired(self) -> Stage | None:
        """What had become of its ruptures within 3 held sessions; None below 10."""
        return self.courses.at(WITHIN) if self.courses.enough else None

    @property
    def compared(self) -> bool:
        """Whether both answered often enough for shares."""
        return self.agreement.total >= RATE_FROM


@dataclass(frozen=True, slots=True)
class Told:
    """What was read of all members at once; `cells` by case, therapist and client."""

    rows: Sequence[Appointment]
    strands: Sequence[Strand]
    cells: Mapping[int, Cells]


def side_by_side(
    members: Sequence[Member], told: Told, period: Period
) -> tuple[Beside, ...]:
    """In the order of `members`; `told` may hold rows of other cases."""
    sorted_out = _Sorted.of(told, period)
    return tuple(_steadied([sorted_out.beside(member) for member in members]))


def enough_to_steady(found: Sequence[Beside]) -> bool:
    """Whether 5 of them have an answer."""
    return sum(each.rate.tally.answered > 0 for each in found) >= LEAST_GROUPS


def before(period: Period) -> Period | None:
    """The stretch of the same length that ends where `period` begins."""
    if period.start is None:
        return None
    end = period.start - DAY
    months = _whole_months(period)
    start = (
        month_after(period.start, -months)
        if months
        else end - (period.end - period.start)
    )
    return Period(start, end, end)


def at_first(period: Period, first: datetime.date) -> Period | None:
    """The stretch of the same length that begins with a `first` day; None where it
    would reach into the one before the period.
    """
    previous = before(period)
    if previous is None or period.start is None or previous.start is None:
        return None
    months = _whole_months(period)
    end = (
        month_after(first, months) - DAY
        if months
        else first + (period.end - period.start)
    )
    return Period(first, end, end) if end < previous.start else None


def _whole_months(period: Period) -> int:
    """How many calendar months it is, 0 where it begins or ends inside one."""
    start, after = period.start, period.end + DAY
    if start is None or start.day != 1 or after.day != 1:
        return 0
    return (after.year - start.year) * 12 + after.month - start.month


@dataclass(frozen=True, slots=True)
class _Sorted:
    """What was read, by case."""

    rows: Mapping[int, Sequence[Appointment]]
    strands: Mapping[int, Sequence[Strand]]
    cells: Mapping[int, Cells]
    chronicle: Chronicle
    kinds: Kinds
    period: Period

    @classmethod
    def of(cls, told: Told, period: Period) -> Self:
        return cls(
            _by_case(told.rows),
            _by_case(told.strands),
            told.cells,
            Chronicle.told(told.rows),
            kinds_of((strand.session, strand.type) for strand in told.strands),
            period,
        )

    def beside(self, member: Member) -> Beside:
        rows = [row for case in member.cases for row in self.rows.get(case, ())]
        strands = (each for case in member.cases for each in self.strands.get(case, ()))
        cells = (self.cells.get(case) for case in member.cases)
        here = held(rows)
        began = min((row.day for row in here), default=None)
        start = began and at_first(self.period, datetime.date.fromisoformat(began))
        return Beside(
            name=member.name,
            load=summed(rows, self.kinds, self.period),
            courses=courses(strands, self.chronicle, self.period),
            agreement=_agreement(cells),
            first=_rate(here, start or None),
            previous=_rate(here, before(self.period)),
            chosen=member.chosen,
        )


def _by_case(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case].append(row)
    return found


def _rate(rows: Iterable[Appointment], period: Period | None) -> Rate | None:
    if period is None:
        return None
    first, last = period.iso
    return Rates([row for row in rows if first <= row.day <= last])[Rater.THERAPIST]


def _agreement(cells: Iterable[Cells | None]) -> Agreement:
    known = [each for each in cells if each]
    return agreement(*(sum(each[cell] for each in known) for cell in range(4)))


def _steadied(found: Sequence[Beside]) -> Iterable[Beside]:
    if not enough_to_steady(found):
        return found
    tallies = [each.rate.tally for each in found]
    drawn = beta_binomial(
        [tally.yes for tally in tallies], [tally.answered for tally in tallies]
    ).shrunk
    return [
        each if each.rate.value is None else replace(each, steadied=rate)
        for each, rate in zip(found, drawn, strict=True)
    ]
