"""A published data set, lifelines over a grid, and properties."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from ruptures.stats.survival import cumulative_incidence, time_to_event

# Weeks in remission under 6-MP and placebo, Freireich et al. (1963), Blood 21:699, the
# data Gehan (1965) and most textbooks work through.
TREATED = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]

lives = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=60)


def _sample(seed, size):
    draw = np.random.default_rng(seed)
    return draw.integers(0, 15, size).tolist(), draw.choice([0, 1, 1], size).tolist()


def test_time_to_event_matches_the_remissions_under_6_mp():
    found = time_to_event(TREATED, RELAPSED)

    assert found.times == (6, 7, 10, 13, 16, 22, 23)
    assert found.at_risk == (21, 17, 15, 12, 11, 7, 6)
    assert found.survival == pytest.approx(
        [0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5
    )
    assert found.lower == pytest.approx(
        [0.6197, 0.5631, 0.5032, 0.4316, 0.3675, 0.2678, 0.1881], abs=5e-5
    )
    assert found.upper == pytest.approx(
        [0.9516, 0.9228, 0.8894, 0.8491, 0.8049, 0.7468, 0.6801], abs=5e-5
    )
    assert found.median == 23


def test_time_to_event_matches_the_remissions_under_placebo():
    found = time_to_event(PLACEBO, [1] * 21)

    assert found.median == 8
    assert (found.survival[-1], found.lower[-1], found.upper[-1]) == (0, None, None)


@pytest.mark.parametrize("seed", range(10))
def test_time_to_event_equals_lifelines_interval_and_all(seed):
    durations, observed = _sample(seed, 45)
    theirs = KaplanMeierFitter().fit(durations, observed)

    found = time_to_event(durations, observed)

    times = list(found.times)
    expected = theirs.survival_function_at_times(times).to_numpy()
    bounds = theirs.confidence_interval_.loc[times].to_numpy()
    assert found.survival == pytest.approx(expected, abs=1e-12)
    for low, high, bound in zip(found.lower, found.upper, bounds, strict=True):
        if low is not None:
            assert (low, high) == pytest.approx(bound, abs=1e-9)
    assert found.median == theirs.median_survival_time_


@pytest.mark.parametrize(
    ("durations", "observed", "median"),
    [
        ([1, 2, 3], [0, 0, 0], None),
        ([1, 2, 3, 4], [1, 0, 0, 0], None),
        ([1, 2, 3, 4], [1, 1, 0, 0], 2),
        (range(1, 11), [1] * 5 + [0] * 5, 5),  # 9/10 of 8/9 of ... is a hair above
    ],
)
def test_median_is_the_first_time_with_half_or_fewer_left(durations, observed, median):
    assert time_to_event(durations, observed).median == median


def test_nobody_with_the_event_gives_no_times_at_all():
    found = time_to_event([2, 3], [False, False])

    assert (found.times, found.survival, found.at_risk) == ((), (), ())


@given(lives=lives)
def test_survival_falls_and_lies_within_its_interval(lives):
    found = time_to_event(*zip(*lives, strict=True))

    assert list(found.survival) == sorted(found.survival, reverse=True)
    for low, left, high in zip(found.lower, found.survival, found.upper, strict=True):
        if low is None:
            assert left == 0
        else:
            assert 0 <= low <= left + 1e-12 <= high + 2e-12 <= 1 + 2e-12


@given(lives=lives)
def test_survival_is_what_a_single_way_out_leaves(lives):
    durations, observed = zip(*lives, strict=True)

    found = time_to_event(durations, observed)
    incidence = cumulative_incidence(durations, [int(each) for each in observed])

    left = [1 - share for share in incidence.resolved]
    assert (found.times, found.at_risk) == (incidence.times, incidence.at_risk)
    assert found.survival == pytest.approx(left, abs=1e-12)


@given(lives=lives, order=st.randoms(use_true_random=False))
def test_survival_does_not_depend_on_the_order_of_durations(lives, order):
    shuffled = order.sample(lives, len(lives))

    assert time_to_event(*zip(*shuffled, strict=True)) == time_to_event(
        *zip(*lives, strict=True)
    )


@pytest.mark.parametrize(
    ("durations", "observed", "message"),
    [
        ([], [], "at least one"),
        ([1, -1], [1, 0], "0 or more"),
        ([1], [2], "observed"),
        ([1, 2], [1], "zip"),
    ],
)
def test_time_to_event_refuses_what_makes_no_sense(durations, observed, message):
    with pytest.raises(ValueError, match=message):
        time_to_event(durations, observed)
