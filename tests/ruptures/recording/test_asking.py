"""A check-in: made once a session, kept hashed, gone with its time."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ruptures import recording
from ruptures.accounts import disable, enable
from ruptures.models import CheckIn, Session, Way
from tests import factories
from tests.ruptures.recording.clients import DAY, add, ask, hold, therapist_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A held session that the therapist has not answered for."""
    return factories.SessionFactory(date=datetime.date(2026, 1, 12))


def test_no_link_is_made_while_a_report_exists(session):
    add(session)

    with pytest.raises(ValidationError, match="has answered for this session already"):
        ask(session)

    assert CheckIn.objects.count() == 0


def test_no_link_is_made_for_a_session_that_did_not_take_place(session):
    missed = factories.SessionFactory(
        case=session.case, date=datetime.date(2026, 1, 19), attendance="missed"
    )

    with pytest.raises(ValidationError, match="Only a session that took place"):
        ask(missed)


def test_a_stranger_makes_no_link(session):
    stranger = factories.UserFactory()

    with pytest.raises(Session.DoesNotExist):
        recording.open_check_in(
            user=stranger, session=session, way=Way.LINK, lasting=DAY
        )


def test_a_stranger_withdraws_no_link(session):
    token = ask(session)

    recording.withdraw_check_in(user=factories.UserFactory(), session=session)

    assert recording.check_in_of(token) is not None


def test_a_link_is_kept_hashed_and_a_new_one_replaces_it(session):
    first = ask(session)
    second = ask(session)

    assert recording.check_in_of(first) is None
    assert recording.check_in_of(second).session == session
    assert second not in str(CheckIn.objects.values_list().get())


def test_a_withdrawn_link_opens_nothing(session):
    token = ask(session)

    recording.withdraw_check_in(user=therapist_of(session), session=session)

    assert recording.check_in_of(token) is None


def test_a_link_ends_with_its_time_and_is_swept_out(session):
    token = ask(session, lasting=datetime.timedelta(hours=1))
    CheckIn.objects.update(
        made_at=timezone.now() - DAY, ends_at=timezone.now() - DAY / 2
    )

    assert recording.check_in_of(token) is None
    recording.sweep_check_ins()
    assert CheckIn.objects.count() == 0


def test_a_hold_refuses_asking_and_closes_what_is_open(session):
    token = ask(session)
    found = recording.check_in_of(token)
    hold(session)

    assert recording.check_in_of(token) is None
    with pytest.raises(ValidationError, match="This case is on hold"):
        ask(session)
    with pytest.raises(ValidationError, match="This case is on hold"):
        recording.answer_check_in(
            check_in=found, submission=uuid.uuid4(), entry=recording.ClientEntry("no")
        )


def test_a_session_that_was_cancelled_after_all_is_not_asked_about(session):
    token = ask(session)

    Session.objects.update(attendance="cancelled_by_client")

    assert recording.check_in_of(token) is None


def test_a_link_goes_with_its_session(session):
    ask(session)

    recording.delete_session(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        session=session,
        version=1,
    )

    assert CheckIn.objects.count() == 0


def test_nobody_is_asked_for_a_therapist_whose_account_is_disabled(session):
    token = ask(session)

    disable(therapist_of(session))
    while_disabled = recording.check_in_of(token)
    enable(therapist_of(session))

    assert while_disabled is None
    assert recording.check_in_of(token) is not None
