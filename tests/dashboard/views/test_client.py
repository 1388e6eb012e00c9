"""The client's answer by the therapist's hand, and where it is kept back."""

import datetime
import uuid

import pytest
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ruptures import recording
from ruptures.models import CheckIn, Note, Rupture, Session, SessionReport, Way
from ruptures.summaries.timeline import timeline
from tests.factories import CheckInFactory, ReportFactory, SessionFactory

pytestmark = pytest.mark.django_db

WAITS = "The client has answered. Give your own answer first; then both are shown."


@pytest.fixture
def session(client):
    session = SessionFactory(case__code="K7QM", date=datetime.date(2026, 1, 12))
    client.force_login(session.case.therapist)
    return session


def page(session, more=""):
    return f"/sessions/{session.key}/client/{more}"


def entry(**values):
    form = {"submission": str(uuid.uuid4()), "version": 0, "source": "paper"}
    return form | {"strain": "yes"} | values


def answered_by_link(session, **details):
    token = recording.open_check_in(
        user=session.case.therapist,
        session=session,
        way=Way.LINK,
        lasting=datetime.timedelta(days=1),
    )
    recording.answer_check_in(
        check_in=recording.check_in_of(token),
        submission=uuid.uuid4(),
        entry=recording.ClientEntry("yes", **details),
    )
    return session.reports.get(rater="client")


def test_an_answer_is_entered_with_its_source(client, session):
    fields = entry(source="told", intensity="3", resolution="5", seen="on")

    response = client.post(page(session), fields)

    assertRedirects(response, f"/sessions/{session.key}/")
    report = SessionReport.objects.get()
    assert (report.rater, report.source, report.independent) == (
        "client",
        "told",
        False,
    )
    assert (report.strain, report.intensity, report.resolution) == ("yes", 3, 5)


def test_an_answer_can_be_undone_from_the_toast(client, session):
    client.post(page(session), entry())
    act = session.case.acts.get()

    client.post(f"/acts/{act.key}/undo/")

    assert SessionReport.objects.count() == 0


def test_a_form_sent_twice_enters_one_answer(client, session):
    fields = entry()

    statuses = [client.post(page(session), fields).status_code for _ in range(2)]

    assert statuses == [302, 302]
    assert session.case.acts.count() == 1


def test_an_answer_is_changed(client, session):
    client.post(page(session), entry(intensity="3"))

    client.post(page(session), entry(version=1, strain="no", intensity="3"))

    report = SessionReport.objects.get()
    assert (report.strain, report.intensity, report.version) == ("no", None, 2)


def test_an_older_form_overwrites_nothing(client, session):
    client.post(page(session), entry(strain="no"))

    response = client.post(page(session), entry(strain="yes"))

    assertContains(response, "This was changed elsewhere since you opened it.")
    assert SessionReport.objects.get().strain == "no"


def test_an_answer_is_deleted_after_a_question(client, session):
    client.post(page(session), entry())
    question = client.get(page(session, "delete/"))

    client.post(page(session, "delete/"), {"version": 1})

    assertContains(question, "Delete the client&#x27;s answer on K7QM")
    assert SessionReport.objects.count() == 0


def test_without_an_answer_there_is_none_to_delete(client, session):
    assert client.get(page(session, "delete/")).status_code == 404


def test_what_a_client_sent_is_not_opened_for_change(client, session):
    answered_by_link(session)

    for response in (client.get(page(session)), client.post(page(session), entry())):
        assertRedirects(response, f"/sessions/{session.key}/")

    assert SessionReport.objects.get().source == "link"


def test_entering_paper_says_that_it_withdraws_what_is_open(client, session):
    CheckInFactory(
        session=session, ends_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    )

    assertContains(client.get(page(session)), "Saving an answer here withdraws it.")
    client.post(page(session), entry())
    assert CheckIn.objects.count() == 0


def test_a_session_that_did_not_take_place_says_so(client, session):
    missed = SessionFactory(case=session.case, attendance="missed")

    response = client.post(page(missed), entry())

    assertContains(response, "Only a session that took place can be answered for.")


def test_a_case_on_hold_says_so(client, session):
    case = session.case
    recording.hold_case(
        user=case.therapist,
        submission=uuid.uuid4(),
        case=case,
        version=1,
        reason="court",
    )

    response = client.post(page(session), entry())

    assertContains(response, "This case is on hold: nothing of it can be changed.")


# Kept back --------------------------------------------------------------------------

PLACES = {
    "session": lambda session: f"/sessions/{session.key}/",
    "case": lambda session: "/cases/K7QM/",
    "history": lambda session: "/cases/K7QM/history/",
    "deleting": lambda session: f"/sessions/{session.key}/delete/",
}
TELLS = {
    "session": "how strong 4 of 5",
    "case": "Client: Yes",
    "history": "How strong: 4",
    "deleting": "the client&#x27;s answer: Yes",
}


@pytest.mark.parametrize("place", PLACES)
def test_the_clients_answer_is_kept_back_until_the_therapists(place, client, session):
    answered_by_link(session, intensity=4)
    path = PLACES[place](session)

    before = client.get(path)
    ReportFactory(session=session, strain="no")

    assertNotContains(before, TELLS[place])
    assertContains(client.get(path), TELLS[place])


@pytest.mark.parametrize("place", ["session", "case"])
def test_the_page_says_that_an_answer_waits(place, client, session):
    answered_by_link(session)
    path = PLACES[place](session)

    assertContains(client.get(path), WAITS)
    ReportFactory(session=session, strain="no")
    assertNotContains(client.get(path), WAITS)


def test_the_timeline_draws_no_answer_that_waits(session):
    answered_by_link(session)

    sessions = Session.objects.filter(pk=session.pk)
    nothing = Rupture.objects.none(), Note.objects.none()

    [stop] = timeline(sessions, *nothing).stops
    ReportFactory(session=session, strain="no")
    [both] = timeline(sessions, *nothing).stops

    assert (stop.answers, both.answers) == ({}, {"client": "yes", "therapist": "no"})


@pytest.mark.parametrize("place", ["session", "case", "history"])
def test_what_the_therapist_entered_is_shown_at_once(place, client, session):
    """As every figure counts it: whoever wrote it down has read it."""
    client.post(page(session), entry(source="paper", strain="yes", intensity="4"))

    response = client.get(PLACES[place](session))

    assertContains(response, TELLS[place])
    assertNotContains(response, WAITS)
    assertNotContains(response, "You see the client's answer now.")


def test_the_timeline_draws_what_the_therapist_entered(session):
    ReportFactory(session=session, rater="client", strain="no", source="paper")

    sessions = Session.objects.filter(pk=session.pk)
    [stop] = timeline(sessions, Rupture.objects.none(), []).stops

    assert stop.answers == {"client": "no"}


def test_the_page_says_what_seeing_it_means(client, session):
    own = ReportFactory(session=session, strain="no")
    answered_by_link(session)

    path = PLACES["session"](session)
    assertContains(client.get(path), "You see the client's answer now.")
    own.independent = False
    own.save()
    assertContains(client.get(path), "it does not count as given independently.")


def test_an_observers_answer_is_shown_meanwhile(client, session):
    answered_by_link(session)
    ReportFactory(session=session, rater="observer", reporter="A1", strain="no")

    shown = client.get(PLACES["session"](session)).context["others"]

    assert [said.report.rater for said in shown] == ["observer"]
