"""The exact distribution of resamples, SciPy's own bootstrap, and properties."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, bootstrap

from ruptures.stats.agreement import (
    AgreementIntervals,
    agreement,
    bootstrap_intervals,
)
from ruptures.stats.rates import Interval

STATISTICS = ["percent", "difference", "positive", "negative", "kappa", "ac1"]
AGREE, FIRST, SECOND, NEITHER = (1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)

caseloads = st.lists(
    st.tuples(*[st.integers(0, 12)] * 4).filter(any), min_size=10, max_size=30
)


def _caseload(seed, cases=40):
    draw = np.random.default_rng(seed)
    shares = draw.dirichlet([3, 1, 2, 4], cases)
    return [tuple(draw.multinomial(12, each).tolist()) for each in shares]


@pytest.mark.parametrize("agreeing", [12, 20, 33])
def test_the_share_agreed_has_the_exact_limits_where_each_case_has_one_session(
    agreeing,
):
    # the share of 40 such cases in a resample is Binomial(40, agreeing / 40) / 40
    cells = [AGREE] * agreeing + [FIRST] * (40 - agreeing)

    found = bootstrap_intervals(cells, resamples=20_000).percent

    expected = binom.ppf([0.025, 0.975], 40, agreeing / 40) / 40
    assert found == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", STATISTICS)
def test_intervals_agree_with_scipys_bootstrap_of_cases(seed, name):
    cells = _caseload(seed)
    theirs = bootstrap(
        tuple(np.transpose(cells)),
        lambda *columns: getattr(agreement(*(int(c.sum()) for c in columns)), name),
        n_resamples=4000,
        paired=True,
        vectorized=False,
        method="percentile",
        rng=np.random.default_rng(seed),
    ).confidence_interval

    found = getattr(bootstrap_intervals(cells, resamples=4000), name)

    assert found == pytest.approx((theirs.low, theirs.high), abs=0.02)


def test_the_same_seed_gives_the_same_limits_and_another_gives_others():
    cells = _caseload(0)

    found = bootstrap_intervals(cells, seed=7)

    assert bootstrap_intervals(cells, seed=7) == found
    assert bootstrap_intervals(cells, seed=8) != found


def test_sessions_of_one_case_count_for_less_than_as_many_cases():
    # the same 120 sessions: once as 120 cases, once as 12 that always do the same
    alone = bootstrap_intervals([AGREE] * 60 + [FIRST] * 60).percent
    clustered = bootstrap_intervals([(10, 0, 0, 0)] * 6 + [(0, 10, 0, 0)] * 6).percent

    assert alone is not None
    assert clustered is not None
    assert clustered.high - clustered.low > 2 * (alone.high - alone.low)


def test_a_statistic_that_many_resamples_lack_has_no_interval():
    # no yes at all in (14/16)^16 = 12 % of the resamples
    found = bootstrap_intervals([NEITHER] * 14 + [AGREE, FIRST])

    assert (found.positive, found.kappa) == (None, None)


def test_a_statistic_that_few_resamples_lack_keeps_its_interval():
    # no yes at all in (12/16)^16 = 1 % of the resamples
    found = bootstrap_intervals([NEITHER] * 12 + [AGREE, AGREE, FIRST, SECOND])

    assert found.positive == Interval(0, 1)


@pytest.mark.parametrize("cell", [(3, 0, 0, 4), (0, 0, 0, 4), (3, 1, 2, 4)])
def test_cases_that_never_differ_have_no_interval_at_all(cell):
    none = dict.fromkeys(STATISTICS)

    assert bootstrap_intervals([cell] * 12) == AgreementIntervals(**none)


def test_cases_without_a_session_say_nothing():
    cells = _caseload(1)

    assert bootstrap_intervals([*cells, (0, 0, 0, 0)]) == bootstrap_intervals(cells)


@pytest.mark.parametrize(
    ("cells", "resamples", "message"),
    [
        ([], 2000, "at least 10 cases"),
        ([AGREE] * 9, 2000, "at least 10 cases"),
        ([AGREE] * 9 + [(0, 0, 0, 0)], 2000, "at least 10 cases"),
        ([AGREE] * 10 + [(1, -1, 3, 3)], 2000, "0 or more"),
        ([AGREE] * 10, 0, "at least one resample"),
    ],
)
def test_a_bootstrap_refuses_what_makes_no_sense(cells, resamples, message):
    with pytest.raises(ValueError, match=message):
        bootstrap_intervals(cells, resamples)


@settings(max_examples=25)
@given(cells=caseloads, order=st.randoms(use_true_random=False))
def test_intervals_do_not_depend_on_the_order_of_cases(cells, order):
    shuffled = order.sample(cells, len(cells))

    assert bootstrap_intervals(shuffled, 200) == bootstrap_intervals(cells, 200)


@settings(max_examples=25)
@given(cells=caseloads)
def test_intervals_stay_in_the_range_of_their_statistic(cells):
    found = bootstrap_intervals(cells, 200)

    for name, least in zip(STATISTICS, (0, -1, 0, 0, -1, -1), strict=True):
        interval = getattr(found, name)
        assert interval is None or least <= interval.low < interval.high <= 1


@settings(max_examples=25)
@given(cells=caseloads)
def test_the_share_agreed_lies_in_its_interval(cells):
    found = bootstrap_intervals(cells, 1000).percent
    percent = agreement(*map(sum, zip(*cells, strict=True))).percent

    assert percent is not None
    assert found is None or found.low <= percent <= found.high


@settings(max_examples=10)
@given(seed=st.integers(0, 1000))
def test_swapping_the_raters_mirrors_the_intervals_but_for_chance(seed):
    cells = _caseload(seed)
    swapped = [(both, second, first, neither) for both, first, second, neither in cells]

    found = bootstrap_intervals(cells, 4000)
    mirrored = bootstrap_intervals(swapped, 4000)

    assert found.difference is not None
    turned = [-end for end in reversed(found.difference)]
    assert mirrored.difference == pytest.approx(turned, abs=0.03)
    assert mirrored.kappa == pytest.approx(found.kappa, abs=0.03)
