"""The course of ruptures: by when resolved, by when ended otherwise."""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

from ruptures.period import Period
from ruptures.stats.rates import Interval
from ruptures.stats.survival import (
    CENSORED,
    ENDED,
    RESOLVED,
    CumulativeIncidence,
    Standing,
    cumulative_incidence,
)
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.rates import RATE_FROM
from ruptures.summaries.strands import Strand, arisen

WAYS_OUT = (RESOLVED, ENDED)


class Unit(StrEnum):
    """What the time to a resolution is counted in."""

    SESSIONS = "sessions"  # held ones
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Stage:
    """What had become of ruptures by one time.

    `at_risk` were followed for so long and still open just before; `resolved` and
    `ended` have left in these ways by then. Shares are of all that arose, estimated
    for those not followed so long too: None below 10 ruptures. No interval where fewer
    than 10 are at risk, or where the share is 0 or 1.
    """

    time: int
    at_risk: int
    resolved: int
    ended: int
    resolved_share: float | None = None
    ended_share: float | None = None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Courses:
    """Ruptures that arose in a period, and by when they left the open ones.

    `left` has the times in `unit`, in order, by outcome: resolved, ended otherwise, or
    censored, which are those still open in a running case, as far as they were
    followed. `incidence` is None without any.
    """

    unit: Unit
    left: Mapping[int, Sequence[int]]
    incidence: CumulativeIncidence | None

    @property
    def count(self) -> int:
        return sum(map(len, self.left.values()))

    @property
    def enough(self) -> bool:
        """Whether there are enough for shares."""
        return self.count >= RATE_FROM

    @property
    def known_to(self) -> float:
        """The last time of which something is known; infinite where all have left."""
        return self.incidence.known_to if self.incidence else -inf

    @property
    def event_times(self) -> tuple[int, ...]:
        """When at least one was resolved or ended, in order."""
        return (
            tuple(int(time) for time in self.incidence.times) if self.incidence else ()
        )

    @property
    def followed(self) -> int:
        """Still open in a running case: counted as far as they were followed."""
        return len(self.left[CENSORED])

    def so_far(self, outcome: int, time: float = inf) -> int:
        """How many left in that way up to a time."""
        return bisect_right(self.left[outcome], time)

    def at(self, time: int) -> Stage | None:
        """What had become of them by then; None where nothing is known of that time."""
        curve = self.incidence
        standing = curve.at(time) if curve else None
        if standing is None:
            return None
        stage = Stage(
            time=time,
            at_risk=standing.at_risk,
            resolved=self.so_far(RESOLVED, time),
            ended=self.so_far(ENDED, time),
        )
        return self._with_shares(stage, standing) if self.enough else stage

    def _with_shares(self, stage: Stage, standing: Standing) -> Stage:
        enough = standing.at_risk >= RATE_FROM
        return replace(
            stage,
            resolved_share=standing.resolved,
            ended_share=standing.ended,
            interval=standing.resolved_interval if enough else None,
        )


def courses(
    strands: Iterable[Strand],
    chronicle: Chronicle,
    period: Period,
    wanted: str = "",
    unit: Unit = Unit.SESSIONS,
) -> Courses:
    """Follow ruptures of the `wanted` type, "" for all.

    `chronicle` tells of all their cases. Which ruptures are followed is decided by when
    they arose and never by what became of them.
    """
    strands = [each for each in strands if each.is_of(wanted)]
    told = in_days if unit == Unit.DAYS else Strand.outcome
    ways = [told(each, chronicle) for each in arisen(strands, period)]
    return Courses(
        unit=unit,
        left={outcome: _times(ways, outcome) for outcome in (CENSORED, *WAYS_OUT)},
        incidence=cumulative_incidence(*zip(*ways, strict=True)) if ways else None,
    )


def in_days(strand: Strand, chronicle: Chronicle) -> tuple[int, int]:
    """Days until it left the open ones, and how, as counted in held sessions.

    Only the clock differs, from the date of the session in which it arose: to that of
    the session in which it was resolved; to the day on which it was closed; to the last
    held session of a case that ended, or in which it is still open.
    """
    later, outcome = strand.outcome(chronicle)
    if outcome == RESOLVED:
        left = _day(strand, chronicle, later)
    else:
        left = strand.closed_on or _last_day(strand, chronicle)
    return max(0, (left - strand.date).days), outcome


def _times(ways: Iterable[tuple[int, int]], outcome: int) -> list[int]:
    return sorted(time for time, way in ways if way == outcome)


def _day(strand: Strand, chronicle: Chronicle, later: int) -> datetime.date:
    """The date of the held session so many places after its own."""
    if not later:
        return strand.date
    place = chronicle.places.get(strand.session, 0) + later
    return datetime.date.fromisoformat(chronicle.held[strand.case][place])


def _last_day(strand: Strand, chronicle: Chronicle) -> datetime.date:
    days = chronicle.held.get(strand.case)
    return datetime.date.fromisoformat(days[-1]) if days else strand.date
