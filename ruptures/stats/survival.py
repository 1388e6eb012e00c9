"""How soon something ends, where it may end in one way or in two."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import exp, inf, log, sqrt

from ruptures.stats.rates import Interval

CENSORED, RESOLVED, ENDED = 0, 1, 2
Z_95 = 1.959963984540054
ROUNDING = 1e-12  # 9/10 of 8/9 of ... may end a hair above one half, or below 1


@dataclass(frozen=True, slots=True)
class Standing:
    """What had become of all by one time: shares of those that began.

    `at_risk` is the number followed until then: not resolved, ended or censored before.
    """

    resolved: float
    ended: float
    resolved_interval: Interval | None
    ended_interval: Interval | None
    at_risk: int

    @property
    def open(self) -> float:
        return max(0.0, 1 - self.resolved - self.ended)


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """Shares resolved and ended by each event time, steps that hold until the next.

    `times` are the distinct times of an event of either kind, in order; `at_risk` is
    the number neither resolved, ended nor censored before. An interval is None where
    the share is 0 or 1; how many make one worth showing is for the reader of `at_risk`
    to say. Beyond `known_to` nobody was followed and some were still open, so nothing
    is known; it is infinite where all have left. `durations` are those given, in order.
    """

    times: tuple[float, ...]
    resolved: tuple[float, ...]
    ended: tuple[float, ...]
    at_risk: tuple[int, ...]
    resolved_interval: tuple[Interval | None, ...]
    ended_interval: tuple[Interval | None, ...]
    known_to: float
    durations: tuple[float, ...]

    def step(self, time: float) -> int | None:
        """The last event time's place up to `time`; None before the first."""
        reached = bisect_right(self.times, time)
        return reached - 1 if reached else None

    def at_risk_at(self, time: float) -> int:
        """How many were followed for so long and still open just before `time`."""
        return len(self.durations) - bisect_left(self.durations, time)

    def at(self, time: float) -> Standing | None:
        """Where all stood at `time`, events at it included; None beyond `known_to`.

        Raises ValueError for a time that is not 0 or more.
        """
        if not time >= 0:
            raise ValueError("a time is 0 or more")
        if time > self.known_to:
            return None
        step, at_risk = self.step(time), self.at_risk_at(time)
        if step is None:
            return Standing(0.0, 0.0, None, None, at_risk)
        return Standing(
            self.resolved[step],
            self.ended[step],
            self.resolved_interval[step],
            self.ended_interval[step],
            at_risk,
        )


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

    @property
    def greenwood(self) -> float:
        """This step's part of Greenwood's sum; 0 where none are left to vary."""
        left = self.at_risk - self.events
        return self.events / (self.at_risk * left) if left else 0.0


def cumulative_incidence(
    durations: Sequence[float], outcomes: Sequence[int]
) -> CumulativeIncidence:
    """Shares resolved and ended over time (Aalen-Johansen), with 95 % intervals.

    `outcomes`: 0 censored (still open when last seen), 1 resolved, 2 ended otherwise.
    A duration is 0 or more, in any one unit; who is censored at a time was still at
    risk of the events of that time. Intervals are log-log, by the delta method, each
    for its own time and not for the whole curve at once; they take all durations as
    independent, so with several of one case they are too narrow.

    Raises ValueError without durations, for one that is negative or not finite, or for
    an unknown outcome.

    Source: Aalen & Johansen (1978), Scandinavian Journal of Statistics 5:141-150;
    variance as in Marubini & Valsecchi (1995), Analysing survival data from clinical
    trials and observational studies, ch. 10.
    """
    pairs = _checked(durations, outcomes)
    steps = _steps(pairs)
    resolved, resolved_interval = _curve(steps, [step.resolved for step in steps])
    ended, ended_interval = _curve(steps, [step.ended for step in steps])
    return CumulativeIncidence(
        times=tuple(step.time for step in steps),
        resolved=resolved,
        ended=ended,
        at_risk=tuple(step.at_risk for step in steps),
        resolved_interval=resolved_interval,
        ended_interval=ended_interval,
        known_to=_known_to(pairs),
        durations=tuple(sorted(duration for duration, _ in pairs)),
    )


def time_to_event(
    durations: Sequence[float], observed: Sequence[bool | int]
) -> TimeToEvent:
    """The share without the event over time (Kaplan-Meier), with 95 % intervals.

    `observed` is true where the event came, false where the duration was censored. A
    duration is 0 or more, in any one unit; who is censored at a time was still at risk
    then. Intervals are log-log, from Greenwood's variance. Raises ValueError without
    durations, for one that is negative or not finite, or for an `observed` that is
    neither 0 nor 1.

    Source: Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452; Kalbfleisch &
    Prentice (1980), The statistical analysis of failure time data, for the interval.
    """
    if any(each not in (0, 1) for each in observed):
        raise ValueError("an event was observed (1) or not (0)")
    steps = _steps(_checked(durations, observed))
    survival = tuple(s.open_before * (1 - s.events / s.at_risk) for s in steps)
    greenwood = accumulate(step.greenwood for step in steps)
    limits = [
        _log_log(share, share**2 * variance)
        for share, variance in zip(survival, greenwood, strict=True)
    ]
    return TimeToEvent(
        times=tuple(step.time for step in steps),
        survival=survival,
        lower=tuple(each and each.low for each in limits),
        upper=tuple(each and each.high for each in limits),
        at_risk=tuple(step.at_risk for step in steps),
    )


def _checked(
    durations: Sequence[float], outcomes: Sequence[int]
) -> list[tuple[float, int]]:
    pairs = list(zip(durations, outcomes, strict=True))
    if not pairs:
        raise ValueError("an incidence needs at least one duration")
    if any(not 0 <= duration < inf for duration in {duration for duration, _ in pairs}):
        raise ValueError("a duration is 0 or more, and finite")
    if not {CENSORED, RESOLVED, ENDED}.issuperset(outcome for _, outcome in pairs):
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


def _curve(
    steps: Sequence[_Step], events: Sequence[int]
) -> tuple[tuple[float, ...], tuple[Interval | None, ...]]:
    """The share that left in this way by each step, and its interval."""
    rises = [s.open_before * n / s.at_risk for s, n in zip(steps, events, strict=True)]
    shares = tuple(min(1.0, share) for share in accumulate(rises))
    variances = _variances(steps, events, rises)
    return shares, tuple(map(_log_log, shares, variances))


def _variances(
    steps: Sequence[_Step], events: Sequence[int], rises: Sequence[float]
) -> Iterator[float]:
    """Delta-method variance of the share after each step.

    With F(t) the share and S the share open before a step, that is the sum over steps j
    up to t of (F(t) - F(j))^2 d / n(n - d) + S^2 e(n - e) / n^3 - 2 (F(t) - F(j)) S e
    / n^2. Each rise of F moves it as a parabola, so it is carried on, not summed anew.
    """
    variance = slope = curvature = 0.0
    for step, count, rise in zip(steps, events, rises, strict=True):
        n = step.at_risk
        variance += rise * (2 * slope + rise * curvature)
        variance += rise * step.open_before * (n - count) / n**2
        slope += rise * (curvature - 1 / n)
        curvature += step.greenwood
        yield variance


def _log_log(share: float, variance: float) -> Interval | None:
    """95 % limits on the scale of log(-log(share)), so they stay between 0 and 1.

    None for none or all, where that scale has no value.
    """
    if not ROUNDING < share < 1 - ROUNDING:
        return None
    width = Z_95 * sqrt(max(0.0, variance)) / abs(share * log(share))
    return Interval(share ** exp(width), share ** exp(-width))
