"""How far two raters of the same sessions say the same, yes or no."""

from dataclasses import dataclass


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


def agreement(both: int, first_only: int, second_only: int, neither: int) -> Agreement:
    """The two raters' agreement, from the counts of sessions in the four cells.

    Raises ValueError for a negative count.
    """
    if min(both, first_only, second_only, neither) < 0:
        raise ValueError("a count of sessions is 0 or more")
    return Agreement(both, first_only, second_only, neither)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
