"""A rate as it moves: over the last so many answers, again and again."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from ruptures.stats.rates import (
    CLUSTER_CASES,
    Interval,
    cluster_interval,
    wilson_interval,
)

WINDOW = 20  # answered sessions


@dataclass(frozen=True, slots=True)
class Stretch:
    """A window of answers: `place`, from 0, is that of its last one.

    `pairs` are (successes, trials), one for each case with an answer in the window.
    """

    place: int
    pairs: tuple[tuple[int, int], ...]

    @property
    def successes(self) -> int:
        return sum(x for x, _ in self.pairs)

    @property
    def trials(self) -> int:
        return sum(n for _, n in self.pairs)

    @property
    def rate(self) -> float:
        return self.successes / self.trials

    @property
    def knows_cases(self) -> bool:
        """Whether the interval is the cluster-aware one: from 5 cases on."""
        return len(self.pairs) >= CLUSTER_CASES

    @property
    def interval(self) -> Interval:
        """95 %: cluster-aware from 5 cases on, else Wilson's, which is too narrow."""
        if self.knows_cases:
            return cluster_interval(*zip(*self.pairs, strict=True))
        return wilson_interval(self.successes, self.trials)


def rolling(
    answers: Sequence[tuple[Hashable, bool]],
    window: int = WINDOW,
    at: Iterable[int] | None = None,
) -> tuple[Stretch, ...]:
    """The last `window` answers up to each place; silent before there are so many.

    `answers` are (case, yes), in order of time. `at` are the places, from 0, that are
    wanted, each at the cost of one window; those before the first full window are left
    out, and all that follow are given without it. Neighbours share most of their
    answers: they show a course, and test nothing.

    Raises ValueError for a window below 1 or a place beyond the answers.
    """
    if window < 1:
        raise ValueError("a window holds at least one answer")
    places = range(len(answers)) if at is None else tuple(at)
    if any(not 0 <= place < len(answers) for place in places):
        raise ValueError("a place is that of an answer")
    return tuple(
        Stretch(place, _pairs(answers[place + 1 - window : place + 1]))
        for place in places
        if place + 1 >= window
    )


def _pairs(answers: Sequence[tuple[Hashable, bool]]) -> tuple[tuple[int, int], ...]:
    """Successes and trials of each case, in an order that no case decides."""
    trials = Counter(case for case, _ in answers)
    successes = Counter(case for case, yes in answers if yes)
    return tuple(sorted((successes[case], n) for case, n in trials.items()))
