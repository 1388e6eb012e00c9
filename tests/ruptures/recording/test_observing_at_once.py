"""Handing a sheet in at one moment: twice, from two tabs, and while access ends."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ruptures import granting, recording
from ruptures.integrity import broken
from ruptures.models import AccessEvent, Act, Case, Deed, Grant
from ruptures.recording import MarkerEntry, ObserverEntry
from tests.factories import GrantFactory, SessionFactory
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 12
YES = ObserverEntry("yes", 4, 2, [MarkerEntry("quiet", 12, 3)])


@pytest.fixture
def session():
    return SessionFactory(date=datetime.date(2026, 1, 12))


@pytest.fixture
def grant(session):
    return observing(session)


def observing(session):
    therapist = session.case.therapist
    return GrantFactory(therapist=therapist, purpose="observe", cases=[session.case])


def hand_in(user, session, submission=None):
    return recording.observe(
        user=user, submission=submission or uuid.uuid4(), session=session, entry=YES
    )


def rated():
    return AccessEvent.objects.filter(deed=Deed.RATED).count()


def test_one_sheet_sent_many_times_at_once_is_one_report(session, grant):
    submission = uuid.uuid4()

    acts = in_parallel(lambda _n: hand_in(grant.holder, session, submission), TIMES)

    assert {act.pk for act in acts} == {Act.objects.get().pk}
    assert session.reports.get().markers.count() == 1
    assert (rated(), list(broken())) == (1, [])


def test_of_sheets_in_many_tabs_the_first_stands(session, grant):
    answers = in_parallel(lambda _n: hand_in(grant.holder, session), TIMES)

    refused = [each for each in answers if isinstance(each, ValidationError)]
    assert len(refused) == TIMES - 1
    assert {tuple(each.messages) for each in refused} == {
        ("This rater has already answered.",)
    }
    assert (session.reports.count(), rated()) == (1, 1)


def test_several_observers_hand_in_at_once_each_under_their_code(session):
    grants = [observing(session) for _ in range(TIMES)]

    in_parallel(lambda n: hand_in(grants[n].holder, session), TIMES)

    codes = session.reports.values_list("reporter", flat=True)
    assert sorted(codes) == sorted(grant.reporter for grant in grants)
    assert list(broken()) == []


def test_a_sheet_that_meets_the_end_of_access_is_whole_or_not_there(session, grant):
    def act(number):
        if number == 0:
            return granting.end(user=session.case.therapist, grant=grant)
        return hand_in(grant.holder, session)

    answers = in_parallel(act, TIMES)

    refused = {type(each) for each in answers if isinstance(each, Exception)}
    assert refused <= {Case.DoesNotExist, Grant.DoesNotExist, ValidationError}
    assert session.reports.count() == rated()
    assert list(broken()) == []


def test_a_page_that_meets_the_end_of_access_says_that_it_is_gone(session, grant):
    path = reverse("dashboard:observe-sheet", args=[session.key])
    browsers = [Client() for _ in range(TIMES)]
    for browser in browsers:
        browser.force_login(grant.holder)

    def act(number):
        if number == 0:
            granting.end(user=session.case.therapist, grant=grant)
            return 0
        sent = {"strain": "no"} if number % 2 else {"strain": "perhaps"}
        return browsers[number].post(path, sent).status_code

    assert set(in_parallel(act, TIMES)) <= {0, 200, 302, 404}
