"""Published worked examples, the demonstration of the rule, and properties."""

from math import pi, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.control import (
    LIMIT_FACTOR,
    RANGE_FACTOR,
    individuals_chart,
    p_chart,
)

DEMONSTRATION = [58, 57, 59, 58, 56, 57, 45, 52, 58, 59, 58, 57]

LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306]
LOANS += [294, 299, 297, 299, 314, 295, 293, 306, 301, 304]

CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
CANS += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]

series = st.lists(st.integers(0, 60), min_size=2, max_size=40)
groups = st.lists(
    st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=24,
)


def test_individuals_chart_matches_montgomerys_loan_costs():
    # Introduction to Statistical Quality Control, 6th ed., example 6.5
    chart = individuals_chart(LOANS)

    assert chart.centre == 300.5
    assert (chart.lower, chart.upper) == pytest.approx((279.78, 321.22), abs=0.01)
    assert chart.moving_range_upper == pytest.approx(25.45, abs=0.01)
    assert chart.signals == ()


def test_the_factors_are_those_of_the_range_of_two_normal_values():
    # that range has mean 2 / sqrt(pi), d2, and variance 2 - 4 / pi, d3 squared
    d2, d3 = 2 / sqrt(pi), sqrt(2 - 4 / pi)

    assert pytest.approx(3 / d2, abs=0.002) == LIMIT_FACTOR
    assert pytest.approx(1 + 3 * d3 / d2, abs=0.001) == RANGE_FACTOR


def test_a_fall_widens_the_limits_it_should_be_judged_by():
    chart = individuals_chart(DEMONSTRATION)

    assert chart.lower == pytest.approx(47.70, abs=0.005)
    assert chart.signals == (6,)


def test_a_baseline_before_the_fall_flags_both_low_scores():
    chart = individuals_chart(DEMONSTRATION, baseline=6)

    assert chart.centre == 57.5
    assert chart.lower == pytest.approx(53.78, abs=0.005)
    assert chart.signals == (6, 7)


def test_values_of_the_baseline_are_not_judged_by_it():
    # mean 12, moving ranges 0 (eight) and 20 (one): limits 12 +/- 5.91
    values = [10] * 9 + [30]

    assert individuals_chart(values).signals == (9,)
    assert individuals_chart(values, baseline=10).signals == ()


@pytest.mark.parametrize("value", [0.1, 3.4, 57])
def test_a_constant_series_has_limits_without_width_and_no_signals(value):
    chart = individuals_chart([value] * 3)

    assert (chart.lower, chart.centre, chart.upper) == (value, value, value)
    assert (chart.varies, chart.signals) == (False, ())


def test_a_series_that_moves_varies():
    assert individuals_chart(DEMONSTRATION).varies


@pytest.mark.parametrize(
    ("values", "baseline", "message"),
    [
        ([], None, "at least 2"),
        ([5], None, "at least 2"),
        ([5, 6, 7], 1, "at least 2"),
        ([5, 6, 7], 4, "no more than"),
        ([5, float("nan"), 7], None, "finite"),
    ],
)
def test_individuals_chart_refuses_a_baseline_that_is_none(values, baseline, message):
    with pytest.raises(ValueError, match=message):
        individuals_chart(values, baseline)


@given(values=series, more=series)
def test_what_follows_a_baseline_never_moves_its_limits(values, more):
    alone = individuals_chart(values)

    chart = individuals_chart(values + more, baseline=len(values))

    assert (chart.lower, chart.upper) == (alone.lower, alone.upper)
    assert all(len(values) <= i < len(values + more) for i in chart.signals)


@given(values=series)
def test_turning_a_series_upside_down_mirrors_its_limits(values):
    chart = individuals_chart(values)
    mirrored = individuals_chart([-value for value in values])

    assert mirrored.upper == pytest.approx(-chart.lower)
    assert mirrored.moving_range_upper == chart.moving_range_upper


def test_p_chart_matches_montgomerys_orange_juice_cans():
    # example 7.1: 30 samples of 50, the 15th and 23rd beyond the limit
    chart = p_chart(CANS, [50] * 30)

    assert chart.centre == pytest.approx(0.2313, abs=5e-5)
    assert chart.lower == pytest.approx([0.0524] * 30, abs=5e-5)
    assert chart.upper == pytest.approx([0.4102] * 30, abs=5e-5)
    assert chart.signals == (14, 22)


@pytest.mark.parametrize("count", [0, 7])
def test_p_chart_of_all_or_none_has_no_signal(count):
    chart = p_chart([count] * 3, [7] * 3)

    assert (chart.lower, chart.upper) == ((count / 7,) * 3, (count / 7,) * 3)
    assert chart.signals == ()


def test_a_score_on_a_limit_is_inside_whatever_the_rounding():
    # mean 9.3, one moving range of 4.8: 9.3 + 2.66 * 4.8 = 22.068, a hair below in
    # binary fractions
    assert individuals_chart([11.7, 6.9, 22.068], baseline=2).signals == ()
    assert individuals_chart([11.7, 6.9, 22.069], baseline=2).signals == (2,)


def test_a_proportion_on_a_limit_is_inside_whatever_the_rounding():
    # 5/9 less 3 * sqrt(5/9 * 4/9 / 45) is 1/3, and 15 of 45 as much
    assert p_chart([15, 35], [45, 45]).signals == ()
    assert p_chart([14, 36], [45, 45]).signals == (0, 1)


@given(points=groups)
def test_p_chart_limits_lie_round_the_centre_and_narrow_with_size(points):
    chart = p_chart(*zip(*points, strict=True))

    assert all(0 <= low <= chart.centre for low in chart.lower)
    assert all(chart.centre <= high <= 1 for high in chart.upper)
    by_size = sorted(zip([n for _, n in points], chart.upper, strict=True))
    uppers = [upper for _, upper in by_size]
    assert uppers == sorted(uppers, reverse=True)


@given(points=groups)
def test_p_chart_flags_what_lies_outside_and_nothing_else(points):
    chart = p_chart(*zip(*points, strict=True))

    outside = [
        i
        for i, (x, n) in enumerate(points)
        if x / n < chart.lower[i] - 1e-9 or x / n > chart.upper[i] + 1e-9
    ]
    assert list(chart.signals) == outside


@pytest.mark.parametrize(
    ("counts", "sizes", "message"),
    [
        ([], [], "at least one"),
        ([1, 0], [9, 0], "at least one"),
        ([10], [9], "each point"),
        ([-1], [9], "each point"),
        ([1, 2], [9], "zip"),
    ],
)
def test_p_chart_refuses_impossible_points(counts, sizes, message):
    with pytest.raises(ValueError, match=message):
        p_chart(counts, sizes)
