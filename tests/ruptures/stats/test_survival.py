"""Worked by hand, against two independent libraries, and by properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from statsmodels.duration.survfunc import CumIncidenceRight

from ruptures.stats.survival import cumulative_incidence

lives = st.lists(
    st.tuples(st.integers(0, 12), st.sampled_from([0, 1, 2])), min_size=1, max_size=60
)


def _sample(seed, size, *, tied):
    draw = np.random.default_rng(seed)
    durations = draw.integers(0, 9, size) if tied else draw.permutation(size) + 1
    return durations.tolist(), draw.choice([0, 1, 1, 2], size).tolist()


def test_cumulative_incidence_follows_a_hand_worked_example():
    # 10 ruptures: 4 resolved in the same session; of the 6 left one resolved at 1, one
    # ended at 1 and one censored at 1; of the 3 left one resolved at 2, one ended at 4.
    durations = [0, 0, 0, 0, 1, 1, 1, 2, 4, 5]
    outcomes = [1, 1, 1, 1, 1, 2, 0, 1, 2, 0]

    found = cumulative_incidence(durations, outcomes)

    assert found.times == (0, 1, 2, 4)
    assert found.at_risk == (10, 6, 3, 2)
    assert found.resolved == pytest.approx((0.4, 0.5, 0.5 + 0.4 / 3, 0.5 + 0.4 / 3))
    assert found.ended == pytest.approx((0, 0.1, 0.1, 0.1 + 0.8 / 6))


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("cause", [1, 2])
def test_cumulative_incidence_equals_statsmodels_with_ties(seed, cause):
    durations, outcomes = _sample(seed, 50, tied=True)
    with np.errstate(all="ignore"):  # its variance divides by zero at the last time
        theirs = CumIncidenceRight(np.array(durations), np.array(outcomes))

    ours = cumulative_incidence(durations, outcomes)

    expected = np.array(theirs.cinc[cause - 1])[np.isin(theirs.times, ours.times)]
    shares = ours.resolved if cause == 1 else ours.ended
    assert shares == pytest.approx(expected)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("cause", [1, 2])
def test_cumulative_incidence_equals_lifelines_interval_and_all(seed, cause):
    durations, outcomes = _sample(seed, 40, tied=False)
    theirs = AalenJohansenFitter().fit(durations, outcomes, event_of_interest=cause)

    ours = cumulative_incidence(durations, outcomes)

    shares = ours.resolved if cause == 1 else ours.ended
    limits = ours.resolved_interval if cause == 1 else ours.ended_interval
    expected = theirs.cumulative_density_.loc[list(ours.times)].to_numpy().ravel()
    bounds = theirs.confidence_interval_.loc[list(ours.times)].to_numpy()
    assert shares == pytest.approx(expected)
    checked = [
        (ours_at, sorted(bound))  # lifelines names the two the other way round
        for ours_at, bound in zip(limits, bounds, strict=True)
        if ours_at is not None and not np.isnan(bound).any()
    ]
    assert len(checked) > 5
    for ours_at, bound in checked:
        assert ours_at == pytest.approx(bound, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_cumulative_incidence_without_other_ends_is_kaplan_meier(seed):
    durations, outcomes = _sample(seed, 50, tied=True)
    observed = [min(outcome, 1) for outcome in outcomes]
    theirs = KaplanMeierFitter().fit(durations, observed)

    ours = cumulative_incidence(durations, observed)

    expected = 1 - theirs.survival_function_at_times(list(ours.times)).to_numpy()
    assert ours.resolved == pytest.approx(expected)
    assert set(ours.ended) == {0}


@given(lives=lives)
def test_shares_rise_and_never_exceed_one_together(lives):
    found = cumulative_incidence(*zip(*lives, strict=True))

    both = [a + b for a, b in zip(found.resolved, found.ended, strict=True)]
    assert list(found.resolved) == sorted(found.resolved)
    assert list(found.ended) == sorted(found.ended)
    assert all(0 <= share <= 1 + 1e-12 for share in both)


@given(lives=lives)
def test_swapping_the_two_ways_out_swaps_the_curves(lives):
    durations, outcomes = zip(*lives, strict=True)

    found = cumulative_incidence(durations, outcomes)
    swapped = cumulative_incidence(durations, [(0, 2, 1)[o] for o in outcomes])

    assert swapped.resolved == pytest.approx(found.ended)
    assert swapped.ended_interval == found.resolved_interval


@given(lives=lives)
def test_an_interval_lies_around_its_share_between_0_and_1(lives):
    found = cumulative_incidence(*zip(*lives, strict=True))

    for share, limits in zip(found.resolved, found.resolved_interval, strict=True):
        if limits is not None:
            assert 0 <= limits.low <= share + 1e-12
            assert share - 1e-12 <= limits.high <= 1


def test_step_finds_the_last_event_time_reached():
    found = cumulative_incidence([1, 3, 5], [1, 2, 0])

    assert [found.step(time) for time in (0, 1, 2.5, 3, 9)] == [None, 0, 0, 1, 1]


def test_no_event_gives_no_times_at_all():
    found = cumulative_incidence([2, 3], [0, 0])

    assert (found.times, found.resolved, found.ended) == ((), (), ())


@pytest.mark.parametrize(
    ("durations", "outcomes", "message"),
    [
        ([], [], "at least one"),
        ([1, -1], [1, 0], "0 or more"),
        ([float("nan")], [1], "0 or more"),
        ([1], [3], "outcome"),
        ([1, 2], [1], "zip"),
    ],
)
def test_cumulative_incidence_refuses_what_makes_no_sense(durations, outcomes, message):
    with pytest.raises(ValueError, match=message):
        cumulative_incidence(durations, outcomes)
