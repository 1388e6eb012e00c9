"""How often markers were noted, by the therapist and by observers apart, by hand."""

import datetime

import pytest

from ruptures.models import Rupture, Session
from ruptures.summaries.markers import (
    Markers,
    Noted,
    markers_by_observers,
    markers_on_ruptures,
)
from ruptures.taxonomy import Rater, RuptureType
from tests.factories import (
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.summaries.practice import HALF_YEAR

DAY = datetime.date(2026, 3, 2)
NONE = Markers(rows=0, marked=0, counts={})

pytestmark = pytest.mark.django_db


def rupture(therapist, *codes, day=DAY, **fields):
    session = SessionFactory(case__therapist=therapist, date=day)
    made = RuptureFactory(session=session, **fields)
    for code in codes:
        MarkerFactory(rupture=made, code=code)


def report(therapist, *codes, day=DAY, rater=Rater.OBSERVER, **fields):
    session = SessionFactory(case__therapist=therapist, date=day)
    made = ReportFactory(session=session, rater=rater, **fields)
    for minute, code in enumerate(codes):
        MarkerFactory(rupture=None, report=made, code=code, minute=minute)


def noted(therapist, wanted=""):
    ruptures = Rupture.objects.visible_to(therapist)
    return markers_on_ruptures(ruptures, HALF_YEAR, wanted)


def observed(therapist):
    return markers_by_observers(Session.objects.visible_to(therapist), HALF_YEAR)


def test_ruptures_are_counted_by_marker_and_those_with_any(therapist):
    rupture(therapist, "quiet", "pressed")
    rupture(therapist, "quiet")
    rupture(therapist)

    found = noted(therapist)

    assert found == Markers(rows=3, marked=2, counts={"quiet": 2, "pressed": 1})
    assert found.of("withdrawal") == (Noted("quiet", 2, 2),)
    assert found.never("confrontation") == (
        "about_me",
        "pushed_back",
        "about_tasks",
        "about_frame",
        "about_progress",
        "stood_ground",
    )


def test_the_most_frequent_marker_comes_first(therapist):
    rupture(therapist, "quiet", "went_along")
    rupture(therapist, "went_along")

    codes = [each.marker for each in noted(therapist).of("withdrawal")]

    assert codes == ["went_along", "quiet"]


def test_an_observer_who_notes_a_marker_twice_counts_once(therapist):
    report(therapist, "quiet", "quiet", "pressed", reporter="A")
    report(therapist, reporter="A")

    assert observed(therapist) == Markers(2, 1, {"quiet": 1, "pressed": 1})


def test_observers_and_the_therapist_are_never_pooled(therapist):
    rupture(therapist, "quiet")
    report(therapist, "pressed", reporter="A")
    report(therapist, rater=Rater.CLIENT)

    assert noted(therapist).counts == {"quiet": 1}
    assert observed(therapist) == Markers(1, 1, {"pressed": 1})


def test_the_period_the_type_and_the_owner_narrow(therapist):
    rupture(therapist, "quiet", day=datetime.date(2025, 12, 31))
    rupture(therapist, "quiet", type=RuptureType.MIXED)
    rupture(therapist, "pressed", type=RuptureType.CONFRONTATION)
    rupture(UserFactory(), "quiet")
    report(UserFactory(), "quiet", reporter="A")
    report(therapist, "quiet", day=datetime.date(2026, 7, 1), reporter="A")

    assert noted(therapist).rows == 2
    assert noted(therapist, RuptureType.WITHDRAWAL).counts == {"quiet": 1}
    assert observed(therapist) == NONE


def test_without_rows_nothing_is_noted(therapist):
    assert (noted(therapist), observed(therapist)) == (NONE, NONE)


def test_a_share_and_its_interval_begin_at_ten():
    nine, ten = Noted("quiet", 3, 9), Noted("quiet", 3, 10)

    assert (nine.share, nine.interval) == (None, None)
    assert ten.share == 0.3
    # Wilson: 3 of 10
    assert ten.interval == pytest.approx((0.1078, 0.6032), abs=1e-4)


def test_each_of_the_two_is_one_statement(therapist, django_assert_num_queries):
    rupture(therapist, "quiet")

    with django_assert_num_queries(2):
        noted(therapist)
        observed(therapist)
