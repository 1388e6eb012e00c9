"""The client's own report: once a session, from paper or by a check-in."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Act, CheckIn, SessionReport, Way
from tests import factories
from tests.parallel import in_parallel
from tests.ruptures.recording.clients import add, answer, ask, said, therapist_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def session():
    """A held session that the therapist has not answered for."""
    return factories.SessionFactory(date=datetime.date(2026, 1, 12))


@pytest.mark.parametrize("source", ["paper", "told"])
def test_an_answer_from_paper_keeps_its_source(source, session):
    add(session, recording.ClientEntry("yes", 4, 2, source=source, independent=False))

    assert said(session) == ("yes", 4, 2, source)
    assert session.reports.get().independent is False


@pytest.mark.parametrize("source", ["own", "link", "device"])
def test_nobody_enters_what_only_a_client_can_send(source, session):
    with pytest.raises(ValidationError, match="is the client's own"):
        add(session, recording.ClientEntry("yes", source=source))

    assert session.reports.count() == 0


def test_a_session_that_did_not_take_place_has_no_answer(session):
    missed = factories.SessionFactory(case=session.case, attendance="missed")

    with pytest.raises(ValidationError, match="Only a session that took place"):
        add(missed)

    assert missed.reports.count() == 0


def test_one_client_report_a_session(session):
    add(session)

    with pytest.raises(ValidationError, match="This rater has already answered"):
        add(session, recording.ClientEntry("no"))

    assert said(session) == ("yes", 4, 2, "paper")


def test_details_are_refused_without_a_yes(session):
    with pytest.raises(ValidationError, match="asked only after yes"):
        add(session, recording.ClientEntry("no", intensity=2))


def test_what_a_client_sent_can_be_deleted_but_not_changed(session):
    answer(ask(session))
    report = session.reports.get()
    named = {"user": therapist_of(session), "report": report, "version": 1}

    with pytest.raises(ValidationError, match="is the client's own"):
        recording.edit_client_report(
            **named, submission=uuid.uuid4(), entry=recording.ClientEntry("no")
        )
    act = recording.delete_client_report(**named, submission=uuid.uuid4())

    assert session.reports.count() == 0
    undo(act)
    assert said(session) == ("yes", 4, 2, "link")


def test_only_a_client_report_goes_by_these_acts(session):
    own = factories.ReportFactory(session=session)

    with pytest.raises(SessionReport.DoesNotExist):
        recording.delete_client_report(
            user=therapist_of(session), submission=uuid.uuid4(), report=own, version=1
        )


def test_entering_paper_withdraws_the_open_link(session):
    token = ask(session)

    add(session)

    assert recording.check_in_of(token) is None
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("way", Way.values)
def test_an_answer_is_the_clients_and_the_act_the_therapists(way, session):
    entry = recording.ClientEntry("yes", 4, 2, source="paper", independent=False)

    act = answer(ask(session, Way(way)), entry)

    assert said(session) == ("yes", 4, 2, way)
    assert session.reports.get().independent is True
    assert (act.user, act.case, act.verb) == (
        therapist_of(session),
        session.case,
        "check_in",
    )


def test_an_answer_uses_the_link_up_and_undoing_it_does_not_revive_it(session):
    token = ask(session)
    act = answer(token)

    undo(act)

    assert session.reports.count() == 0
    assert recording.check_in_of(token) is None


def test_undo_brings_no_answer_back_beside_an_open_link(session):
    add(session)
    deleted = recording.delete_client_report(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        report=session.reports.get(),
        version=1,
    )
    ask(session)

    with pytest.raises(ValidationError, match="still open. Withdraw it first"):
        undo(deleted)


@pytest.mark.django_db(transaction=True)
def test_ten_answers_at_the_same_moment_are_one(session):
    token = ask(session)
    found = [recording.check_in_of(token) for _ in range(10)]

    def send(number):
        entry = recording.ClientEntry("yes", intensity=number % 5 + 1)
        return recording.answer_check_in(
            check_in=found[number], submission=uuid.uuid4(), entry=entry
        )

    results = in_parallel(send, 10)

    kept = [each for each in results if isinstance(each, Act)]
    gone = [each for each in results if isinstance(each, CheckIn.DoesNotExist)]
    assert (len(kept), len(gone)) == (1, 9)
    assert (SessionReport.objects.count(), Act.objects.count()) == (1, 1)
