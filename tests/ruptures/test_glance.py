"""The line of the log page: it counts as the list and the day do, by one query."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruptures.glance import glance
from ruptures.slots import days
from ruptures.span import Span
from ruptures.to_finish import all_to_finish
from tests.factories import CaseFactory, ReportFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 20)
NOON = datetime.datetime(2026, 11, 20, 12, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(weeks=1)


@pytest.fixture(autouse=True)
def _friday():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def user(db):
    """A day with a session unanswered, two expected, one usual and one cancelled."""
    user = UserFactory()
    SessionFactory(case=weekly(user), date=TODAY)
    weekly(user)
    weekly(user)
    usual = CaseFactory(therapist=user)
    for week in (1, 2):
        session = SessionFactory(case=usual, date=TODAY - week * WEEK)
        ReportFactory(session=session, strain="no")
    SessionFactory(case=weekly(user), date=TODAY, attendance="missed")
    ReportFactory(
        session__case=weekly(user),
        session__date=TODAY - datetime.timedelta(days=1),
        logged_at=timezone.now(),
    )
    return user


def weekly(user):
    """Since two weeks, each of the two dates before today unconfirmed."""
    start = TODAY - 2 * WEEK
    return CaseFactory(
        therapist=user, started_on=start, rhythm="weekly", rhythm_from=start
    )


def test_it_counts_what_the_list_to_finish_has(user):
    listed = all_to_finish(user, TODAY)

    assert glance(user, TODAY).to_finish == listed.count
    told = (len(listed.unanswered), len(listed.incomplete), len(listed.unconfirmed))
    assert told == (1, 1, 10)


def test_it_counts_the_cases_of_the_day(user):
    [day] = days(user, Span.day(TODAY), TODAY)

    assert glance(user, TODAY).cases_today == len(day.slots) == 5


def test_it_costs_one_query(user):
    with CaptureQueriesContext(connection) as queries:
        seen = glance(user, TODAY)
        assert (seen.to_finish, seen.cases_today) == (12, 5)

    assert len(queries) == 1


def test_a_case_on_hold_is_in_no_count_to_finish(user):
    case = user.cases.earliest("pk")
    before = glance(user, TODAY).to_finish
    case.hold_reason, case.hold_since, case.hold_by = "court", TODAY, user
    case.save()

    assert before - glance(user, TODAY).to_finish == 3


def test_without_a_running_case_there_is_nothing_to_say():
    seen = glance(UserFactory(), TODAY)

    assert (seen.to_finish, seen.cases_today) == (0, 0)
