"""Who agreed to be a point among many, and how far chance alone would spread them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ruptures.period import Period
from ruptures.stats.funnel import funnel_limits
from ruptures.stats.rates import Interval, design_effect
from ruptures.summaries.appointments import Appointment, held
from ruptures.summaries.caseload import Rates
from ruptures.summaries.rates import Rate
from ruptures.taxonomy import Rater

LEAST = 10  # who agreed and have a rate: with fewer, a point would name itself


@dataclass(frozen=True)  # no slots: limits are asked for often and kept
class Funnel:
    """The rates of those who agreed, by the number of their answered sessions.

    `agreed` counts them all; `rates` are those with enough answers for a rate, the
    smallest first, which says nothing of the rate. `chosen` is the place of the one
    that is marked, None where nobody is.
    """

    agreed: int
    rates: tuple[Rate, ...]
    chosen: int | None = None

    @classmethod
    def of(cls, rates: Sequence[Rate], chosen: Rate | None = None) -> "Funnel":
        """`chosen` is one of `rates`."""
        known = [rate for rate in rates if rate.value is not None]
        # Ties by what is seen anyway: the order they came in would tell of names.
        known.sort(key=lambda rate: (rate.tally.answered, rate.tally.yes))
        place = next((n for n, each in enumerate(known) if each is chosen), None)
        return cls(len(rates), tuple(known), place)

    @property
    def shown(self) -> bool:
        return len(self.rates) >= LEAST

    @cached_property
    def centre(self) -> float:
        """The rate of them all together."""
        answered = sum(rate.tally.answered for rate in self.rates)
        return sum(rate.tally.yes for rate in self.rates) / answered

    @cached_property
    def design_effect(self) -> float:
        pairs = [pair for rate in self.rates for pair in rate.pairs]
        return design_effect(*zip(*pairs, strict=True))

    def limits_at(self, sizes: Sequence[int]) -> tuple[Interval, ...]:
        """99.8 % limits for so many answered sessions."""
        return funnel_limits(sizes, self.centre, self.design_effect)

    @cached_property
    def limits(self) -> tuple[Interval, ...]:
        return self.limits_at([rate.tally.answered for rate in self.rates])

    @property
    def outside(self) -> int:
        """How many lie beyond their limits."""
        return sum(
            not limits.low <= (rate.value or 0) <= limits.high
            for rate, limits in zip(self.rates, self.limits, strict=True)
        )


def own_rates(
    caseloads: Iterable[Sequence[int]], rows: Iterable[Appointment], period: Period
) -> list[Rate]:
    """The therapist's rate in each of these caseloads, named by the keys of cases."""
    first, last = period.iso
    by_case: dict[int, list[Appointment]] = defaultdict(list)
    for row in held(rows):
        if first <= row.day <= last:
            by_case[row.case].append(row)
    return [
        Rates([row for case in cases for row in by_case[case]])[Rater.THERAPIST]
        for cases in caseloads
    ]
