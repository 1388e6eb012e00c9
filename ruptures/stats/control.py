"""Control charts, and this product's own rule for a dip in a series of scores.

A point on a limit is inside it. Scores are skewed and resemble their neighbours, so
the usual false-alarm rates of three sigma do not hold: a signal is worth a look, no
more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import isfinite, sqrt
from statistics import fmean, mean, median

LIMIT_FACTOR = 2.66
RANGE_FACTOR = 3.267
SIGMAS = 3

DIP_WINDOW, DIP_LEAST = 6, 4
RECOVERY_SESSIONS = 3
ROUNDING = 1e-9  # 6.1 - 5.7 is a drop of 0.4, and 0.1 + 0.2 no more than 0.3


@dataclass(frozen=True, slots=True)
class IndividualsChart:
    """Limits in points of the score; `signals` are places, from 0, outside them."""

    centre: float
    lower: float
    upper: float
    moving_range_upper: float
    signals: tuple[int, ...]

    @property
    def varies(self) -> bool:
        """False for a baseline that never moved: its limits can judge nothing."""
        return self.moving_range_upper > 0


@dataclass(frozen=True, slots=True)
class PChart:
    """Limits of a proportion, one pair a point; `signals` are places, from 0."""

    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[int, ...]


class Mark(StrEnum):
    """What the rule says of one score."""

    TOO_EARLY = "too early"
    CANNOT_JUDGE = "cannot judge"
    NO_DIP = "no dip"
    DIP = "dip"


class Recovery(StrEnum):
    """What became of a dip; *open* while too few sessions have followed."""

    RECOVERED = "recovered"
    OPEN = "open"
    NOT_RECOVERED = "not recovered"


@dataclass(frozen=True, slots=True)
class ScoreDip:
    """One score in a dip: its place from 0, and how far it lies below what is usual."""

    index: int
    baseline: float
    drop: float
    recovery: Recovery


@dataclass(frozen=True, slots=True)
class ScoreDips:
    """A mark for every score, and the scores in a dip with what became of each."""

    marks: tuple[Mark, ...]
    dips: tuple[ScoreDip, ...]

    @property
    def signals(self) -> tuple[int, ...]:
        return tuple(dip.index for dip in self.dips)


def individuals_chart(
    values: Sequence[float], baseline: int | None = None
) -> IndividualsChart:
    """Mean +/- 2.66 mean moving ranges (XmR) of the first `baseline` values, or of all.

    With a baseline only what follows it is judged. Limits may pass the instrument's
    range: clip them where they are drawn. Raises ValueError for a baseline below 2 or
    beyond the values, and for a value that is not finite.

    Source: Wheeler (1993), Understanding variation; Shewhart's constants for ranges of
    two, 3 / 1.128 and 3.267.
    """
    _check_finite(values)
    length = len(values) if baseline is None else baseline
    if not 2 <= length <= len(values):
        raise ValueError("a baseline has at least 2 values, and no more than there are")
    centre = mean(values[:length])
    moving_range = mean(abs(b - a) for a, b in pairwise(values[:length]))
    lower = centre - LIMIT_FACTOR * moving_range
    upper = centre + LIMIT_FACTOR * moving_range
    judged = range(0 if baseline is None else length, len(values))
    signals = tuple(i for i in judged if _outside(values[i], lower, upper))
    return IndividualsChart(centre, lower, upper, RANGE_FACTOR * moving_range, signals)


def p_chart(counts: Sequence[int], sizes: Sequence[int]) -> PChart:
    """Three-sigma limits of a proportion round that of all points together.

    A point is `counts` of `sizes` sessions; limits stay between 0 and 1. Leave out a
    point without sessions: raises ValueError for one, without any point, for a count
    beyond its size, and for sequences that do not pair up.

    Source: Shewhart (1931), Economic control of quality of manufactured product.
    """
    points = list(zip(counts, sizes, strict=True))
    if not points or any(n <= 0 or not 0 <= x <= n for x, n in points):
        raise ValueError("each point counts 0 or more of at least one session")
    centre = sum(counts) / sum(sizes)
    widths = [SIGMAS * sqrt(centre * (1 - centre) / n) for n in sizes]
    lower = tuple(max(0.0, centre - width) for width in widths)
    upper = tuple(min(1.0, centre + width) for width in widths)
    signals = tuple(
        i for i, (x, n) in enumerate(points) if _outside(x / n, lower[i], upper[i])
    )
    return PChart(centre, lower, upper, signals)


def score_dips(
    values: Sequence[float], k: float, reference_sd: float | None = None
) -> ScoreDips:
    """Scores at least `k` standard deviations below what was usual before them.

    Usual is the median of the last 6 scores not themselves in a dip, of which there
    must be 4; the deviation is theirs (n - 1), or `reference_sd` in points if larger.
    Where it is 0 nothing can be judged, and the score counts as usual. Every score is
    judged by itself, so a long dip has several. It has recovered when one of the next 3
    scores regains half the drop. Higher is better: turn round a score that runs the
    other way.

    Raises ValueError for a `k` not above 0, a negative reference, or a score that is
    not finite. Source: this product's own rule; no published one has its constants.
    """
    _check_finite(values)
    if not k > 0:
        raise ValueError("a dip is more than 0 deviations deep")
    if reference_sd is not None and not reference_sd >= 0:
        raise ValueError("a reference deviation is 0 or more")
    marks: list[Mark] = []
    dips: list[ScoreDip] = []
    usual: list[float] = []
    for index, score in enumerate(values):
        window = usual[-DIP_WINDOW:]
        marks.append(_mark(score, window, k, reference_sd or 0.0))
        if marks[-1] is Mark.DIP:
            dips.append(_dip(values, index, median(window)))
        else:
            usual.append(score)
    return ScoreDips(tuple(marks), tuple(dips))


def _mark(score: float, window: Sequence[float], k: float, reference: float) -> Mark:
    if len(window) < DIP_LEAST:
        return Mark.TOO_EARLY
    deviation = max(_deviation(window), reference)
    if deviation < ROUNDING:
        return Mark.CANNOT_JUDGE
    deep = _reaches(median(window) - score, k * deviation)
    return Mark.DIP if deep else Mark.NO_DIP


def _deviation(window: Sequence[float]) -> float:
    """Of n - 1, in plain floats: `statistics.stdev` takes 30 times as long."""
    centre = fmean(window)
    return sqrt(sum((score - centre) ** 2 for score in window) / (len(window) - 1))


def _dip(values: Sequence[float], index: int, baseline: float) -> ScoreDip:
    score = values[index]
    drop = baseline - score
    later = values[index + 1 : index + 1 + RECOVERY_SESSIONS]
    if any(_reaches(each - score, drop / 2) for each in later):
        recovery = Recovery.RECOVERED
    elif len(later) < RECOVERY_SESSIONS:
        recovery = Recovery.OPEN
    else:
        recovery = Recovery.NOT_RECOVERED
    return ScoreDip(index, baseline, drop, recovery)


def _outside(value: float, lower: float, upper: float) -> bool:
    return value < lower - ROUNDING or value > upper + ROUNDING


def _reaches(amount: float, threshold: float) -> bool:
    return amount >= threshold - ROUNDING


def _check_finite(values: Sequence[float]) -> None:
    if not all(map(isfinite, values)):
        raise ValueError("a score is a finite number")
