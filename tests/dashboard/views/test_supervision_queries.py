"""A supervisor's pages ask as often for 12 supervisees of 5 cases as for one of 3."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import (
    AttemptFactory,
    CaseFactory,
    GrantFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    SupervisionCommentFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionReviewFactory,
    SupervisionStepFactory,
    UserFactory,
)

DAY = datetime.date(2026, 10, 5)
PAGES = {
    "home": "/supervision/",
    "trends": "/supervision/trends/?period=all",
    "funnel": "/supervision/funnel/?period=all",
    "agenda": "/supervision/agenda/",
    "meetings": "/supervision/meetings/",
}
OF_ONE = {
    "trends": "/supervision/trends/?period=all&grant={key}",
    "packet": "/supervision/packet/caseload/?period=all&grant={key}",
}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def add_case(therapist, supervisor):
    """A case with an open rupture, on the agenda with a comment and a review."""
    case = CaseFactory(therapist=therapist)
    for week in range(5):
        date = DAY + datetime.timedelta(weeks=week)
        session = SessionFactory(case=case, date=date)
        ReportFactory(session=session)
        ReportFactory(session=session, rater="client", strain="no")
    rupture = RuptureFactory(session=session)
    AttemptFactory(rupture=rupture, outcome=2)
    item = SupervisionItemFactory(case=case, rupture=rupture)
    SupervisionCommentFactory(item=item, author=supervisor)
    SupervisionReviewFactory(item=item, by=supervisor)
    return item


def add_supervisee(supervisor, cases):
    """Everything that a supervisor can see of one: the grant that opens it."""
    therapist = UserFactory()
    items = [add_case(therapist, supervisor) for _ in range(cases)]
    meeting = SupervisionMeetingFactory(therapist=therapist, supervisor=supervisor)
    meeting.items.set(items)
    SupervisionStepFactory(meeting=meeting)
    return GrantFactory(
        therapist=therapist, holder=supervisor, every_case=True, in_funnel=True
    )


def queries_of(client, path):
    client.get(path)  # what is asked once in a process's life is asked now
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_as_often_for_12_supervisees_as_for_one(page, client, supervisor):
    add_supervisee(supervisor, 3)
    of_one = queries_of(client, PAGES[page])
    for _ in range(11):
        add_supervisee(supervisor, 5)

    assert queries_of(client, PAGES[page]) == of_one


@pytest.mark.parametrize("page", OF_ONE)
def test_a_caseload_asks_as_often_for_60_cases_as_for_3(page, client, supervisor):
    grant = add_supervisee(supervisor, 3)
    path = OF_ONE[page].format(key=grant.key)
    of_three = queries_of(client, path)
    for _ in range(57):
        add_case(grant.therapist, supervisor)

    assert queries_of(client, path) == of_three
