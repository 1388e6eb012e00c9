"""How far resolved was noted after attempts with each strategy, and no cause of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count

from ruptures.models import RepairAttempt
from ruptures.models.rupture import RuptureQuerySet
from ruptures.period import Period
from ruptures.stats.rates import Interval, wilson_interval
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import PARTLY_FROM, RESOLVED_FROM, SCALE, STRATEGIES

Group = tuple[tuple[str, ...], int | None, int]  # strategies, outcome, attempts


@dataclass(frozen=True, slots=True)
class Tried:
    """Attempts with one strategy; `unknown` of them have no outcome noted."""

    strategy: str
    unresolved: int = 0
    partly: int = 0
    resolved: int = 0
    unknown: int = 0

    @property
    def known(self) -> int:
        return self.unresolved + self.partly + self.resolved

    @property
    def attempts(self) -> int:
        return self.known + self.unknown

    @property
    def enough(self) -> bool:
        """Whether its outcomes are shown; else only how often it was tried."""
        return self.known >= RATE_FROM

    @property
    def resolved_share(self) -> float | None:
        return self.resolved / self.known if self.enough else None

    @property
    def interval(self) -> Interval | None:
        return wilson_interval(self.resolved, self.known) if self.enough else None


@dataclass(frozen=True, slots=True)
class Attempts:
    """Repair attempts of a period; `tried` in the order of how many have an outcome.

    One with `several` strategies is counted in each of them.
    """

    count: int
    known: int
    several: int
    tried: tuple[Tried, ...]


def strategies(ruptures: RuptureQuerySet, period: Period, wanted: str = "") -> Attempts:
    """Group the attempts in sessions of the period at scoped `ruptures`: one statement.

    `wanted` is the type of rupture, "" for all.
    """
    groups = _groups(ruptures.of_type(wanted) if wanted else ruptures, period)
    return Attempts(
        count=sum(count for *_, count in groups),
        known=sum(count for _, outcome, count in groups if outcome is not None),
        several=sum(count for codes, _, count in groups if len(codes) > 1),
        tried=_tried(groups),
    )


def _groups(ruptures: RuptureQuerySet, period: Period) -> list[Group]:
    """The strategies of an attempt are one text, so the database counts equal texts."""
    attempts = RepairAttempt.objects.filter(
        rupture__in=ruptures, session__date__lte=period.last_day
    )
    if period.start is not None:
        attempts = attempts.filter(session__date__gte=period.start)
    counted = attempts.order_by().values_list("strategies", "outcome")
    return list(counted.annotate(count=Count("pk")))


def _tried(groups: Iterable[Group]) -> tuple[Tried, ...]:
    counts: Counter[tuple[str, int | None]] = Counter()
    for codes, outcome, count in groups:
        for code in codes:
            counts[code, outcome] += count
    every = (_one(code, counts) for code in STRATEGIES.codes)
    found = [tried for tried in every if tried.attempts]
    return tuple(sorted(found, key=lambda tried: -tried.known))


def _one(code: str, counts: Counter[tuple[str, int | None]]) -> Tried:
    first, last = SCALE[0], SCALE[-1] + 1

    def between(least: int, end: int) -> int:
        return sum(counts[code, outcome] for outcome in range(least, end))

    return Tried(
        strategy=code,
        unresolved=between(first, PARTLY_FROM),
        partly=between(PARTLY_FROM, RESOLVED_FROM),
        resolved=between(RESOLVED_FROM, last),
        unknown=counts[code, None],
    )
