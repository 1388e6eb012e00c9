"""What may be said of counts, and from how many on."""

import pytest

from ruptures.stats.rates import Verdict, cluster_interval
from ruptures.summaries.rates import Rate, Tally
from ruptures.taxonomy import Rater
from tests.ruptures.summaries.practice import THERAPISTS, spread


def test_below_ten_answered_sessions_there_is_no_rate_and_no_interval():
    rate = spread((1, 2), (0, 2), (1, 2), (0, 2), (1, 1))

    assert (rate.value, rate.wilson, rate.cluster, rate.interval) == (None,) * 4
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


def test_from_ten_answered_sessions_there_is_a_rate_but_no_verdict_before_twenty():
    rate = spread((1, 4), (0, 4), (0, 4), (0, 4), (0, 3))

    assert rate.value == 1 / 19
    assert rate.interval == cluster_interval([1, 0, 0, 0, 0], [4, 4, 4, 4, 3])
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


def test_below_five_cases_there_is_the_wilson_interval_and_no_verdict():
    rate = spread((0, 50), (1, 50), (0, 50), (1, 50))

    assert (rate.cluster, rate.interval) == (None, rate.wilson)
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("yes", "expected"),
    [(1, "below"), (5, "cannot tell"), (9, "within"), (15, "above")],
)
def test_from_twenty_sessions_and_five_cases_a_verdict_is_given(yes, expected):
    assert spread(*[(yes, 16)] * 8).beside(THERAPISTS) == expected


@pytest.mark.parametrize(("most", "expected"), [(20, "cannot tell"), (21, "too few")])
def test_no_verdict_where_most_sessions_are_with_one_client(most, expected):
    # 20 of 40 are half, 21 of 41 more than that; the others keep their 4 each
    rate = spread((most // 2 + 1, most), *[(2, 4), (3, 4)] * 2, (2, 4))

    assert rate.cases == 6
    assert rate.mostly_one == (expected == "too few")
    assert rate.beside(THERAPISTS) == expected


def test_bounds_say_what_the_unsure_could_make_of_the_rate():
    rate = Rate.over(Rater.THERAPIST, {1: Tally(yes=4, no=12, unsure=4)})

    assert rate.bounds == (4 / 20, 8 / 20)
