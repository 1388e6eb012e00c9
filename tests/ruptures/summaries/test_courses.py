"""The course of few ruptures, in held sessions and in days, each step by hand."""

import datetime

import pytest

from ruptures.models import Rupture
from ruptures.period import Period
from ruptures.stats.survival import CENSORED, ENDED, RESOLVED
from ruptures.summaries.courses import Stage, Unit, courses
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import ClosedReason, RuptureType
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.summaries.practice import HALF_YEAR, MONDAY, chronicle_of

WEEK = datetime.timedelta(weeks=1)

pytestmark = pytest.mark.django_db


def rupture(therapist, weeks=1, resolved_after=None, ended=False, **fields):
    """In the first of so many weekly sessions of a case of its own."""
    ended_on = MONDAY + weeks * WEEK if ended else None
    ending = {"ended_on": ended_on, "ending": "agreed"} if ended else {}
    case = CaseFactory(therapist=therapist, **ending)
    sessions = [
        SessionFactory(case=case, date=MONDAY + week * WEEK) for week in range(weeks)
    ]
    made = RuptureFactory(session=sessions[0], **fields)
    if resolved_after is not None:
        AttemptFactory(rupture=made, session=sessions[resolved_after], outcome=4)
    return made


def followed(therapist, unit=Unit.SESSIONS, wanted="", period=HALF_YEAR):
    ruptures = Rupture.objects.visible_to(therapist)
    chronicle = chronicle_of(therapist)
    return courses(strands_of(ruptures), chronicle, period, wanted, unit)


def twelve(therapist):
    """4 resolved at once, 2 next time, 1 after 3 sessions; 2 ended after 2; 3 open."""
    for later in (0, 0, 0, 0, 1, 1, 3):
        rupture(therapist, weeks=6, resolved_after=later)
    for _ in range(2):
        rupture(therapist, weeks=3, ended=True)
    for weeks in (2, 5, 5):
        rupture(therapist, weeks=weeks)


def test_shares_resolved_and_ended_follow_aalen_and_johansen(therapist):
    twelve(therapist)

    found = followed(therapist)

    # 4/12; 8/12 * 2/8 more; 1/2 * 2/5 ended; 1/2 * 3/5 * 1/3 more
    stages = [found.at(time) for time in range(5)]
    assert [stage.at_risk for stage in stages] == [12, 8, 5, 3, 2]
    resolved = [stage.resolved_share for stage in stages]
    assert resolved == pytest.approx([1 / 3, 0.5, 0.5, 0.6, 0.6])
    assert [stage.ended_share for stage in stages] == pytest.approx(
        [0, 0, 0.2, 0.2, 0.2]
    )
    assert [(stage.resolved, stage.ended) for stage in stages] == [
        (4, 0),
        (6, 0),
        (6, 2),
        (7, 2),
        (7, 2),
    ]
    assert (found.count, found.followed, found.known_to) == (12, 3, 4)
    assert found.at(5) is None


def test_an_interval_is_log_log_and_there_is_none_below_ten_at_risk(therapist):
    twelve(therapist)

    found = followed(therapist)

    # 1/3 ** exp(±1.96 * sqrt(2/9 / 12) / (ln 3 / 3)), as 12 are at risk
    assert found.at(0).interval == pytest.approx((0.1027, 0.5884), abs=1e-4)
    assert found.at(1).interval is None


def test_days_are_those_between_the_sessions_and_nothing_else_differs(therapist):
    twelve(therapist)

    found = followed(therapist, Unit.DAYS)

    assert found.left == {
        CENSORED: [7, 28, 28],
        RESOLVED: [0, 0, 0, 0, 7, 7, 21],
        ENDED: [14, 14],
    }
    assert found.at(21).resolved_share == pytest.approx(0.6)


def test_a_closed_rupture_ends_on_its_day_and_in_the_last_session_before(therapist):
    closed_on = MONDAY + datetime.timedelta(days=10)
    closing = {"closed_reason": ClosedReason.FADED, "closed_on": closed_on}
    rupture(therapist, weeks=5, **closing)

    assert followed(therapist).left[ENDED] == [1]
    assert followed(therapist, Unit.DAYS).left[ENDED] == [10]


def test_what_is_resolved_after_it_was_closed_has_ended_before(therapist):
    closing = {"closed_reason": ClosedReason.FADED, "closed_on": MONDAY + WEEK}
    rupture(therapist, weeks=5, resolved_after=3, **closing)

    found = followed(therapist, Unit.DAYS)

    assert found.left == {CENSORED: [], RESOLVED: [], ENDED: [7]}


def test_a_rupture_counts_by_when_it_arose_whatever_became_of_it(therapist):
    before = Period(MONDAY + WEEK, HALF_YEAR.end, HALF_YEAR.known_to)
    rupture(therapist, weeks=4, resolved_after=3)
    rupture(therapist, weeks=4)

    assert followed(therapist, period=before).count == 0


def test_a_type_narrows_and_a_mixed_rupture_is_of_both(therapist):
    for kind in RuptureType:
        rupture(therapist, type=kind)

    counts = [followed(therapist, wanted=kind).count for kind in ("", *RuptureType)]

    assert counts == [3, 2, 2, 1]


def test_without_a_rupture_there_is_nothing_to_follow(therapist):
    SessionFactory(case__therapist=therapist)

    found = followed(therapist)

    assert (found.count, found.at(0)) == (0, None)
    assert found.event_times == ()


def test_below_ten_ruptures_there_are_counts_and_no_shares(therapist):
    for _ in range(9):
        rupture(therapist, resolved_after=0)

    assert followed(therapist).at(0) == Stage(0, at_risk=9, resolved=9, ended=0)


@pytest.mark.parametrize(
    ("fields", "shares"),
    [
        ({"resolved_after": 0}, (1, 0)),
        ({"weeks": 5}, (0, 0)),
        ({"ended": True}, (0, 1)),
    ],
    ids=["all resolved at once", "none ever", "all ended"],
)
def test_where_all_go_the_same_way_there_is_a_share_and_no_interval(
    therapist, fields, shares
):
    for _ in range(10):
        rupture(therapist, **fields)

    stage = followed(therapist).at(3)

    assert (stage.resolved_share, stage.ended_share, stage.interval) == (*shares, None)


def test_another_therapists_ruptures_are_not_followed(therapist):
    rupture(UserFactory())

    assert followed(therapist).count == 0
