"""Whether the therapist's answer was given without having seen the client's."""

import datetime
import uuid

import pytest

from ruptures import recording
from ruptures.models import Act
from ruptures.taxonomy import Answer, Rater
from tests import factories
from tests.ruptures.recording.clients import (
    add,
    answer,
    ask,
    own_answer,
    therapist_of,
    undo,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A held session that the therapist has not answered for."""
    return factories.SessionFactory(date=datetime.date(2026, 1, 12))


def test_an_answer_given_while_the_clients_is_kept_back_is_independent(session):
    answer(ask(session))

    assert own_answer(session, "no").independent is True


def test_an_answer_changed_beside_the_clients_is_not_independent(session):
    own_answer(session, "no")
    answer(ask(session))

    assert own_answer(session, "unsure").independent is False


def test_saying_that_one_asked_changes_no_answer(session):
    own_answer(session, "no")
    answer(ask(session))

    assert own_answer(session, "no", asked=True).independent is True


def test_undoing_such_a_change_puts_the_independent_answer_back(session):
    own_answer(session, "no")
    answer(ask(session))
    own_answer(session, "unsure")

    undo(Act.objects.filter(verb="edit_session").latest("pk"))

    own = session.reports.get(rater=Rater.THERAPIST)
    assert (own.strain, own.independent) == ("no", True)


def test_undoing_a_change_older_than_the_clients_answer_answers_anew(session):
    own_answer(session, "no")
    own_answer(session, "unsure")
    older = Act.objects.filter(verb="edit_session").latest("pk")
    answer(ask(session))

    undo(older)

    own = session.reports.get(rater=Rater.THERAPIST)
    assert (own.strain, own.independent) == ("no", False)


def test_an_answer_taken_back_and_given_again_is_not_independent(session):
    own_answer(session, "no")
    answer(ask(session))
    own_answer(session, "")

    assert own_answer(session, "yes").independent is False


def test_moving_the_session_forgets_no_answer_that_was_taken_back(session):
    own_answer(session, "no")
    answer(ask(session))
    own_answer(session, "")
    session.refresh_from_db()
    recording.move_session(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        session=session,
        version=session.version,
        case=factories.CaseFactory(therapist=therapist_of(session)),
    )
    session.refresh_from_db()

    assert own_answer(session, "yes").independent is False


def test_an_answer_taken_back_before_the_client_said_anything_is_forgotten(session):
    own_answer(session, "no")
    own_answer(session, "")
    answer(ask(session))

    assert own_answer(session, "yes").independent is True


def test_an_answer_given_after_entering_the_paper_is_not_independent(session):
    add(session)

    assert own_answer(session, "yes").independent is False


def test_logging_after_entering_the_paper_is_not_independent(session):
    add(session)

    recording.log_session(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        case=session.case,
        entry=recording.SessionEntry(date=session.date, answer=Answer.NO),
    )

    own = session.reports.get(rater=Rater.THERAPIST)
    assert own.independent is False
