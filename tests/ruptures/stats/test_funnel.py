"""Worked by hand, by the definition of a binomial quantile, and by properties."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.funnel import funnel_limits

centres = st.floats(0.01, 0.99)


def test_funnel_limits_follow_a_hand_worked_example():
    # of 10 at one half: P(0) = .00098 < .001 <= P(0 or 1); P(10) the same above
    assert funnel_limits([10], 0.5) == ((0.1, 0.9),)


@pytest.mark.parametrize("centre", [0.05, 0.3, 0.5, 0.62])
def test_funnel_limits_are_the_first_counts_that_reach_each_tail(centre):
    sizes = [1, 3, 10, 37, 120]

    limits = funnel_limits(sizes, centre)

    expected = [
        (_quantile(0.001, n, centre), _quantile(0.999, n, centre)) for n in sizes
    ]
    assert [tuple(each) for each in limits] == expected


def test_a_design_effect_counts_fewer_sessions():
    assert funnel_limits([30, 31], 0.4, 1.5) == funnel_limits([20, 20], 0.4)


def test_a_whole_number_of_sessions_is_not_lost_to_rounding():
    # 33 / 1.1 is 29.999999999999996
    assert funnel_limits([33], 0.4, 1.1) == funnel_limits([30], 0.4)


def test_less_than_one_session_says_nothing():
    assert funnel_limits([0, 2], 0.4, 3.0) == ((0, 1), (0, 1))


@given(n=st.integers(1, 500), centre=centres)
def test_funnel_limits_contain_the_centre(n, centre):
    ((low, high),) = funnel_limits([n], centre)

    assert 0 <= low <= centre <= high <= 1


@given(n=st.integers(1, 200), centre=centres, times=st.integers(2, 9))
def test_funnel_limits_narrow_with_size_but_for_one_session(n, centre, times):
    (small, large) = funnel_limits([n, n * times], centre)

    assert large.high - large.low <= small.high - small.low + 1 / n


@given(centre=centres)
def test_funnel_limits_of_a_hundredfold_size_are_narrower(centre):
    (small, large) = funnel_limits([30, 3000], centre)

    assert large.high - large.low < small.high - small.low


@given(n=st.integers(1, 500), centre=centres, effect=st.floats(1, 5))
def test_a_design_effect_never_narrows_by_more_than_a_session(n, centre, effect):
    ((low, high),) = funnel_limits([n], centre)
    ((lower, higher),) = funnel_limits([n], centre, effect)

    session = 1 / max(1, int(n / effect))
    assert higher - lower >= high - low - 2 * session


@pytest.mark.parametrize(
    ("sizes", "centre", "effect", "message"),
    [
        ([-1], 0.4, 1, "0 or more"),
        ([9], 1.1, 1, "between 0 and 1"),
        ([9], float("nan"), 1, "between 0 and 1"),
        ([9], 0.4, 0.9, "at least 1"),
    ],
)
def test_funnel_limits_refuse_what_makes_no_sense(sizes, centre, effect, message):
    with pytest.raises(ValueError, match=message):
        funnel_limits(sizes, centre, effect)


def _quantile(q: float, n: int, p: float) -> float:
    """The smallest share whose binomial distribution reaches `q`."""
    reached = 0.0
    for k in range(n + 1):
        reached += comb(n, k) * p**k * (1 - p) ** (n - k)
        if reached >= q:
            return k / n
    return 1.0
