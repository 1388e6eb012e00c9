"""What each rater answered of the sessions held, in all, by month and by case."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from ruptures.models import Case
from ruptures.period import Period
from ruptures.summaries.appointments import Appointment, held
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.expected import expecting, unconfirmed
from ruptures.summaries.rates import Tally
from ruptures.taxonomy import Rater


@dataclass(frozen=True, slots=True)
class Answers:
    """Sessions held, what each rater said of them, and expected dates unconfirmed."""

    held: int
    unconfirmed: int
    tallies: Mapping[str, Tally]

    @classmethod
    def of(cls, counts: "Counts") -> Self:
        """`counts` by rater and answer, with those under HELD and UNCONFIRMED."""
        return cls(
            held=counts[HELD],
            unconfirmed=counts[UNCONFIRMED],
            tallies={
                rater: Tally(*(counts[rater, answer] for answer in Tally._fields))
                for rater in Rater.values
            },
        )

    def answered(self, rater: str) -> int:
        """Sessions to which that rater said yes or no."""
        return self.tallies[rater].answered

    def undecided(self, rater: str) -> int:
        """Sessions of which that rater was unsure, or observers differ."""
        return self.tallies[rater].unsure + self.tallies[rater].differ

    def silent(self, rater: str) -> int:
        """Sessions of which that rater said nothing."""
        return self.held - self.answered(rater) - self.undecided(rater)


Counts = Counter[tuple[str, str]]
HELD, UNCONFIRMED = ("", "held"), ("", "unconfirmed")


@dataclass(frozen=True, slots=True)
class AnsweredMonth:
    """One calendar month; `part` where the period holds only some of its days."""

    first: datetime.date
    part: bool
    answers: Answers


@dataclass(frozen=True, slots=True)
class AnsweredCaseload:
    """The answers of a period in all, by month, and by case code, in their order.

    `known` is false where nothing but the log itself says what was held.
    """

    answers: Answers
    months: tuple[AnsweredMonth, ...]
    cases: Mapping[str, Answers]
    known: bool

    @property
    def empty(self) -> bool:
        return not (self.answers.held or self.answers.unconfirmed)


def answered_caseload(
    cases: Sequence[Case], rows: Sequence[Appointment], period: Period
) -> AnsweredCaseload:
    """Summarise `rows`, those of `cases` that `concerning` the period gives."""
    codes = {case.pk: case.code for case in cases}
    waiting = expecting(cases, period)
    due = unconfirmed(waiting, Chronicle.told(rows), period)
    every: Counts = Counter()
    by_month: dict[str, Counts] = defaultdict(Counter)
    by_case: dict[str, Counts] = defaultdict(Counter)
    for month, code, what, count in (*_said(codes, rows, period), *_due(due)):
        for group in (every, by_month[month], by_case[code]):
            group[what] += count
    return AnsweredCaseload(
        answers=Answers.of(every),
        months=tuple(_months(by_month, period)),
        cases={code: Answers.of(by_case[code]) for code in sorted(by_case)},
        known=bool(waiting),
    )


Counted = Iterator[tuple[str, str, tuple[str, str], int]]  # month, case, what, how many


def _said(
    codes: Mapping[int, str], rows: Iterable[Appointment], period: Period
) -> Counted:
    """Held sessions, and what each rater said of them."""
    first = period.start.isoformat() if period.start else ""
    last = period.last_day.isoformat()
    alike = Counter(
        (row.day[:7], row.case, row.therapist, row.client, row.observer)
        for row in held(rows)
        if first <= row.day <= last
    )
    for (month, case, therapist, client, observer), count in alike.items():
        code = codes[case]
        yield month, code, HELD, count
        for rater, answer in (
            (Rater.THERAPIST, therapist),
            (Rater.CLIENT, client),
            (Rater.OBSERVER, observer),
        ):
            if answer:
                yield month, code, (rater, answer), count


def _due(unconfirmed: Mapping[str, Iterable[datetime.date]]) -> Counted:
    for code, days in unconfirmed.items():
        for day in days:
            yield day.isoformat()[:7], code, UNCONFIRMED, 1


def _months(by_month: Mapping[str, Counts], period: Period) -> Iterator[AnsweredMonth]:
    """Every month of the period, those without a session among them."""
    if not by_month:
        return
    earliest = datetime.date.fromisoformat(f"{min(by_month)}-01")
    for first in period.months(earliest):
        counts = by_month.get(first.isoformat()[:7], Counter())
        yield AnsweredMonth(first, period.cuts(first), Answers.of(counts))
