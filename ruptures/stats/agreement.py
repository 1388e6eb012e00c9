"""How far two raters of the same sessions say the same, yes or no."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from ruptures.stats.rates import Interval

BOOTSTRAP_CASES = 10
RESAMPLES = 2000
SEED = 1
TAILS = (0.025, 0.975)
UNDEFINED = 0.05  # as much as both tails hold
BLOCK = 100  # resamples drawn at once: many are quick, few are small

Cells = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Four cells, counts of sessions that both raters answered, and what they say.

    All shares run from 0 to 1, coefficients to 1, and each is None where it has no
    value: all of them without a session.
    """

    both: int
    first_only: int
    second_only: int
    neither: int

    @property
    def total(self) -> int:
        return self.both + self.differing + self.neither

    @property
    def differing(self) -> int:
        return self.first_only + self.second_only

    @property
    def percent(self) -> float | None:
        """Share of the sessions in which both said the same: 0.8, not 80."""
        return _share(self.both + self.neither, self.total)

    @property
    def difference(self) -> float | None:
        """The first rater's rate of yes less the second's, from -1 to 1."""
        return _share(self.first_only - self.second_only, self.total)

    @property
    def positive(self) -> float | None:
        """Agreement on yes, 2a / (2a + b + c); None when nobody said yes.

        Source: Cicchetti & Feinstein (1990), doi:10.1016/0895-4356(90)90159-M.
        """
        return _share(2 * self.both, 2 * self.both + self.differing)

    @property
    def negative(self) -> float | None:
        """Agreement on no, 2d / (2d + b + c); None when nobody said no."""
        return _share(2 * self.neither, 2 * self.neither + self.differing)

    @property
    def kappa(self) -> float | None:
        """Agreement beyond chance; None when chance alone would agree always.

        (po - pe) / (1 - pe), multiplied out so that whole numbers decide. Source:
        Cohen (1960), doi:10.1177/001316446002000104.
        """
        first, second = self.both + self.first_only, self.both + self.second_only
        cross = self.both * self.neither - self.first_only * self.second_only
        chance_differs = first * (self.total - second) + second * (self.total - first)
        return _share(2 * cross, chance_differs)

    @property
    def ac1(self) -> float | None:
        """Agreement beyond chance that stays steady where yes is rare or usual.

        Source: Gwet (2008), doi:10.1348/000711006X126600.
        """
        if self.percent is None:
            return None
        yes = (2 * self.both + self.differing) / (2 * self.total)
        chance = 2 * yes * (1 - yes)
        return (self.percent - chance) / (1 - chance)

    @property
    def mcnemar_p(self) -> float | None:
        """Exact two-sided p that both say yes equally often; 1 if they never differ.

        Source: McNemar (1947), doi:10.1007/BF02295996, with the binomial tail.
        """
        if not self.total:
            return None
        from scipy.special import bdtr

        fewer = min(self.first_only, self.second_only)
        return min(1.0, 2 * float(bdtr(fewer, self.differing, 0.5)))


@dataclass(frozen=True, slots=True)
class AgreementIntervals:
    """95 % intervals of what `Agreement` says, in its ranges; None where none holds."""

    percent: Interval | None
    difference: Interval | None
    positive: Interval | None
    negative: Interval | None
    kappa: Interval | None
    ac1: Interval | None


def agreement(both: int, first_only: int, second_only: int, neither: int) -> Agreement:
    """The two raters' agreement, from the counts of sessions in the four cells.

    Raises ValueError for a negative count.
    """
    if min(both, first_only, second_only, neither) < 0:
        raise ValueError("a count of sessions is 0 or more")
    return Agreement(both, first_only, second_only, neither)


def bootstrap_intervals(
    cells: Sequence[Cells], resamples: int = RESAMPLES, seed: int = SEED
) -> AgreementIntervals:
    """Percentile intervals of the agreement over cases, by resampling whole cases.

    `cells` are (both, first_only, second_only, neither), one tuple a case: sessions
    with one client resemble each other, so cases are drawn, never sessions. Cases
    without a session say nothing. The same `seed` gives the same limits, in whatever
    order the cases come. With fewer than some 25 cases the intervals are still too
    narrow (Flynn & Peters 2004, doi:10.1186/1472-6963-4-33).

    A resample in which a statistic has no value is left out of its interval. Beyond
    5 % of them those left out weigh as much as the tails, and the limits would only
    describe the rest: None. None, too, where every resample says the same: cases that
    never differ cannot show how far others would.

    Raises ValueError below 10 cases, for a negative count, or without a resample.

    Source: Field & Welsh (2007), doi:10.1111/j.1467-9868.2007.00593.x, for drawing
    clusters; Efron & Tibshirani (1993), An introduction to the bootstrap, ch. 13.
    """
    cases = sorted(each for each in cells if agreement(*each).total)
    if len(cases) < BOOTSTRAP_CASES:
        raise ValueError(f"a bootstrap needs at least {BOOTSTRAP_CASES} cases")
    if resamples < 1:
        raise ValueError("a bootstrap needs at least one resample")
    tables = list(_resampled(cases, resamples, seed))
    names = [field.name for field in fields(AgreementIntervals)]
    return AgreementIntervals(
        **{name: _percentiles([getattr(t, name) for t in tables]) for name in names}
    )


def _resampled(
    cases: Sequence[Cells], resamples: int, seed: int
) -> Iterator[Agreement]:
    """The agreement over as many cases, drawn with replacement, time and again."""
    import numpy as np

    count, draw = len(cases), np.random.default_rng(seed)
    table = np.array(cases, dtype=float)  # a product of floats is the quick one
    for start in range(0, resamples, BLOCK):
        rows = min(BLOCK, resamples - start)
        drawn = draw.integers(count, size=(rows, count))
        drawn += count * np.arange(rows)[:, np.newaxis]
        times = np.bincount(drawn.ravel(), minlength=rows * count)
        sums = times.reshape(rows, count) @ table
        yield from (Agreement(*row) for row in sums.astype(int).tolist())


def _percentiles(values: Sequence[float | None]) -> Interval | None:
    import numpy as np

    known = [value for value in values if value is not None]
    if len(values) - len(known) > UNDEFINED * len(values):
        return None
    low, high = map(float, np.quantile(known, TAILS))
    return Interval(low, high) if low < high else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
