"""A published fit, an independent optimum, and properties."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize
from scipy.stats import betabinom

from ruptures.stats.shrinkage import beta_binomial

BOYS = [3, 24, 104, 286, 670, 1033, 1343, 1112, 829, 478, 181, 45, 7]

caseloads = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=5,
    max_size=15,
)


def _drawn(seed, most=60, shape=(2, 3)):
    draw = np.random.default_rng(seed)
    trials = draw.integers(5, most, 25)
    return draw.binomial(trials, draw.beta(*shape, 25)).tolist(), trials.tolist()


def _log_likelihood(alpha, beta, successes, trials):
    return betabinom.logpmf(successes, trials, alpha, beta).sum()


def _searched(successes, trials):
    """The likeliest alpha and beta by a search that knows no slopes."""
    found = minimize(
        lambda at: -_log_likelihood(*np.exp(at), successes, trials),
        [0.0, 0.0],
        method="Nelder-Mead",
        options={"xatol": 1e-8, "fatol": 1e-10},
    )
    return tuple(np.exp(found.x))


def test_beta_binomial_matches_geisslers_families_of_twelve():
    # 6115 families in Saxony, data in Lindsey & Altham (1998); the fit as quoted in
    # Wikipedia, "Beta-binomial distribution": 34.09558, 31.5715, AIC 24989.7
    boys = [count for count, families in enumerate(BOYS) for _ in range(families)]

    found = beta_binomial(boys, [12] * 6115)

    assert (found.alpha, found.beta) == pytest.approx((34.09558, 31.5715), abs=0.01)
    reached = _log_likelihood(found.alpha, found.beta, boys, [12] * 6115)
    assert 2 * 2 - 2 * reached == pytest.approx(24989.7, abs=0.05)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("most", "shape"), [(60, (2, 3)), (5000, (0.2, 0.05)), (5000, (2, 60))]
)
def test_beta_binomial_is_the_optimum_an_independent_search_finds(seed, most, shape):
    successes, trials = _drawn(seed, most, shape)

    found = beta_binomial(successes, trials)

    theirs = _searched(successes, trials)
    assert (found.alpha, found.beta) == pytest.approx(theirs, rel=1e-4)


def test_a_spread_hardly_beyond_what_chance_gives_is_fitted_all_the_same():
    successes, trials = [1, 2, 4, 5, 5], [10] * 5

    found = beta_binomial(successes, trials)

    theirs = _searched(successes, trials)
    assert (found.alpha, found.beta) == pytest.approx(theirs, rel=1e-4)


def test_steadied_rates_are_the_posterior_means():
    successes, trials = _drawn(1)

    found = beta_binomial(successes, trials)

    expected = [
        betabinom.mean(1, found.alpha + x, found.beta + n - x)
        for x, n in zip(successes, trials, strict=True)
    ]
    assert found.shrunk == pytest.approx(expected)


@pytest.mark.parametrize(
    ("successes", "trials", "pooled"),
    [
        ([3, 3, 3, 3, 3], [10] * 5, 0.3),
        ([2, 3, 4, 3, 3], [10] * 5, 0.3),  # less spread than chance gives
        ([0] * 5, [10] * 5, 0.0),
        ([10] * 5, [10] * 5, 1.0),
        ([0, 1, 1, 0, 1], [1] * 5, 0.6),  # single sessions show no spread
    ],
)
def test_groups_that_differ_no_more_than_chance_share_the_pooled_rate(
    successes, trials, pooled
):
    found = beta_binomial(successes, trials)

    assert (found.alpha, found.beta) == (inf, inf)
    assert found.shrunk == (pooled,) * 5


def test_groups_of_all_or_none_keep_their_raw_rates():
    found = beta_binomial([0, 5, 5, 0, 5, 5], [5] * 6)

    assert found.alpha / (found.alpha + found.beta) == pytest.approx(4 / 6, abs=1e-5)
    assert found.shrunk == pytest.approx([0, 1, 1, 0, 1, 1], abs=1e-5)


def test_a_group_without_a_session_gets_the_common_mean():
    without = beta_binomial([1, 8, 2, 6, 0], [10] * 5)

    found = beta_binomial([1, 8, 2, 6, 0, 0], [10] * 5 + [0])

    assert found.alpha == pytest.approx(without.alpha, rel=1e-5)
    assert found.shrunk[5] == found.alpha / (found.alpha + found.beta)


@settings(max_examples=25)
@given(pairs=caseloads)
def test_a_steadied_rate_lies_between_the_raw_and_the_common_one(pairs):
    found = beta_binomial(*zip(*pairs, strict=True))

    if found.alpha == inf:
        assert len(set(found.shrunk)) == 1
        return
    common = found.alpha / (found.alpha + found.beta)
    for (x, n), steadied in zip(pairs, found.shrunk, strict=True):
        low, high = sorted((x / n, common))
        assert low - 1e-9 <= steadied <= high + 1e-9


@settings(max_examples=25)
@given(pairs=caseloads, order=st.randoms(use_true_random=False))
def test_a_steadied_rate_does_not_depend_on_the_order_of_groups(pairs, order):
    places = order.sample(range(len(pairs)), len(pairs))

    found = beta_binomial(*zip(*pairs, strict=True))
    shuffled = beta_binomial(*zip(*(pairs[i] for i in places), strict=True))

    assert shuffled.shrunk == pytest.approx([found.shrunk[i] for i in places], abs=1e-6)


@settings(max_examples=25)
@given(pairs=caseloads)
def test_no_other_beta_is_likelier_by_more_than_rounding(pairs):
    successes, trials = zip(*pairs, strict=True)
    found = beta_binomial(successes, trials)

    if found.alpha == inf:
        pooled = sum(successes) / sum(trials)
        alpha, beta = max(pooled, 1e-9) * 1e6, max(1 - pooled, 1e-9) * 1e6
    else:
        alpha, beta = found.alpha, found.beta
    reached = _log_likelihood(alpha, beta, successes, trials)
    for mean in (0.1, 0.3, 0.5, 0.8):
        for strength in (0.1, 1, 4, 20, 200):
            other = (mean * strength, (1 - mean) * strength)
            assert _log_likelihood(*other, successes, trials) <= reached + 0.01


@settings(max_examples=25)
@given(pairs=caseloads)
def test_counting_no_instead_of_yes_mirrors_the_steadied_rates(pairs):
    successes, trials = zip(*pairs, strict=True)
    failures = [n - x for x, n in pairs]

    found = beta_binomial(successes, trials)
    mirrored = beta_binomial(failures, trials)

    expected = [1 - rate for rate in found.shrunk]
    assert mirrored.shrunk == pytest.approx(expected, abs=1e-3)


@pytest.mark.parametrize(
    ("successes", "trials", "message"),
    [
        ([], [], "at least 5"),
        ([1] * 4, [9] * 4, "at least 5"),
        ([1] * 4 + [0], [9] * 4 + [0], "at least 5"),
        ([10] + [1] * 4, [9] * 5, "0 to trials"),
        ([-1] + [1] * 4, [9] * 5, "0 to trials"),
        ([1] * 5, [9] * 6, "zip"),
    ],
)
def test_beta_binomial_refuses_what_makes_no_sense(successes, trials, message):
    with pytest.raises(ValueError, match=message):
        beta_binomial(successes, trials)
