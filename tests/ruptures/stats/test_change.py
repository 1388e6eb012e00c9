"""The worked example of the paper, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.change import reliable_change

scores = st.floats(0, 100)


def test_reliable_change_matches_jacobson_and_truax_1991():
    # 32.5 to 47.5, s = 7.5, r = .80: SE 3.35, Sdiff 4.74; doi:10.1037/0022-006X.59.1.12
    assert reliable_change(32.5, 47.5, 7.5, 0.80) == pytest.approx(3.16, abs=0.005)


def test_reliable_change_of_no_reliability_is_that_of_two_independent_scores():
    assert reliable_change(10, 12, 2**0.5, 0) == pytest.approx(1)


@given(before=scores, after=scores)
def test_turning_time_round_turns_the_sign(before, after):
    there = reliable_change(before, after, 5, 0.8)

    assert reliable_change(after, before, 5, 0.8) == -there


@given(drop=st.floats(0.1, 50), lower=st.floats(0, 0.95))
def test_the_same_change_counts_for_more_with_a_more_reliable_instrument(drop, lower):
    less = reliable_change(60, 60 - drop, 5, lower)
    more = reliable_change(60, 60 - drop, 5, lower + 0.04)

    assert more < less < 0


@pytest.mark.parametrize(
    ("sd", "reliability", "message"),
    [
        (0, 0.8, "above 0"),
        (-1, 0.8, "above 0"),
        (float("nan"), 0.8, "above 0"),
        (5, 1, "below 1"),
        (5, -0.1, "below 1"),
        (5, float("nan"), "below 1"),
    ],
)
def test_reliable_change_refuses_what_makes_no_sense(sd, reliability, message):
    with pytest.raises(ValueError, match=message):
        reliable_change(10, 12, sd, reliability)


@pytest.mark.parametrize(("before", "after"), [(float("nan"), 12), (10, float("inf"))])
def test_reliable_change_refuses_a_score_that_is_no_number(before, after):
    with pytest.raises(ValueError, match="finite"):
        reliable_change(before, after, 5, 0.8)
