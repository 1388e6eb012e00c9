"""Counts of answers and what may be said of them: a rate, an interval, a verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Self

from ruptures.reference import Range
from ruptures.stats.rates import (
    CLUSTER_CASES,
    Interval,
    Verdict,
    cluster_interval,
    verdict,
    wilson_interval,
)

RATE_FROM = 10  # answered sessions: fewer are counts, without rate, interval or point
VERDICT_FROM = 20  # answered sessions, of at least CLUSTER_CASES cases
MOSTLY = 0.5  # of the answered sessions: above it the interval leans on one case


class Tally(NamedTuple):
    """How often one rater said what. `differ`: several observers did not agree."""

    yes: int = 0
    no: int = 0
    unsure: int = 0
    differ: int = 0

    @property
    def answered(self) -> int:
        return self.yes + self.no


@dataclass(frozen=True)  # no slots: intervals are asked for often and kept
class Rate:
    """One rater's rate over cases: silent where there is too little to say.

    `pairs` holds a (yes, answered) pair for each case with an answer.
    """

    rater: str
    tally: Tally
    pairs: tuple[tuple[int, int], ...]

    @classmethod
    def over(cls, rater: str, by_case: Mapping[int, Tally]) -> Self:
        pairs = ((tally.yes, tally.answered) for tally in by_case.values())
        answered = tuple(pair for pair in pairs if pair[1])
        return cls(rater, total(by_case.values()), answered)

    @property
    def cases(self) -> int:
        return len(self.pairs)

    @property
    def mostly_one(self) -> bool:
        """Whether more than half of the answered sessions are with one client."""
        most = max((answered for _, answered in self.pairs), default=0)
        return most > MOSTLY * self.tally.answered

    @property
    def value(self) -> float | None:
        """The share of answered sessions with strain; None below 10 of them."""
        if self.tally.answered < RATE_FROM:
            return None
        return self.tally.yes / self.tally.answered

    @property
    def bounds(self) -> Interval | None:
        """The rate if every unsure answer were no, and if every one were yes."""
        tally = self.tally
        if self.value is None or not tally.unsure:
            return None
        everyone = tally.answered + tally.unsure
        return Interval(tally.yes / everyone, (tally.yes + tally.unsure) / everyone)

    @cached_property
    def wilson(self) -> Interval | None:
        if self.value is None:
            return None
        return wilson_interval(self.tally.yes, self.tally.answered)

    @cached_property
    def cluster(self) -> Interval | None:
        """The interval that knows of clients; None below 5 cases."""
        if self.value is None or self.cases < CLUSTER_CASES:
            return None
        return cluster_interval(*zip(*self.pairs, strict=True))

    @property
    def interval(self) -> Interval | None:
        """What is drawn: cluster-aware wherever that can be had."""
        return self.cluster or self.wilson

    def beside(self, published: Range) -> Verdict:
        """Where the rate lies beside a range, by the cluster-aware interval alone.

        None is given where most sessions are with one client: that interval is then
        far too narrow (decision 0014).
        """
        cluster = self.cluster
        if cluster is None or self.tally.answered < VERDICT_FROM or self.mostly_one:
            return Verdict.TOO_FEW
        return verdict(cluster, published.low, published.high)


def total(tallies: Iterable[Tally]) -> Tally:
    return Tally(*map(sum, zip(*tallies, strict=True)))
