"""Rates, their intervals, and what they say about a published range.

Every rate is a proportion from 0 to 1. SciPy, slow to load, is imported where a
quantile is wanted.
"""

from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from math import sqrt
from typing import NamedTuple

CONFIDENCE = 0.95
CLUSTER_CASES = 5


class Interval(NamedTuple):
    """From `low` to `high`: proportions, or what else is said where it is made."""

    low: float
    high: float


class Verdict(StrEnum):
    """Where an interval lies beside a range; *cannot tell* is the usual answer."""

    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    CANNOT_TELL = "cannot tell"
    TOO_FEW = "too few"


def wilson_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> Interval:
    """Score interval of `successes` in `trials`: narrow enough and never beyond 0 or 1.

    Raises ValueError when `trials` is 0: no sessions, no rate.

    Source: Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    _check(successes, trials)
    return _score(successes / trials, trials, _normal_quantile(_upper(confidence)))


def jeffreys_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> Interval:
    """Equal-tailed interval under Jeffreys' prior; 0 and 1 exactly at the edges.

    Raises ValueError when `trials` is 0.

    Source: Brown, Cai & DasGupta (2001), doi:10.1214/ss/1009213286.
    """
    _check(successes, trials)
    below, above = successes + 0.5, trials - successes + 0.5
    return _beta_interval(successes, trials, (below, above), (below, above), confidence)


def clopper_pearson_interval(
    successes: int, trials: int, confidence: float = CONFIDENCE
) -> Interval:
    """Exact interval: covers at least as often as it says, so it is the widest.

    Raises ValueError when `trials` is 0.

    Source: Clopper & Pearson (1934), doi:10.1093/biomet/26.4.404.
    """
    _check(successes, trials)
    failures = trials - successes
    return _beta_interval(
        successes,
        trials,
        (successes, failures + 1),
        (successes + 1, failures),
        confidence,
    )


def cluster_interval(
    successes: Sequence[int],
    trials: Sequence[int],
    *,
    confidence: float = CONFIDENCE,
) -> Interval:
    """Interval of a rate over cases, a pair of `successes` and `trials` each.

    Sessions with one client resemble each other, so they say less than as many with
    different clients: the Wilson interval is taken with the effective number of
    sessions (the total over the design effect of the ratio estimator, at least 1) and
    Student's t with one degree less than cases. Where all or none were successes, the
    effective number is that of the cases. Cases without a trial say nothing. Where one
    case has most of the sessions the others cannot show how much cases differ, and the
    interval is far too narrow.

    Raises ValueError below 5 cases, and for sequences that do not pair up.

    Source: ratio estimator of Rao & Scott (1992), doi:10.2307/2532311; the Wilson form
    for complex samples, Dean & Pagano (2015), doi:10.1093/jssam/smv024.
    """
    pairs = [pair for pair in zip(successes, trials, strict=True) if pair != (0, 0)]
    for pair in pairs:
        _check(*pair)
    if len(pairs) < CLUSTER_CASES:
        raise ValueError(f"a rate over cases needs at least {CLUSTER_CASES} of them")
    return _score(*_effective(pairs), _t_quantile(_upper(confidence), len(pairs) - 1))


def design_effect(successes: Sequence[int], trials: Sequence[int]) -> float:
    """How many sessions say as little as one would alone, as these cases differ: 1 at
    least. The pairs are those of `cluster_interval`, which is taken with it.

    Raises ValueError below 2 cases, and for sequences that do not pair up.
    """
    pairs = [pair for pair in zip(successes, trials, strict=True) if pair != (0, 0)]
    for pair in pairs:
        _check(*pair)
    if len(pairs) < 2:  # noqa: PLR2004  one case does not differ from itself
        raise ValueError("cases differ from two of them on")
    return sum(n for _, n in pairs) / _effective(pairs)[1]


def verdict(interval: Interval, low: float, high: float) -> Verdict:
    """Where `interval` lies beside the range from `low` to `high`, on unrounded ends.

    An end that equals an edge is inside: *below* and *above* need a gap. Raises
    ValueError when `low` is above `high` or either is no number.
    """
    if not low <= high:
        raise ValueError("a range runs from low to high")
    if interval.high < low:
        return Verdict.BELOW
    if interval.low > high:
        return Verdict.ABOVE
    if low <= interval.low and interval.high <= high:
        return Verdict.WITHIN
    return Verdict.CANNOT_TELL


def _effective(pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The rate over all pairs and the number of independent trials it is worth."""
    cases, total = len(pairs), sum(n for _, n in pairs)
    rate = sum(x for x, _ in pairs) / total
    if rate in (0, 1):
        return rate, cases
    spread = sum((x - rate * n) ** 2 for x, n in pairs)
    variance = cases / (cases - 1) * spread / total**2
    design_effect = max(1.0, variance / (rate * (1 - rate) / total))
    return rate, total / design_effect


def _score(rate: float, trials: float, z: float) -> Interval:
    """Wilson's interval for a `rate` seen in so many trials, exact at 0 and 1."""
    scale = 1 + z**2 / trials
    centre = rate + z**2 / (2 * trials)
    spread = z * sqrt(rate * (1 - rate) / trials + z**2 / (4 * trials**2))
    return Interval(
        0.0 if rate == 0 else (centre - spread) / scale,
        1.0 if rate == 1 else (centre + spread) / scale,
    )


def _beta_interval(
    successes: int,
    trials: int,
    low: tuple[float, float],
    high: tuple[float, float],
    confidence: float,
) -> Interval:
    """Tail quantiles of two Beta distributions, closed at the edges."""
    upper = _upper(confidence)
    return Interval(
        0.0 if successes == 0 else _beta_quantile(1 - upper, *low),
        1.0 if successes == trials else _beta_quantile(upper, *high),
    )


def _check(successes: int, trials: int) -> None:
    if trials <= 0:
        raise ValueError("a rate needs at least one session")
    if not 0 <= successes <= trials:
        raise ValueError("successes run from 0 to trials")


def _upper(confidence: float) -> float:
    """The upper tail's quantile: 0.975 for a confidence of 0.95."""
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return (1 + confidence) / 2


@lru_cache
def _normal_quantile(q: float) -> float:
    from scipy.special import ndtri

    return float(ndtri(q))


@lru_cache
def _t_quantile(q: float, degrees: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(degrees, q))


def _beta_quantile(q: float, a: float, b: float) -> float:
    from scipy.special import betaincinv

    return float(betaincinv(a, b, q))
