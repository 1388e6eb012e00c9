"""A published design effect, the rule worked by hand, and properties."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint

from ruptures.stats.rates import cluster_interval, design_effect, wilson_interval

# Pups alive at 21 days of those alive at 4, by litter: the data of Weil (1970) in table
# 1 of Rao & Scott (1992), doi:10.2307/2532311.
CONTROL = (
    [13, 12, 9, 9, 8, 8, 12, 11, 9, 9, 8, 11, 4, 5, 7, 7],
    [13, 12, 9, 9, 8, 8, 13, 12, 10, 10, 9, 13, 5, 7, 10, 10],
)
TREATED = (
    [12, 11, 10, 9, 10, 9, 9, 8, 8, 4, 7, 4, 5, 3, 3, 0],
    [12, 11, 10, 9, 11, 10, 10, 9, 9, 5, 9, 7, 10, 6, 10, 7],
)

caseloads = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=5,
    max_size=30,
)


@pytest.mark.parametrize(
    ("litters", "published"), [(CONTROL, 1.232495), (TREATED, 3.952861)]
)
def test_cluster_interval_uses_the_design_effect_of_rao_and_scott_1992(
    litters, published
):
    # Wilson's form for their effective counts, Student's t of 15 in the normal's place
    alive, pups = map(sum, litters)
    alpha = 2 * norm.sf(t.ppf(0.975, 15))
    expected = proportion_confint(alive / published, pups / published, alpha, "wilson")

    assert cluster_interval(*litters) == pytest.approx(expected, abs=1e-6)
    assert design_effect(*litters) == pytest.approx(published, abs=1e-6)


def test_design_effect_is_one_where_cases_do_not_differ():
    assert design_effect([2] * 5, [10] * 5) == 1


def test_design_effect_needs_two_cases():
    with pytest.raises(ValueError, match="two of them"):
        design_effect([3, 0], [10, 0])


def test_cluster_interval_follows_the_rule_worked_by_hand():
    # p = 15/60 = .25; squares (5-2.5)^2, (1-2.5)^2, (0-2.5)^2, (6-2.5)^2, (2-2.5)^2,
    # (1-2.5)^2 sum to 29.5; v = 6/5 * 29.5 / 3600 = .0098333; p(1-p)/60 = .003125;
    # deff = 3.146667; n = 19.067797; t(.975, 5) = 2.570582: then Wilson's form.
    found = cluster_interval([5, 1, 0, 6, 2, 1], [10] * 6)

    assert found == pytest.approx((0.0854413, 0.5432386), abs=1e-6)


def test_cluster_interval_is_never_narrower_than_independent_sessions_would_be():
    # Every case has the same rate: the design effect is held at 1, so n stays 50.
    low, high = cluster_interval([2] * 5, [10] * 5)

    # Wilson with p = .2, n = 50, t(.975, 4) = 2.776445
    assert (low, high) == pytest.approx((0.0884870, 0.3916602), abs=1e-6)


@pytest.mark.parametrize("successes", [0, 8])
def test_cluster_interval_counts_cases_where_all_or_none_had_strain(successes):
    # Wilson's end with p = 0, n = 6, t(.975, 5): t^2 / (n + t^2)
    low, high = cluster_interval([successes] * 6, [8] * 6)

    reach = 6.607891 / (6 + 6.607891)
    expected = (0.0, reach) if successes == 0 else (1 - reach, 1.0)
    assert (low, high) == pytest.approx(expected, abs=1e-6)


def test_cluster_interval_leaves_out_cases_without_a_trial():
    without = cluster_interval([5, 1, 0, 6, 2], [10] * 5)

    assert (
        cluster_interval([5, 1, 0, 0, 6, 2, 0], [10, 10, 10, 0, 10, 10, 0]) == without
    )


@pytest.mark.parametrize(
    ("successes", "trials"),
    [([], []), ([1] * 4, [9] * 4), ([1] * 4 + [0], [9] * 4 + [0])],
)
def test_cluster_interval_needs_five_cases(successes, trials):
    with pytest.raises(ValueError, match="at least 5"):
        cluster_interval(successes, trials)


@pytest.mark.parametrize(
    ("successes", "trials"),
    [([1] * 5, [9] * 6), ([10] + [1] * 4, [9] * 5), ([-1] + [1] * 5, [0] + [9] * 5)],
)
def test_cluster_interval_refuses_impossible_pairs(successes, trials):
    with pytest.raises(ValueError, match=r"zip|successes|session"):
        cluster_interval(successes, trials)


@given(pairs=caseloads)
def test_cluster_interval_contains_the_rate_and_is_no_narrower_than_wilson(pairs):
    successes, trials = zip(*pairs, strict=True)
    assume(0 < sum(successes) < sum(trials))

    low, high = cluster_interval(successes, trials)
    wilson = wilson_interval(sum(successes), sum(trials))

    assert 0 <= low < sum(successes) / sum(trials) < high <= 1
    assert high - low > wilson.high - wilson.low


@given(pairs=caseloads, order=st.randoms(use_true_random=False))
def test_cluster_interval_does_not_depend_on_the_order_of_cases(pairs, order):
    shuffled = order.sample(pairs, len(pairs))

    ours = cluster_interval(*zip(*pairs, strict=True))
    theirs = cluster_interval(*zip(*shuffled, strict=True))

    assert ours == pytest.approx(theirs)


@given(pairs=caseloads)
def test_cluster_interval_widens_with_confidence(pairs):
    successes, trials = zip(*pairs, strict=True)

    low, high = cluster_interval(successes, trials, confidence=0.8)
    lower, higher = cluster_interval(successes, trials, confidence=0.99)

    assert (lower, higher) != (low, high)
    assert lower <= low < high <= higher


@given(pairs=caseloads)
def test_cluster_interval_narrows_with_more_cases_of_the_same_kind(pairs):
    low, high = cluster_interval(*zip(*pairs, strict=True))
    lower, higher = cluster_interval(*zip(*pairs * 2, strict=True))

    assert higher - lower < high - low


@given(pairs=caseloads)
def test_cluster_interval_of_no_mirrors_that_of_yes(pairs):
    successes, trials = zip(*pairs, strict=True)
    failures = [n - x for x, n in pairs]

    low, high = cluster_interval(successes, trials)

    assert cluster_interval(failures, trials) == pytest.approx((1 - high, 1 - low))


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_cluster_interval_refuses_a_confidence_that_is_no_proportion(confidence):
    with pytest.raises(ValueError, match="confidence"):
        cluster_interval([1] * 5, [9] * 5, confidence=confidence)
