"""What is still to finish: by the published rule, and nothing beside it."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruptures.models import Act
from ruptures.recording import leave_as_is, undo
from ruptures.to_finish import all_to_finish
from ruptures.unfinished import older_unanswered
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

TODAY = datetime.date(2026, 11, 20)
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(db):
    return CaseFactory(code="K7QM")


def found(case):
    return all_to_finish(case.therapist, TODAY)


def yes(case, days_ago=1, resolution=None, intensity=None, **values):
    """A yes logged so many days ago, with a rupture that has neither more said."""
    report = ReportFactory(
        session__case=case,
        session__date=TODAY - days_ago * DAY,
        logged_at=timezone.now() - days_ago * DAY,
        resolution=resolution,
        intensity=intensity,
        **values,
    )
    return report, RuptureFactory(session=report.session)


def lacks(case):
    names = ("strength", "markers", "resolution")
    return [
        [name for name in names if getattr(each.report, f"lacks_{name}")]
        for each in found(case).incomplete
    ]


@pytest.mark.parametrize(("days_ago", "listed"), [(0, 1), (30, 1), (31, 0)])
def test_a_held_session_without_an_answer_is_listed_for_thirty_days(
    case, days_ago, listed
):
    SessionFactory(case=case, date=TODAY - days_ago * DAY)

    assert len(found(case).unanswered) == listed
    assert older_unanswered(case.therapist, TODAY).count() == 1 - listed


def test_what_was_cancelled_or_answered_is_not_listed(case):
    SessionFactory(case=case, date=TODAY, attendance="missed")
    ReportFactory(session__case=case, session__date=TODAY - DAY, strain="no")
    ReportFactory(session__case=case, session__date=TODAY - 2 * DAY, strain="unsure")

    assert found(case).count == 0


def test_the_clients_answer_alone_leaves_the_therapists_to_give(case):
    ReportFactory(session__case=case, session__date=TODAY, rater="client")

    assert len(found(case).unanswered) == 1


def test_a_yes_and_nothing_else_lacks_all_three(case):
    yes(case)

    assert lacks(case) == [["strength", "markers", "resolution"]]


def test_what_is_said_is_no_longer_missing(case):
    _report, rupture = yes(case, intensity=3)
    assert lacks(case) == [["markers", "resolution"]]

    MarkerFactory(rupture=rupture)
    assert lacks(case) == [["resolution"]]

    AttemptFactory(rupture=rupture, outcome=2)
    assert lacks(case) == []


def test_the_answers_own_resolution_is_enough(case):
    _report, rupture = yes(case, intensity=3, resolution=1)
    MarkerFactory(rupture=rupture)

    assert lacks(case) == []


def test_an_attempt_without_an_outcome_is_where_to_say_it(case):
    _report, rupture = yes(case, intensity=3)
    MarkerFactory(rupture=rupture)
    attempt = AttemptFactory(rupture=rupture, outcome=None)

    [each] = found(case).incomplete

    assert (each.unmarked, each.untold) == (None, attempt)


def test_a_rupture_closed_without_repair_lacks_no_resolution(case):
    _report, rupture = yes(case, intensity=3)
    MarkerFactory(rupture=rupture)
    rupture.closed_reason, rupture.closed_on = "faded", TODAY
    rupture.save()

    assert lacks(case) == []


def test_one_of_two_ruptures_without_a_marker_is_named(case):
    report, first = yes(case, intensity=3, resolution=2)
    MarkerFactory(rupture=first)
    second = RuptureFactory(session=report.session)

    [each] = found(case).incomplete

    assert each.unmarked == second


@pytest.mark.parametrize(("days_ago", "listed"), [(30, 1), (31, 0)])
def test_a_yes_is_listed_for_thirty_days_after_it_was_logged(case, days_ago, listed):
    yes(case, days_ago)

    assert len(found(case).incomplete) == listed


def test_a_yes_logged_now_for_a_session_long_ago_is_listed(case):
    report, _rupture = yes(case, days_ago=0)
    report.session.date = TODAY - 300 * DAY
    report.session.save()

    assert len(found(case).incomplete) == 1


def test_left_as_it_is_it_is_listed_no_more_until_that_is_undone(case):
    report, _rupture = yes(case)

    act = leave_as_is(
        user=case.therapist, submission=uuid.uuid4(), report=report, version=1
    )

    assert found(case).count == 0
    undo(user=case.therapist, submission=uuid.uuid4(), act=act)
    assert found(case).count == 1


def test_expected_dates_of_thirty_days_wait_by_week(case):
    case.rhythm, case.rhythm_from = "weekly", datetime.date(2026, 9, 4)
    case.started_on = case.rhythm_from
    case.save()
    ReportFactory(
        session__case=case, session__date=datetime.date(2026, 11, 6), strain="no"
    )

    assert [day.isoformat() for day in found(case).unconfirmed] == [
        "2026-10-23",
        "2026-10-30",
        "2026-11-13",
    ]
    assert [(day.isoformat(), count) for day, count in found(case).weeks] == [
        ("2026-10-19", 1),
        ("2026-10-26", 1),
        ("2026-11-09", 1),
    ]


def test_nothing_of_a_case_on_hold_is_listed(case):
    case.rhythm, case.rhythm_from = "weekly", case.started_on
    case.hold_reason, case.hold_since = "court", TODAY
    case.hold_by = case.therapist
    case.save()
    SessionFactory(case=case, date=TODAY)
    yes(case)

    assert found(case).count == 0


def test_nothing_of_another_therapists_is_listed(case):
    yes(case)
    SessionFactory(case=case, date=TODAY)

    assert all_to_finish(UserFactory(), TODAY).count == 0


def test_the_list_costs_five_queries(case):
    yes(case)
    SessionFactory(case=case, date=TODAY)

    with CaptureQueriesContext(connection) as queries:
        found(case)

    assert len(queries) == 5


def test_leaving_as_it_is_is_one_act_however_often_it_is_sent(case):
    report, _rupture = yes(case)
    submission = uuid.uuid4()

    for _ in range(2):
        leave_as_is(
            user=case.therapist, submission=submission, report=report, version=1
        )

    assert Act.objects.count() == 1
