"""Who shares cases with a supervisor now, and who agreed to be counted."""

import pytest

from ruptures.models import Purpose
from ruptures.supervisees import counted_with, in_funnel_of, supervisees
from tests.factories import LOGGED_AT, CaseFactory, GrantFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor():
    return UserFactory()


def test_supervisees_stand_by_their_e_mail(supervisor):
    for name in ("cleo", "abel", "bea"):
        therapist = UserFactory(email=f"{name}@example.org")
        GrantFactory(therapist=therapist, holder=supervisor, every_case=True)

    found = [each.therapist.email for each in supervisees(supervisor)]

    assert found == ["abel@example.org", "bea@example.org", "cleo@example.org"]


def test_a_therapist_with_two_grants_stands_once_by_the_wider(supervisor):
    case = CaseFactory()
    GrantFactory(therapist=case.therapist, holder=supervisor, cases=[case])
    wide = GrantFactory(therapist=case.therapist, holder=supervisor, every_case=True)

    [found] = supervisees(supervisor)

    assert found.grant == wide
    assert len(found.grants) == 2


@pytest.mark.parametrize(
    "columns", [{"accepted_at": None}, {"purpose": Purpose.OBSERVE}]
)
def test_who_waits_or_is_observed_is_no_supervisee(columns, supervisor):
    GrantFactory(holder=supervisor, every_case=True, **columns)

    assert supervisees(supervisor) == []


def test_who_ended_it_is_neither_supervisee_nor_counted(supervisor):
    grant = GrantFactory(holder=supervisor, every_case=True, in_funnel=True)
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()

    assert supervisees(supervisor) == []
    assert not in_funnel_of(supervisor).exists()
    assert not counted_with(grant.therapist).exists()


def test_only_who_agreed_is_counted_and_sees_it(supervisor):
    agreed = GrantFactory(holder=supervisor, every_case=True, in_funnel=True)
    silent = GrantFactory(holder=supervisor, every_case=True)

    assert list(in_funnel_of(supervisor)) == [agreed]
    assert list(counted_with(agreed.therapist)) == [agreed]
    assert not counted_with(silent.therapist).exists()
