"""What was answered in a caseload: by rater, by month, by movement, and how fully."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.summaries.answers import DIFFER
from ruptures.summaries.appointments import (
    Appointment,
    held,
)
from ruptures.summaries.rates import Rate, Tally
from ruptures.taxonomy import Rater, RuptureType, Strain

ANSWERS = (Strain.YES.value, Strain.NO.value, Strain.UNSURE.value, DIFFER)
PLACES = {answer: place for place, answer in enumerate(ANSWERS)}
MOVEMENTS = {
    RuptureType.WITHDRAWAL.value: frozenset({RuptureType.WITHDRAWAL}),
    RuptureType.CONFRONTATION.value: frozenset({RuptureType.CONFRONTATION}),
    RuptureType.MIXED.value: frozenset(
        {RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION}
    ),
}

Kinds = Mapping[int, frozenset[RuptureType]]  # movements seen in a session


class Movements(NamedTuple):
    """Sessions with withdrawal, with confrontation, and with both of them."""

    withdrawal: int = 0
    confrontation: int = 0
    both: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """One calendar month; `part` where the period holds only some of its days."""

    first: datetime.date
    part: bool
    held: int
    rates: Mapping[str, Rate]
    movements: Movements


@dataclass(frozen=True, slots=True)
class Caseload:
    """The answers of a period; `cases` are those with a held session in it.

    `movements` are counted among the sessions that the therapist answered yes or no,
    `split` among those answered yes: strain recognised later is not in it.
    """

    held: int
    cases: int
    rates: Mapping[str, Rate]
    months: tuple[Month, ...]
    movements: Movements
    split: Movements

    @property
    def own(self) -> Rate:
        return self.rates[Rater.THERAPIST]


def within(sessions: SessionQuerySet, period: Period) -> SessionQuerySet:
    if period.start is not None:
        sessions = sessions.filter(date__gte=period.start)
    return sessions.filter(date__lte=period.last_day)


def kinds_of(types: Iterable[tuple[int, str]]) -> Kinds:
    """From session and type of each rupture."""
    found: dict[int, frozenset[RuptureType]] = {}
    for session, kind in types:
        seen = found.get(session)
        found[session] = seen | MOVEMENTS[kind] if seen else MOVEMENTS[kind]
    return found


def summed(rows: Iterable[Appointment], kinds: Kinds, period: Period) -> Caseload:
    """Summarise what was read of cases within `period`, of which more may be there."""
    first, last = period.iso
    here = [row for row in held(rows) if first <= row.day <= last]
    months = tuple(_months(here, kinds, period))
    by_month = (month.movements for month in months)
    return Caseload(
        held=len(here),
        cases=len({row.case for row in here}),
        rates=Rates(here),
        months=months,
        movements=Movements(*map(sum, zip(*by_month, strict=True))),
        split=movements(here, kinds, among=(Strain.YES,)),
    )


class Rates(dict[str, Rate]):
    """By rater, over the cases; counted when somebody asks for that rater."""

    def __init__(self, rows: Sequence[Appointment]):
        super().__init__()
        self._rows = rows

    def __missing__(self, rater: str) -> Rate:
        rate = self[rater] = Rate.over(rater, _tallies(self._rows, rater))
        return rate


def _tallies(rows: Iterable[Appointment], rater: str) -> dict[int, Tally]:
    """By case, of those in which that rater said anything."""
    counted: dict[int, list[int]] = defaultdict(lambda: [0] * len(ANSWERS))
    for case, answer in map(attrgetter("case", rater), rows):
        if answer is not None:
            counted[case][PLACES[answer]] += 1
    return {case: Tally._make(counts) for case, counts in counted.items()}


def movements(
    rows: Iterable[Appointment],
    kinds: Kinds,
    among: Sequence[str] = (Strain.YES, Strain.NO),
) -> Movements:
    """Counted in sessions that the therapist answered with one of `among`."""
    found = Counter(
        kinds[row.session]
        for row in rows
        if row.session in kinds and row.therapist in among
    )
    return Movements(
        withdrawal=sum(found[each] for each in found if RuptureType.WITHDRAWAL in each),
        confrontation=sum(
            found[each] for each in found if RuptureType.CONFRONTATION in each
        ),
        both=sum(found[each] for each in found if len(each) > 1),
    )


def _months(
    rows: Iterable[Appointment], kinds: Kinds, period: Period
) -> Iterator[Month]:
    """Every month of the period, those without a session among them."""
    by_month: dict[str, list[Appointment]] = defaultdict(list)
    for row in rows:
        by_month[row.day[:7]].append(row)
    if not by_month:
        return
    earliest = datetime.date.fromisoformat(f"{min(by_month)}-01")
    for first in period.months(earliest):
        here = by_month.get(f"{first:%Y-%m}", [])
        yield Month(
            first=first,
            part=period.cuts(first),
            held=len(here),
            rates=Rates(here),
            movements=movements(here, kinds),
        )
