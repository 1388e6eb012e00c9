"""Whether a score moved by more than its own measurement error."""

from math import isfinite, sqrt


def reliable_change(
    before: float, after: float, sd: float, reliability: float
) -> float:
    """The reliable change index: the change in standard errors of a difference.

    Positive where the score rose; beyond 1.96 either way, error alone rarely explains
    it. `sd` is the instrument's, in points; `reliability` from 0 to below 1. Raises
    ValueError for a score that is not finite, an `sd` not above 0 or a reliability
    outside that range.

    Source: Jacobson & Truax (1991), doi:10.1037/0022-006X.59.1.12.
    """
    if not (isfinite(before) and isfinite(after)):
        raise ValueError("a score is a finite number")
    if not sd > 0:
        raise ValueError("a standard deviation is above 0")
    if not 0 <= reliability < 1:
        raise ValueError("a reliability runs from 0 to below 1")
    return (after - before) / (sd * sqrt(2 * (1 - reliability)))
