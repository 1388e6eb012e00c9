"""Published worked examples, an independent library over grids, and properties."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from ruptures.stats.rates import (
    Interval,
    Verdict,
    clopper_pearson_interval,
    cluster_interval,
    jeffreys_interval,
    verdict,
    wilson_interval,
)

INTERVALS = [wilson_interval, jeffreys_interval, clopper_pearson_interval]
TINY = 1e-12

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
caseloads = st.lists(
    st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=5,
    max_size=30,
)


@pytest.mark.parametrize(
    ("successes", "trials", "wilson", "exact"),
    [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0000, 0.1611), (0.0000, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ],
)
def test_intervals_match_newcombe_1998_table_1(successes, trials, wilson, exact):
    # doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E
    assert wilson_interval(successes, trials) == pytest.approx(wilson, abs=5e-5)
    assert clopper_pearson_interval(successes, trials) == pytest.approx(exact, abs=5e-5)


@pytest.mark.parametrize(
    ("successes", "trials", "expected"),
    [(2, 7, (0.065, 0.648)), (3, 10, (0.093, 0.606)), (5, 10, (0.224, 0.776))],
)
def test_jeffreys_interval_matches_brown_cai_dasgupta_2001(successes, trials, expected):
    # table 5, doi:10.1214/ss/1009213286
    assert jeffreys_interval(successes, trials) == pytest.approx(expected, abs=6e-4)


@pytest.mark.parametrize("confidence", [0.8, 0.95, 0.998])
@pytest.mark.parametrize(
    ("interval", "method"),
    [(wilson_interval, "wilson"), (clopper_pearson_interval, "beta")],
)
def test_intervals_equal_statsmodels_over_a_grid(interval, method, confidence):
    for trials in (1, 2, 5, 19, 20, 37, 214, 3000):
        for successes in {0, 1, trials // 3, trials // 2, trials - 1, trials}:
            expected = proportion_confint(successes, trials, 1 - confidence, method)

            found = interval(successes, trials, confidence)

            assert found == pytest.approx(expected, abs=1e-10)


def test_jeffreys_interval_equals_statsmodels_away_from_the_edges():
    for trials in (2, 5, 19, 20, 37, 214, 3000):
        for successes in {1, trials // 3, trials // 2, trials - 1} - {0, trials}:
            expected = proportion_confint(successes, trials, 0.05, "jeffreys")

            assert jeffreys_interval(successes, trials) == pytest.approx(expected)


@pytest.mark.parametrize("interval", INTERVALS)
def test_intervals_are_closed_exactly_at_none_and_at_all(interval):
    assert interval(0, 12).low == 0.0
    assert interval(12, 12).high == 1.0


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("numbers", [(0, 0), (1, 0), (-1, 5), (6, 5), (0, -3)])
def test_intervals_refuse_impossible_counts(interval, numbers):
    with pytest.raises(ValueError, match=r"session|successes"):
        interval(*numbers)


@pytest.mark.parametrize("interval", INTERVALS)
@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5])
def test_intervals_refuse_a_confidence_that_is_no_proportion(interval, confidence):
    with pytest.raises(ValueError, match="confidence"):
        interval(3, 10, confidence)


@pytest.mark.parametrize("interval", INTERVALS)
@given(numbers=counts)
def test_an_interval_contains_its_rate_and_stays_a_proportion(interval, numbers):
    successes, trials = numbers

    low, high = interval(successes, trials)

    assert 0 <= low <= successes / trials + TINY
    assert successes / trials - TINY <= high <= 1


@pytest.mark.parametrize("interval", INTERVALS)
@given(numbers=counts)
def test_an_interval_widens_with_confidence(interval, numbers):
    low, high = interval(*numbers, 0.8)
    lower, higher = interval(*numbers, 0.95)

    assert lower <= low + TINY
    assert high <= higher + TINY


@pytest.mark.parametrize("interval", INTERVALS)
@given(numbers=counts)
def test_an_interval_narrows_with_more_of_the_same(interval, numbers):
    successes, trials = numbers

    low, high = interval(successes, trials)
    lower, higher = interval(successes * 2, trials * 2)

    assert higher - lower < high - low


@pytest.mark.parametrize("interval", INTERVALS)
@given(numbers=counts)
def test_an_interval_of_no_mirrors_that_of_yes(interval, numbers):
    successes, trials = numbers

    low, high = interval(successes, trials)
    mirrored = interval(trials - successes, trials)

    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-9)


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


@pytest.mark.parametrize(
    ("interval", "expected"),
    [
        ((0.10, 0.39), Verdict.BELOW),
        ((0.10, 0.40), Verdict.CANNOT_TELL),
        ((0.40, 0.75), Verdict.WITHIN),
        ((0.41, 0.74), Verdict.WITHIN),
        ((0.40, 0.76), Verdict.CANNOT_TELL),
        ((0.39, 0.75), Verdict.CANNOT_TELL),
        ((0.20, 0.90), Verdict.CANNOT_TELL),
        ((0.75, 0.90), Verdict.CANNOT_TELL),
        ((0.76, 0.90), Verdict.ABOVE),
    ],
)
def test_verdict_judges_unrounded_ends_with_edges_inside(interval, expected):
    assert verdict(Interval(*interval), 0.40, 0.75) == expected


def test_verdict_is_read_as_plain_words():
    assert [str(word) for word in Verdict] == [
        "below",
        "within",
        "above",
        "cannot tell",
        "too few",
    ]


def test_verdict_refuses_a_range_upside_down():
    with pytest.raises(ValueError, match="low to high"):
        verdict(Interval(0.1, 0.2), 0.75, 0.40)


@given(ends=st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_verdict_never_moves_down_as_the_interval_moves_up(ends):
    low, high = sorted(ends[:2])
    interval = Interval(*sorted(ends[2:]))
    order = [Verdict.BELOW, Verdict.CANNOT_TELL, Verdict.ABOVE]

    moved = [
        verdict(Interval(interval.low + step, interval.high + step), low, high)
        for step in (-1.5, 0, 1.5)
    ]

    ranks = [order.index(v) if v in order else 1 for v in moved]
    assert all(first <= second for first, second in pairwise(ranks))


def test_rates_load_without_scipy_so_that_starting_stays_quick():
    code = "import sys, ruptures.stats.rates; sys.exit('scipy' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", code], check=False)  # noqa: S603 - own words

    assert done.returncode == 0
