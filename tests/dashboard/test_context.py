"""What every page knows without its view saying so."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import RequestFactory
from django.urls import ResolverMatch
from django.utils import timezone

from dashboard.context import practice
from ruptures.period import DAY
from ruptures.taxonomy import ClosedReason
from tests.factories import (
    CaseFactory,
    GrantFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)


def request_of(user, url_name="log"):
    request = RequestFactory().get("/")
    request.user = user
    request.resolver_match = ResolverMatch(lambda: None, (), {}, url_name)
    return request


def marked(user, url_name):
    links = practice(request_of(user, url_name))["navigation"]
    return {link.name: link.current for link in links if link.current}


@pytest.mark.django_db
def test_open_count_counts_what_is_open_in_own_cases(django_assert_num_queries):
    user = UserFactory()
    session = SessionFactory(case__therapist=user)
    RuptureFactory(session=session)
    RuptureFactory(
        session=session,
        closed_reason=ClosedReason.FADED,
        closed_on=datetime.date(2026, 3, 2),
    )
    RuptureFactory()

    context = practice(request_of(user))

    with django_assert_num_queries(1):
        assert [str(context["open_count"]), bool(context["open_count"])] == ["1", True]
        assert bool(context["synthetic"]) is False


@pytest.mark.django_db
def test_open_count_leaves_out_cases_that_ended():
    day = datetime.date(2026, 3, 2)
    case = CaseFactory(ended_on=day, ending="agreed", started_on=day)
    RuptureFactory(session=SessionFactory(case=case, date=day))

    assert not practice(request_of(case.therapist))["open_count"]


@pytest.mark.django_db
@pytest.mark.parametrize("synthetic", [True, False])
def test_a_synthetic_practice_says_so(synthetic):
    user = UserFactory()
    CaseFactory(therapist=user, synthetic=synthetic)
    CaseFactory(synthetic=not synthetic)

    assert bool(practice(request_of(user))["synthetic"]) is synthetic


@pytest.mark.django_db
def test_what_is_shared_from_tomorrow_is_told_tomorrow():
    """The statement is written once a day, not once for good."""
    supervisor, today = UserFactory(), timezone.localdate()
    case = CaseFactory(synthetic=True)
    GrantFactory(
        therapist=case.therapist,
        holder=supervisor,
        every_case=True,
        starts_on=today + DAY,
    )

    told = []
    for day in (today, today + DAY):
        with time_machine.travel(day):
            told.append(bool(practice(request_of(supervisor))["synthetic"]))

    assert told == [False, True]


@pytest.mark.django_db
def test_a_page_that_shows_neither_asks_nothing(django_assert_num_queries):
    user = UserFactory()

    with django_assert_num_queries(0):
        practice(request_of(user))


@time_machine.travel(datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC))
def test_a_stranger_learns_the_day_alone():
    assert practice(request_of(AnonymousUser())) == {
        "today": datetime.date(2026, 11, 21),
        "synthetic": False,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("url_name", "place"),
    [
        ("overview", {"overview": "page"}),
        ("case-list", {"case-list": "page"}),
        ("case-detail", {"case-list": "true"}),
        ("session-edit", {"case-list": "true"}),
        ("rupture-edit", {"case-list": "true"}),
        ("rupture-open", {"rupture-open": "page"}),
        ("import-job", {"data": "true"}),
        ("invitation-list", {"account": "true"}),
        ("account_change_password", {"account": "true"}),
        (None, {}),
    ],
)
def test_navigation_marks_where_the_page_stands(url_name, place):
    assert marked(UserFactory(), url_name) == place


@pytest.mark.django_db
def test_a_caseload_that_somebody_shares_stands_under_supervision():
    request = request_of(UserFactory(), "overview")
    request.GET = QueryDict("grant=7")

    links = practice(request)["navigation"]

    current = {link.name: link.current for link in links if link.current}
    assert current == {"supervision": "true"}
