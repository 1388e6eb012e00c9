"""Limits of a series of scores, or why there are none."""

from dataclasses import dataclass
from enum import StrEnum

from ruptures.stats.control import individuals_chart
from ruptures.summaries.series import Series

BASELINE = 8  # scored sessions that set the limits
BASELINE_LEAST, BASELINE_MOST = 6, 12


class Unlimited(StrEnum):
    """Why a series has no limits."""

    TOO_FEW = "too few"
    NO_VARIATION = "no variation"


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits from `count` scores on from the one at `start`, within the range.

    `fixed` is false while there are fewer scores than were asked for. `below` and
    `above` are places in the series, from 0, of judged scores outside.
    """

    start: int
    count: int
    fixed: bool
    centre: float
    lower: float
    upper: float
    below: tuple[int, ...]
    above: tuple[int, ...]

    @property
    def judged_from(self) -> int:
        return self.start + self.count


def limits_of(
    series: Series, baseline: int = BASELINE, since: int = 0
) -> Limits | Unlimited:
    """Limits of an individuals chart, from the first scores at or after `since`."""
    start = sum(point.place < since for point in series.points)
    every = series.values
    values = every[start:]
    count = min(baseline, len(values))
    if count < BASELINE_LEAST:
        return Unlimited.TOO_FEW
    chart = individuals_chart(values, count)
    if not chart.varies:
        return Unlimited.NO_VARIATION
    outside = [start + place for place in chart.signals]
    return Limits(
        start,
        count,
        count == baseline,
        chart.centre,
        max(chart.lower, series.minimum),
        min(chart.upper, series.maximum),
        tuple(i for i in outside if every[i] < chart.centre),
        tuple(i for i in outside if every[i] > chart.centre),
    )
