"""How far a rate may lie from a common one by chance alone, by its size."""

from collections.abc import Sequence

from ruptures.stats.rates import Interval

TAIL = 0.001  # either side of 99.8 %
WHOLE = 1e-9  # 30 / 1.5 is 20 sessions, whatever the division leaves


def funnel_limits(
    sizes: Sequence[int], centre: float, design_effect: float = 1.0
) -> tuple[Interval, ...]:
    """Exact binomial 99.8 % limits round `centre`, one pair for each size.

    `sizes` are sessions, `centre` and the limits proportions. Sessions with one client
    resemble each other, so each size counts as size / `design_effect`, in whole
    sessions; below one, anything is possible. Raises ValueError for a size below 0, a
    centre beyond 0 or 1, or a design effect below 1.

    Source: Spiegelhalter (2005), doi:10.1002/sim.1970.
    """
    if any(size < 0 for size in sizes):
        raise ValueError("a size is 0 or more")
    if not 0 <= centre <= 1:
        raise ValueError("a centre lies between 0 and 1")
    if not design_effect >= 1:
        raise ValueError("a design effect is at least 1")
    return tuple(_limits(int(n / design_effect + WHOLE), centre) for n in sizes)


def _limits(trials: int, centre: float) -> Interval:
    if not trials:
        return Interval(0.0, 1.0)
    from scipy.stats import binom

    low, high = binom.ppf([TAIL, 1 - TAIL], trials, centre)
    return Interval(float(low) / trials, float(high) / trials)
