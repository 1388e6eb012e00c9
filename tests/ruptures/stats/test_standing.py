"""What a curve says at one time: by hand, against its steps, and by properties."""

from bisect import bisect_right
from math import inf, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.survival import (
    Standing,
    cumulative_incidence,
    time_to_event,
)

# 10 ruptures: 4 resolved in the same session; of the 6 left one resolved at 1, one
# ended at 1 and one censored at 1; of the 3 left one resolved at 2, one ended at 4.
TEN = [0, 0, 0, 0, 1, 1, 1, 2, 4, 5], [1, 1, 1, 1, 1, 2, 0, 1, 2, 0]

lives = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2])), min_size=1, max_size=60
)
times = st.floats(0, 14)


def test_step_finds_the_last_event_time_reached():
    found = cumulative_incidence([1, 3, 5], [1, 2, 0])

    assert [found.step(time) for time in (0, 1, 2.5, 3, 9)] == [None, 0, 0, 1, 1]


@pytest.mark.parametrize(
    ("time", "resolved", "ended", "still_open", "at_risk"),
    [
        (0, 0.4, 0.0, 0.6, 10),
        (0.5, 0.4, 0.0, 0.6, 6),
        (1, 0.5, 0.1, 0.4, 6),
        (3, 0.5 + 0.4 / 3, 0.1, 0.8 / 3, 2),
        (4, 0.5 + 0.4 / 3, 0.1 + 0.4 / 3, 0.4 / 3, 2),
        (5, 0.5 + 0.4 / 3, 0.1 + 0.4 / 3, 0.4 / 3, 1),
    ],
)
def test_a_standing_follows_a_hand_worked_example(
    time, resolved, ended, still_open, at_risk
):
    found = cumulative_incidence(*TEN).at(time)

    assert (found.resolved, found.ended) == pytest.approx((resolved, ended))
    assert found.open == pytest.approx(still_open)
    assert found.at_risk == at_risk


def test_a_standing_has_the_intervals_of_its_step():
    curve = cumulative_incidence(*TEN)

    found = curve.at(3)

    assert found.resolved_interval == curve.resolved_interval[2]
    assert found.ended_interval == curve.ended_interval[2]


def test_before_the_first_event_all_are_open():
    found = cumulative_incidence([2, 3, 3], [1, 0, 2]).at(1.5)

    assert found == Standing(0.0, 0.0, None, None, 3)
    assert found.open == 1


def test_beyond_the_last_one_followed_nothing_is_known():
    curve = cumulative_incidence([1, 2, 5], [1, 2, 0])

    assert curve.known_to == 5
    assert curve.at(5) is not None
    assert curve.at(5.1) is None


def test_where_all_have_left_the_end_is_known_for_ever():
    curve = cumulative_incidence([1, 2, 5], [1, 2, 1])

    found = curve.at(1000)

    assert curve.known_to == inf
    assert (found.open, found.at_risk) == (0, 0)


@pytest.mark.parametrize("time", [-1, nan])
def test_a_standing_refuses_a_time_that_is_none(time):
    with pytest.raises(ValueError, match="0 or more"):
        cumulative_incidence(*TEN).at(time)


@given(lives=lives, time=times)
def test_at_risk_are_those_followed_for_so_long(lives, time):
    curve = cumulative_incidence(*zip(*lives, strict=True))

    assert curve.at_risk_at(time) == sum(each >= time for each, _ in lives)


@given(lives=lives)
def test_at_risk_at_an_event_time_is_what_the_curve_says(lives):
    curve = cumulative_incidence(*zip(*lives, strict=True))

    assert tuple(map(curve.at_risk_at, curve.times)) == curve.at_risk


@given(lives=lives, time=times)
def test_resolved_ended_and_open_are_all_there_are(lives, time):
    found = cumulative_incidence(*zip(*lives, strict=True)).at(time)

    if found is not None:
        assert found.resolved + found.ended + found.open == pytest.approx(1)


@given(lives=lives, time=times)
def test_still_open_is_what_kaplan_meier_leaves_of_both_events(lives, time):
    durations, outcomes = zip(*lives, strict=True)
    either = time_to_event(durations, [outcome > 0 for outcome in outcomes])

    found = cumulative_incidence(durations, outcomes).at(time)

    if found is not None:
        left = (1.0, *either.survival)[bisect_right(either.times, time)]
        assert found.open == pytest.approx(left, abs=1e-12)


@given(lives=lives.filter(lambda each: all(outcome for _, outcome in each)), time=times)
def test_without_censoring_the_shares_are_plain_counts(lives, time):
    found = cumulative_incidence(*zip(*lives, strict=True)).at(time)

    resolved = sum(each <= time and outcome == 1 for each, outcome in lives)
    ended = sum(each <= time and outcome == 2 for each, outcome in lives)
    assert found.resolved == pytest.approx(resolved / len(lives))
    assert found.ended == pytest.approx(ended / len(lives))
