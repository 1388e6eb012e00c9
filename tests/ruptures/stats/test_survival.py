"""A published data set, by hand, against two independent libraries, and properties."""

from math import exp, inf, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter, KaplanMeierFitter
from statsmodels.duration.survfunc import CumIncidenceRight

from ruptures.stats.survival import cumulative_incidence

# Days to relapse, to death in remission and of follow-up without either, of 54 patients
# with low-risk AML: Klein & Moeschberger (1997), Survival analysis, section 1.3.
RELAPSED = [211, 219, 248, 272, 381, 421, 486, 606, 748]
DIED = [10, 35, 48, 53, 79, 80, 105, 288, 390, 414, 481, 641, 704, 1063, 1074, 2204]
FREE = [847, 848, 860, 932, 957, 1030, 1258, 1324, 1363, 1384, 1447, 1470, 1527, 1535]
FREE += [1562, 1568, 1674, 1709, 1799, 1829, 1843, 1850, 1857, 1870, 2218, 2246, 2409]
FREE += [2506, 2569]

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


@pytest.mark.parametrize(
    ("years", "share", "low", "high"),
    [
        (1, 0.0741, 0.0234, 0.1646),
        (1.5, 0.1296, 0.0563, 0.2344),
        (2, 0.1481, 0.0685, 0.2565),
        (3, 0.1667, 0.0813, 0.2783),
    ],
)
def test_cumulative_incidence_matches_relapse_in_low_risk_leukaemia(
    years, share, low, high
):
    # as cmprsk and PROC LIFETEST give it, after Guo & So (2018), SAS Global Forum 2159;
    # their limits rest on Aalen's variance, hence the wider tolerance
    durations = RELAPSED + DIED + FREE
    outcomes = [1] * len(RELAPSED) + [2] * len(DIED) + [0] * len(FREE)

    found = cumulative_incidence(durations, outcomes).at(years * 365.25)

    assert found.resolved == pytest.approx(share, abs=5e-5)
    assert found.resolved_interval == pytest.approx((low, high), abs=2e-3)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("cause", [1, 2])
def test_cumulative_incidence_equals_statsmodels_with_ties(seed, cause):
    durations, outcomes = _sample(seed, 50, tied=True)
    with np.errstate(all="ignore"):  # its variance divides by zero at the last time
        theirs = CumIncidenceRight(np.array(durations), np.array(outcomes))
    same_times = np.isin(theirs.times, cumulative_incidence(durations, outcomes).times)
    expected = np.array(theirs.cinc[cause - 1])[same_times]
    errors = np.array(theirs.cinc_se[cause - 1])[same_times]

    ours = cumulative_incidence(durations, outcomes)

    shares = ours.resolved if cause == 1 else ours.ended
    limits = ours.resolved_interval if cause == 1 else ours.ended_interval
    assert shares == pytest.approx(expected)
    for share, error, interval in zip(shares, errors, limits, strict=True):
        if interval is not None and not np.isnan(error):
            width = 1.959964 * error / abs(share * log(share))
            ends = (share ** exp(width), share ** exp(-width))
            assert interval == pytest.approx(ends, abs=1e-6)


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


def test_no_event_gives_no_times_at_all():
    found = cumulative_incidence([2, 3], [0, 0])

    assert (found.times, found.resolved, found.ended) == ((), (), ())


@pytest.mark.parametrize("count", [30, 396, 2000])
def test_all_resolved_one_after_the_other_ends_at_one_without_an_interval(count):
    found = cumulative_incidence(range(count), [1] * count)

    assert found.resolved[-1] == pytest.approx(1)
    assert found.resolved_interval[-1] is None
    assert None not in found.resolved_interval[:-1]


@given(lives=lives, order=st.randoms(use_true_random=False))
def test_cumulative_incidence_does_not_depend_on_the_order_of_durations(lives, order):
    shuffled = order.sample(lives, len(lives))

    assert cumulative_incidence(*zip(*shuffled, strict=True)) == cumulative_incidence(
        *zip(*lives, strict=True)
    )


@given(lives=lives)
def test_an_interval_narrows_with_more_of_the_same(lives):
    found = cumulative_incidence(*zip(*lives, strict=True))
    more = cumulative_incidence(*zip(*lives * 4, strict=True))

    assert more.resolved == pytest.approx(found.resolved)
    for few, many in zip(found.resolved_interval, more.resolved_interval, strict=True):
        if few is not None:
            assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(
    ("durations", "outcomes", "message"),
    [
        ([], [], "at least one"),
        ([1, -1], [1, 0], "0 or more"),
        ([float("nan")], [1], "0 or more"),
        ([inf], [1], "finite"),
        ([1], [3], "outcome"),
        ([1, 2], [1], "zip"),
    ],
)
def test_cumulative_incidence_refuses_what_makes_no_sense(durations, outcomes, message):
    with pytest.raises(ValueError, match=message):
        cumulative_incidence(durations, outcomes)
