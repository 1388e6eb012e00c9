"""Published worked examples, an independent library over grids, and properties."""

from itertools import pairwise
from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint

from ruptures.stats.rates import (
    Interval,
    Verdict,
    clopper_pearson_interval,
    jeffreys_interval,
    verdict,
    wilson_interval,
)

METHODS = [  # as statsmodels calls them
    (wilson_interval, "wilson"),
    (jeffreys_interval, "jeffreys"),
    (clopper_pearson_interval, "beta"),
]
INTERVALS = [interval for interval, _ in METHODS]
TINY = 1e-12

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


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
@pytest.mark.parametrize(("interval", "method"), METHODS)
def test_intervals_equal_statsmodels_over_a_grid(interval, method, confidence):
    for trials in [*range(2, 31), 37, 214, 3000]:
        inner = range(1, trials, 1 + trials // 40)
        expected = proportion_confint(np.array(inner), trials, 1 - confidence, method)

        found = [interval(successes, trials, confidence) for successes in inner]

        assert np.array(found) == pytest.approx(np.transpose(expected), abs=1e-10)


@pytest.mark.parametrize(("interval", "method"), METHODS)
def test_intervals_at_the_edges_reach_as_far_inwards_as_those_of_statsmodels(
    interval, method
):
    for trials in range(1, 41):
        _, high = proportion_confint(0, trials, 0.05, method)
        low, _ = proportion_confint(trials, trials, 0.05, method)

        assert interval(0, trials) == pytest.approx((0, high), abs=1e-10)
        assert interval(trials, trials) == pytest.approx((low, 1), abs=1e-10)


@pytest.mark.parametrize("trials", [1, 7, 20, 60])
def test_the_exact_interval_covers_every_rate_as_often_as_it_says(trials):
    limits = [clopper_pearson_interval(x, trials) for x in range(trials + 1)]

    for rate in np.linspace(0.001, 0.999, 199):
        covering = [x for x, (low, high) in enumerate(limits) if low <= rate <= high]
        assert binom.pmf(covering, trials, rate).sum() >= 0.95


@given(numbers=counts)
def test_wilsons_ends_are_the_rates_that_lie_just_as_far_from_what_was_seen(numbers):
    # (x/n - p)^2 = z^2 p (1 - p) / n at both ends, which is how they are defined
    successes, trials = numbers

    for end in wilson_interval(successes, trials):
        distance = (successes / trials - end) ** 2
        assert distance == pytest.approx(3.8414588 * end * (1 - end) / trials, abs=1e-8)


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


@pytest.mark.parametrize(("low", "high"), [(0.75, 0.40), (nan, 0.40), (0.40, nan)])
def test_verdict_refuses_a_range_upside_down(low, high):
    with pytest.raises(ValueError, match="low to high"):
        verdict(Interval(0.1, 0.2), low, high)


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
