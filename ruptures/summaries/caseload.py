"""What was answered in a caseload: by rater, by month, by movement, and how fully."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.db.models import CharField, Count, Exists, FilteredRelation, OuterRef, Q
from django.db.models.functions import Cast, Substr

from ruptures.models import Rupture, SessionReport
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.summaries.rates import Rate, Tally
from ruptures.taxonomy import Rater, RuptureType, Strain

# TruncMonth calls Python for every row on SQLite; a piece of the ISO date does not.
MONTH = Substr(Cast("date", CharField(max_length=10)), 1, 7)
ANSWERS = (Strain.YES, Strain.NO, Strain.UNSURE)
ONE_A_SESSION = (Rater.THERAPIST, Rater.CLIENT)  # at most one report each


@dataclass(frozen=True, slots=True)
class Movements:
    """Answered sessions with withdrawal, confrontation, and both of them."""

    withdrawal: int = 0
    confrontation: int = 0
    both: int = 0

    def __add__(self, other: "Movements") -> "Movements":
        return Movements(
            self.withdrawal + other.withdrawal,
            self.confrontation + other.confrontation,
            self.both + other.both,
        )


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
    """The answers of a period; `cases` are those with a held session in it."""

    held: int
    cases: int
    rates: Mapping[str, Rate]
    months: tuple[Month, ...]
    movements: Movements

    @property
    def own(self) -> Rate:
        return self.rates[Rater.THERAPIST]


@dataclass(slots=True)
class _Cell:
    """The sessions of one case in one month."""

    held: int = 0
    movements: Movements = Movements()
    tallies: dict[str, Tally] = field(default_factory=dict)


Cells = Mapping[tuple[str, int], _Cell]  # by month, such as "2026-11", and case


def caseload(sessions: SessionQuerySet, period: Period) -> Caseload:
    """Summarise scoped `sessions`, of any attendance, within `period`: 2 statements."""
    held = within(sessions, period).held()
    cells = _cells(held)
    return Caseload(
        held=sum(cell.held for cell in cells.values()),
        cases=len({case for _month, case in cells}),
        rates=_rates((case, cell) for (_month, case), cell in cells.items()),
        months=tuple(_months(cells, period)),
        movements=sum((cell.movements for cell in cells.values()), Movements()),
    )


def within(sessions: SessionQuerySet, period: Period) -> SessionQuerySet:
    if period.start is not None:
        sessions = sessions.filter(date__gte=period.start)
    return sessions.filter(date__lte=period.last_day)


def _cells(held: SessionQuerySet) -> Cells:
    cells: dict[tuple[str, int], _Cell] = {}
    for month, case, count, with_types, *answers in _session_counts(held):
        tallies = [Tally(*answers[n : n + 3]) for n in range(0, len(answers), 3)]
        cells[month, case] = _Cell(
            count,
            Movements(*with_types),
            dict(zip(ONE_A_SESSION, tallies, strict=True)),
        )
    for month, case, tally in _observed(held):
        observed = cells[month, case].tallies
        observed[Rater.OBSERVER] = observed.get(Rater.OBSERVER, Tally()) + tally
    return cells


def _session_counts(held: SessionQuerySet) -> Iterator[tuple]:
    """One row a month and case: held, with each movement, and each rater's answers."""
    answered = Q(therapist__strain__in=[Strain.YES, Strain.NO])
    withdrawal = answered & Q(withdrew=True)
    confrontation = answered & Q(confronted=True)
    counts = {
        "count": Count("pk"),
        "withdrawal": Count("pk", filter=withdrawal),
        "confrontation": Count("pk", filter=confrontation),
        "both": Count("pk", filter=withdrawal & confrontation),
    }
    for rater in ONE_A_SESSION:
        for answer in ANSWERS:
            said = Q((f"{rater.value}__strain", answer))
            counts[f"{rater.value}_{answer.value}"] = Count("pk", filter=said)
    rows = (
        held.alias(
            withdrew=_has(RuptureType.WITHDRAWAL),
            confronted=_has(RuptureType.CONFRONTATION),
            **{rater.value: _report_of(rater) for rater in ONE_A_SESSION},
        )
        .order_by()
        .values_list(MONTH, "case_id")
        .annotate(**counts)
    )
    for month, case, count, *rest in rows:
        yield month, case, count, rest[:3], *rest[3:]


def _has(movement: RuptureType) -> Exists:
    return Exists(Rupture.objects.of_type(movement).filter(session=OuterRef("pk")))


def _report_of(rater: Rater) -> FilteredRelation:
    return FilteredRelation("reports", condition=Q(reports__rater=rater))


def _observed(held: SessionQuerySet) -> Iterator[tuple[str, int, Tally]]:
    """One row a session that was observed: all observers agree, or they differ."""
    counts = {each.value: Count("pk", filter=Q(strain=each)) for each in ANSWERS}
    rows = (
        SessionReport.objects.filter(rater=Rater.OBSERVER, session__in=held)
        .order_by()
        .values_list("session_id", "session__case_id", "session__date")
        .annotate(**counts)
    )
    for _session, case, date, *said in rows:
        yield f"{date:%Y-%m}", case, agreed(*said)


def agreed(yes: int, no: int, unsure: int) -> Tally:
    """What several observers of one session come to."""
    if [yes, no, unsure].count(0) < 2:
        return Tally(differ=1)
    return Tally(yes=int(yes > 0), no=int(no > 0), unsure=int(unsure > 0))


def _rates(cells: Iterable[tuple[int, _Cell]]) -> dict[str, Rate]:
    by_rater: dict[str, dict[int, Tally]] = {rater: {} for rater in Rater.values}
    for case, cell in cells:
        for rater, tally in cell.tallies.items():
            by_case = by_rater[rater]
            by_case[case] = by_case.get(case, Tally()) + tally
    return {rater: Rate.over(rater, by_case) for rater, by_case in by_rater.items()}


def _months(cells: Cells, period: Period) -> Iterator[Month]:
    """Every month of the period, those without a session among them."""
    by_month: dict[str, list[tuple[int, _Cell]]] = defaultdict(list)
    for (month, case), cell in cells.items():
        by_month[month].append((case, cell))
    if not by_month:
        return
    earliest = datetime.date.fromisoformat(f"{min(by_month)}-01")
    for first in period.months(earliest):
        here = by_month.get(f"{first:%Y-%m}", [])
        yield Month(
            first=first,
            part=period.cuts(first),
            held=sum(cell.held for _, cell in here),
            rates=_rates(here),
            movements=sum((cell.movements for _, cell in here), Movements()),
        )
