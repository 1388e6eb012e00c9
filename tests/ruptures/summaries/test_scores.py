"""Scores of one case as series, judged beside limits worked out by hand."""

import datetime
from decimal import Decimal

import pytest

from ruptures.models import Score
from ruptures.stats.change import reliable_change
from ruptures.stats.control import Recovery
from ruptures.summaries.limits import Limits, Unlimited, limits_of
from ruptures.summaries.scores import Judged, moved
from ruptures.summaries.series import Point, Series, all_series
from ruptures.taxonomy import Rater
from tests.factories import CaseFactory, ScoreFactory, SessionFactory

# The first 8 have the mean 34.125 and the moving ranges 1 1 2 1 1 1 1, whose mean is
# 8/7: limits 34.125 +/- 2.66 * 8/7.
SCORES = [33, 34, 33, 35, 34, 35, 34, 35, 36, 35, 36, 35, 34, 35, 27, 31, 35, 36, 33]
SCORES += [34, 36, 35, 36, 36]
LOWER, UPPER = 34.125 - 2.66 * 8 / 7, 34.125 + 2.66 * 8 / 7


def series(values, minimum=0, maximum=40, higher=True):
    points = tuple(
        Point(place, float(v), float(v if higher else minimum + maximum - v))
        for place, v in enumerate(values)
    )
    return Series("srs", "client", minimum, maximum, higher, points)


def test_limits_come_from_the_first_eight_scores_and_judge_what_follows():
    limits = limits_of(series(SCORES))

    assert isinstance(limits, Limits)
    assert (limits.start, limits.count, limits.fixed) == (0, 8, True)
    assert (limits.lower, limits.upper) == pytest.approx((LOWER, UPPER))
    assert (limits.below, limits.above) == ((14, 15), ())


def test_limits_stay_within_the_range_of_the_instrument():
    limits = limits_of(series([40, 36, 40, 37, 40, 39, 40, 38], minimum=36))

    assert (limits.lower, limits.upper) == (36, 40)


def test_a_baseline_may_begin_later_and_judges_nothing_before_it():
    limits = limits_of(series([10, 11, *SCORES]), since=2)

    assert (limits.start, limits.judged_from) == (2, 10)
    assert (limits.lower, limits.upper) == pytest.approx((LOWER, UPPER))
    assert limits.below == (16, 17)


def test_a_baseline_that_is_not_full_yet_has_limits_so_far():
    limits = limits_of(series(SCORES[:7]))

    assert (limits.count, limits.fixed, limits.below) == (7, False, ())


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([], Unlimited.TOO_FEW),
        (SCORES[:5], Unlimited.TOO_FEW),
        ([36] * 20, Unlimited.NO_VARIATION),
        ([36] * 8 + [20], Unlimited.NO_VARIATION),
    ],
)
def test_without_enough_or_without_variation_there_are_no_limits(values, why):
    assert limits_of(series(values)) is why


def test_dips_are_judged_at_both_criteria_with_what_became_of_them():
    judged = Judged.of(series(SCORES))

    assert judged.dips[1].signals == (12, 14, 15, 18, 19)
    assert judged.dips[2].signals == (14, 15, 18)
    assert judged.recovered(1) == {Recovery.RECOVERED: 5}
    assert judged.dip_at(12, 1).recovery is Recovery.RECOVERED
    assert judged.dip_at(12, 2) is None


def test_a_form_on_which_higher_is_worse_is_turned_round_for_dips():
    judged = Judged.of(series([40 - score for score in SCORES], higher=False))

    assert judged.dips[2].signals == (14, 15, 18)
    assert judged.limits.above == (14, 15)


def test_a_lasting_drop_is_marked_again_until_it_is_counted_from_a_new_session():
    # Twelve round 30, then twelve round 22: by 2 SD each of these is a dip.
    scores = [30, 31, 32] * 4 + [22, 23, 24] * 4

    lasting, anew = Judged.of(series(scores)), Judged.of(series(scores), since=12)

    assert lasting.dips[2].signals == (*range(12, 24),)
    assert anew.dips[2].signals == ()
    assert anew.start == 12


def test_dips_after_a_new_start_keep_their_place_in_the_series():
    judged = Judged.of(series([10, 11, 10, *SCORES]), since=3)

    assert judged.dips[2].signals == (17, 18, 21)
    assert len(judged.dips[2].marks) == 3 + len(SCORES)
    assert judged.dip_at(17, 2).index == 17


def test_the_course_of_a_score_is_its_first_previous_and_present_one():
    found = moved(series([33, 35, 38]), sd=4, reliability=0.83)

    assert [p.value for p in (found.first, found.previous, found.now)] == [33, 35, 38]
    assert found.index == reliable_change(33, 38, 4, 0.83)


@pytest.mark.parametrize("known", [(None, 0.83), (4, None), (None, None)])
def test_without_deviation_and_reliability_no_change_is_called_reliable(known):
    assert moved(series([33, 38]), *known).index is None


def test_one_score_has_neither_a_first_nor_a_previous_one():
    found = moved(series([33]), sd=4, reliability=0.83)

    assert (found.first, found.previous, found.index) == (None, None, None)


@pytest.mark.django_db
def test_series_are_by_instrument_and_rater_and_the_longest_comes_first():
    case = CaseFactory()
    start = datetime.date(2026, 1, 5)
    sessions = [
        SessionFactory(case=case, date=start + datetime.timedelta(weeks=week))
        for week in range(3)
    ]
    places = {session.pk: place for place, session in enumerate(sessions)}
    ScoreFactory(session=sessions[0], rater=Rater.THERAPIST, value=40)
    for session, value in zip(
        reversed(sessions), (50, 51, Decimal("52.5")), strict=True
    ):
        ScoreFactory(session=session, value=value, higher_is_better=False)

    scores = Score.objects.visible_to(case.therapist)
    found = all_series(scores, places)

    assert [each.code for each in found] == ["wai-sr.client", "wai-sr.therapist"]
    assert found[0].points == (
        Point(0, 52.5, 19.5),
        Point(1, 51.0, 21.0),
        Point(2, 50.0, 22.0),
    )
