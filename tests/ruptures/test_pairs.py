"""Who meets whom, and what both of them can see at this moment."""

import datetime

import pytest

from ruptures import agenda
from ruptures.pairs import Pair, pairs_of
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    GrantFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def case():
    return CaseFactory()


@pytest.fixture
def grant(case):
    return GrantFactory(therapist=case.therapist, cases=[case])


@pytest.fixture
def pair(grant):
    return Pair.of(grant)


def met(grant, *items, date=DAY):
    meeting = SupervisionMeetingFactory(
        therapist=grant.therapist, supervisor=grant.holder, date=date
    )
    meeting.items.set(items)
    return meeting


def test_never_brought_are_running_cases_that_were_not_discussed(case, grant, pair):
    ended = CaseFactory(therapist=case.therapist, ended_on=DAY, ending="agreed")
    other = CaseFactory(therapist=case.therapist)
    CaseFactory(therapist=case.therapist)
    grant.cases.set([case, ended, other])

    met(grant, SupervisionItemFactory(case=case))

    assert pair.never_brought() == [other]


def test_what_was_discussed_and_reviewed_does_not_wait_any_more(case, grant, pair):
    seen, spoken_of, new = SupervisionItemFactory.create_batch(3, case=case)
    met(grant, seen, spoken_of)
    for item in (seen, new):
        agenda.review(user=grant.holder, item=item, done=True)

    assert set(pair.waiting()) == {spoken_of, new}


def test_the_meeting_before_is_the_last_one_of_the_same_two(grant, pair):
    earlier = met(grant, date=datetime.date(2026, 10, 2))
    same_day = [met(grant) for _ in range(2)]
    SupervisionMeetingFactory(therapist=grant.therapist, date=DAY)

    assert pair.meeting_before() == same_day[1]
    assert pair.meeting_before(same_day[1]) == same_day[0]
    assert pair.meeting_before(same_day[0]) == earlier
    assert pair.meeting_before(earlier) is None


def test_two_are_offered_once_however_many_grants_bind_them(grant):
    again = GrantFactory(therapist=grant.therapist, holder=grant.holder)
    ended = {"ended_at": LOGGED_AT, "ended_by": grant.therapist}
    GrantFactory(therapist=grant.therapist, **ended)
    GrantFactory(therapist=grant.therapist, purpose="observe")

    found = pairs_of(grant.therapist)

    assert found == [(grant, Pair(grant.therapist, grant.holder))]
    assert pairs_of(again.holder) == found
