"""How soon something ends, where it may end in one way or in two."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log, sqrt

from ruptures.stats.rates import Interval

CENSORED, RESOLVED, ENDED = 0, 1, 2
Z_95 = 1.959963984540054
ROUNDING = 1e-12  # 9/10 of 8/9 of ... may end a hair above one half


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """Shares resolved and ended by each event time, steps that hold until the next.

    `times` are the distinct times of an event of either kind, in order; `at_risk` is
    the number neither resolved, ended nor censored before. An interval is None where
    the share is 0 or 1. Beyond `known_to` nobody was followed and some were still open,
    so nothing is known; it is infinite where all have left.
    """

    times: tuple[float, ...]
    resolved: tuple[float, ...]
    ended: tuple[float, ...]
    at_risk: tuple[int, ...]
    resolved_interval: tuple[Interval | None, ...]
    ended_interval: tuple[Interval | None, ...]
    known_to: float

    def step(self, time: float) -> int | None:
        """The last event time's place up to `time`; None before the first."""
        reached = sum(each <= time for each in self.times)
        return reached - 1 if reached else None


@dataclass(frozen=True, slots=True)
class TimeToEvent:
    """The share still without the event after each event time, until the next.

    `times` are the distinct event times, in order; `at_risk` is the number that had
    neither the event nor been censored before. `lower` and `upper` are None where the
    share is 0. `median` is the first time by which half or fewer are left, None if
    that was never reached.
    """

    times: tuple[float, ...]
    survival: tuple[float, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    at_risk: tuple[int, ...]

    @property
    def median(self) -> float | None:
        reached = zip(self.times, self.survival, strict=True)
        return next((time for time, left in reached if left <= 0.5 + ROUNDING), None)


@dataclass(frozen=True, slots=True)
class _Step:
    """One event time: who was at risk, who left how, the share still open before."""

    time: float
    at_risk: int
    resolved: int
    ended: int
    open_before: float

    @property
    def events(self) -> int:
        return self.resolved + self.ended


def cumulative_incidence(
    durations: Sequence[float], outcomes: Sequence[int]
) -> CumulativeIncidence:
    """Shares resolved and ended over time (Aalen-Johansen), with 95 % intervals.

    `outcomes`: 0 censored (still open when last seen), 1 resolved, 2 ended otherwise.
    A duration is 0 or more, in any one unit; who is censored at a time was still at
    risk of the events of that time. Intervals are log-log, by the delta method. Raises
    ValueError without durations, for a negative one, or for an unknown outcome.

    Source: Aalen & Johansen (1978); variance as in Marubini & Valsecchi (1995),
    Analysing survival data from clinical trials and observational studies, ch. 10.
    """
    pairs = _checked(durations, outcomes)
    steps = _steps(pairs)
    resolved = _running(steps, [step.resolved for step in steps])
    ended = _running(steps, [step.ended for step in steps])
    return CumulativeIncidence(
        times=tuple(step.time for step in steps),
        resolved=resolved,
        ended=ended,
        at_risk=tuple(step.at_risk for step in steps),
        resolved_interval=_intervals(steps, [s.resolved for s in steps], resolved),
        ended_interval=_intervals(steps, [s.ended for s in steps], ended),
        known_to=_known_to(pairs),
    )


def time_to_event(
    durations: Sequence[float], observed: Sequence[bool | int]
) -> TimeToEvent:
    """The share without the event over time (Kaplan-Meier), with 95 % intervals.

    `observed` is true where the event came, false where the duration was censored. A
    duration is 0 or more, in any one unit; who is censored at a time was still at risk
    then. Intervals are log-log, from Greenwood's variance. Raises ValueError without
    durations, for a negative one, or for an `observed` that is neither 0 nor 1.

    Source: Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452; Kalbfleisch &
    Prentice (1980), The statistical analysis of failure time data, for the interval.
    """
    if any(each not in (0, 1) for each in observed):
        raise ValueError("an event was observed (1) or not (0)")
    steps = _steps(_checked(durations, observed))
    survival = tuple(s.open_before * (1 - s.events / s.at_risk) for s in steps)
    limits = [
        _log_log(share, share**2 * _greenwood(steps[: i + 1])) if share else None
        for i, share in enumerate(survival)
    ]
    return TimeToEvent(
        times=tuple(step.time for step in steps),
        survival=survival,
        lower=tuple(each and each.low for each in limits),
        upper=tuple(each and each.high for each in limits),
        at_risk=tuple(step.at_risk for step in steps),
    )


def _greenwood(steps: Sequence[_Step]) -> float:
    """Greenwood's sum: the variance of the share's logarithm, while any are left."""
    return sum(s.events / (s.at_risk * (s.at_risk - s.events)) for s in steps)


def _checked(
    durations: Sequence[float], outcomes: Sequence[int]
) -> list[tuple[float, int]]:
    pairs = list(zip(durations, outcomes, strict=True))
    if not pairs:
        raise ValueError("an incidence needs at least one duration")
    if any(not duration >= 0 for duration, _ in pairs):
        raise ValueError("a duration is 0 or more")
    if any(outcome not in (CENSORED, RESOLVED, ENDED) for _, outcome in pairs):
        raise ValueError("an outcome is 0 (censored), 1 (resolved) or 2 (ended)")
    return pairs


def _steps(pairs: Sequence[tuple[float, int]]) -> list[_Step]:
    """One step an event time; the share still open is the Kaplan-Meier estimate."""
    counts = Counter(pairs)
    steps, at_risk, still_open = [], len(pairs), 1.0
    for time in sorted({time for time, _ in counts}):
        resolved, ended = counts[time, RESOLVED], counts[time, ENDED]
        if resolved or ended:
            steps.append(_Step(time, at_risk, resolved, ended, still_open))
            still_open *= 1 - (resolved + ended) / at_risk
        at_risk -= resolved + ended + counts[time, CENSORED]
    return steps


def _known_to(pairs: Sequence[tuple[float, int]]) -> float:
    longest = max(duration for duration, _ in pairs)
    return longest if (longest, CENSORED) in pairs else inf


def _running(steps: Sequence[_Step], events: Sequence[int]) -> tuple[float, ...]:
    """The share that left in this way by each step."""
    share, shares = 0.0, []
    for step, count in zip(steps, events, strict=True):
        share += step.open_before * count / step.at_risk
        shares.append(share)
    return tuple(shares)


def _intervals(
    steps: Sequence[_Step], events: Sequence[int], shares: Sequence[float]
) -> tuple[Interval | None, ...]:
    return tuple(
        _log_log(share, _variance(steps[: i + 1], events, shares))
        for i, share in enumerate(shares)
    )


def _variance(
    steps: Sequence[_Step], events: Sequence[int], shares: Sequence[float]
) -> float:
    """Delta-method variance of the share at the last of `steps`."""
    total, last = 0.0, shares[len(steps) - 1]
    for step, count, share in zip(steps, events, shares, strict=False):
        n, d, still = step.at_risk, step.events, last - share
        if n > d:
            total += still**2 * d / (n * (n - d))
        total += step.open_before**2 * count * (n - count) / n**3
        total -= 2 * still * step.open_before * count / n**2
    return total


def _log_log(share: float, variance: float) -> Interval | None:
    """95 % limits on the scale of log(-log(share)), so they stay between 0 and 1."""
    if not 0 < share < 1:
        return None
    width = Z_95 * sqrt(max(0.0, variance)) / abs(share * log(share))
    return Interval(share ** exp(width), share ** exp(-width))
