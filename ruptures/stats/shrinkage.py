"""Rates of several groups, each steadied by what the others show."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, inf, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

    Counts = np.ndarray[tuple[int], np.dtype[np.int64]]

LEAST_GROUPS = 5
FIRST_SPREAD = 0.1
LOGIT_EDGE = 20.0
LOG_SPREADS = (-25.0, 14.0)  # from as good as none to all or none
NO_GAIN = 1e-7  # of log-likelihood
PRECISION = 1e-9


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """The groups' common Beta(`alpha`, `beta`) and each group's steadied rate.

    Both parameters are infinite where the groups differ no more than chance: then
    every steadied rate is the pooled one. Both near 0: the raw rates stand.
    """

    alpha: float
    beta: float
    shrunk: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Likelihood:
    """Log-likelihood by mean m and spread t = 1 / (alpha + beta), as sums of logs.

    `yes[i]` counts the groups with more than i successes, `no` and `all` the same for
    failures and trials; so t = 0 is the plain binomial, without loss of digits.
    """

    yes: "Counts"
    no: "Counts"
    all: "Counts"

    def negative(self, point: Sequence[float]) -> tuple[float, list[float]]:
        """Minus the log-likelihood at (m, t), and its slope in both."""
        import numpy as np

        m, t = point
        yes = m + t * np.arange(len(self.yes))
        no = 1 - m + t * np.arange(len(self.no))
        steps = np.arange(len(self.all))
        every = 1 + t * steps
        value = self.yes @ np.log(yes) + self.no @ np.log(no) - self.all @ np.log(every)
        by_mean = (self.yes / yes).sum() - (self.no / no).sum()
        by_spread = (
            self.yes @ (steps[: len(yes)] / yes)
            + self.no @ (steps[: len(no)] / no)
            - self.all @ (steps / every)
        )
        return -float(value), [-float(by_mean), -float(by_spread)]

    def on_open_scales(self, point: Sequence[float]) -> tuple[float, list[float]]:
        """The same at (logit m, log t), where a search meets no edge."""
        m, t = _from_open_scales(point)
        value, (by_mean, by_spread) = self.negative((m, t))
        return value, [by_mean * m * (1 - m), by_spread * t]


def beta_binomial(successes: Sequence[int], trials: Sequence[int]) -> BetaBinomial:
    """Steadied rates (empirical Bayes), the common Beta by maximum likelihood.

    One pair of `successes` and `trials` a group; rates are proportions. A group
    without a trial does not count and gets the common mean. Raises ValueError below 5
    groups that count, for successes beyond 0 or trials, and for sequences that do not
    pair up.

    Source: Skellam (1948), Journal of the Royal Statistical Society B 10; as a series
    of logs, Smith (1983), algorithm AS 189, Applied Statistics 32:196-204.
    """
    pairs = list(zip(successes, trials, strict=True))
    if any(not 0 <= x <= n for x, n in pairs):
        raise ValueError("successes run from 0 to trials")
    if sum(n > 0 for _, n in pairs) < LEAST_GROUPS:
        raise ValueError(f"steadied rates need at least {LEAST_GROUPS} groups")
    pooled = sum(successes) / sum(trials)
    fitted = _fit(pairs, pooled) if 0 < pooled < 1 else None
    if fitted is None:
        return BetaBinomial(inf, inf, (pooled,) * len(pairs))
    alpha, beta = fitted
    shrunk = tuple((x + alpha) / (n + alpha + beta) for x, n in pairs)
    return BetaBinomial(alpha, beta, shrunk)


def _fit(pairs: Sequence[tuple[int, int]], pooled: float) -> tuple[float, float] | None:
    """The likeliest alpha and beta; None where no spread beats none at all."""
    from scipy.optimize import minimize

    likelihood = _Likelihood(
        yes=_exceeding([x for x, _ in pairs]),
        no=_exceeding([n - x for x, n in pairs]),
        all=_exceeding([n for _, n in pairs]),
    )
    found = minimize(
        likelihood.on_open_scales,
        (log(pooled / (1 - pooled)), log(FIRST_SPREAD)),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-LOGIT_EDGE, LOGIT_EDGE), LOG_SPREADS],
        options={"ftol": 0, "gtol": PRECISION, "maxiter": 1000},
    )
    without_spread, _ = likelihood.negative((pooled, 0.0))
    if without_spread - found.fun <= NO_GAIN:
        return None
    mean, spread = _from_open_scales(found.x)
    return mean / spread, (1 - mean) / spread


def _from_open_scales(point: Sequence[float]) -> tuple[float, float]:
    logit, log_spread = map(float, point)
    return 1 / (1 + exp(-logit)), exp(log_spread)


def _exceeding(counts: Sequence[int]) -> "Counts":
    """How many of `counts` are above 0, above 1, and so on."""
    import numpy as np

    at = np.bincount(counts)
    return len(counts) - np.cumsum(at)[:-1]
