"""A series of scores judged: its limits, its dips, and first, previous, now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Self

from ruptures.stats.change import reliable_change
from ruptures.stats.control import (
    Mark,
    Recovery,
    ScoreDip,
    ScoreDips,
    score_dips,
)
from ruptures.summaries.limits import BASELINE, Limits, Unlimited, limits_of
from ruptures.summaries.series import Point, Series

CRITERIA = (1, 2)  # standard deviations: how deep a dip is


@dataclass(frozen=True, slots=True)
class Judged:
    """A series beside its limits, and its dips at each criterion.

    Nothing before `start`, a place in the series, is judged.
    """

    series: Series
    limits: Limits | Unlimited
    dips: Mapping[int, ScoreDips]
    start: int = 0

    @classmethod
    def of(
        cls,
        series: Series,
        *,
        baseline: int = BASELINE,
        since: int = 0,
        reference_sd: float | None = None,
    ) -> Self:
        """`since` is the place of the session from which a baseline is taken.

        What is usual begins anew there, too: dips never enter it, so that a lasting
        drop would be marked for ever.
        """
        turned = [point.turned for point in series.points if point.place >= since]
        start = len(series.points) - len(turned)
        return cls(
            series,
            limits_of(series, baseline, since),
            {k: _after(start, score_dips(turned, k, reference_sd)) for k in CRITERIA},
            start,
        )

    def is_baseline(self, index: int) -> bool:
        limits = self.limits
        return isinstance(limits, Limits) and limits.start <= index < limits.judged_from

    def recovered(self, criterion: int) -> dict[Recovery, int]:
        """How many dips came to what; nothing for what none came to."""
        return dict(Counter(dip.recovery for dip in self.dips[criterion].dips))

    def dip_at(self, index: int, criterion: int) -> ScoreDip | None:
        found = (d for d in self.dips[criterion].dips if d.index == index)
        return next(found, None)


def _after(count: int, found: ScoreDips) -> ScoreDips:
    """The same dips in a series that has so many scores before them."""
    return ScoreDips(
        (Mark.TOO_EARLY,) * count + found.marks,
        tuple(replace(dip, index=dip.index + count) for dip in found.dips),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """First, previous and present score.

    `index` is the reliable change since the first: positive where the score rose, None
    where the instrument's deviation and reliability are not known.
    """

    first: Point | None
    previous: Point | None
    now: Point
    index: float | None


def moved(
    series: Series, sd: float | None = None, reliability: float | None = None
) -> Moved:
    """What became of the score; `sd` and `reliability` are the instrument's."""
    points = series.points
    first = points[0] if len(points) > 1 else None
    index = None
    if first and sd and reliability is not None:
        index = reliable_change(first.value, points[-1].value, sd, reliability)
    previous = points[-2] if len(points) > 1 else None
    return Moved(first, previous, points[-1], index)
