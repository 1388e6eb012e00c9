"""A session already logged: changed, deleted, never over another's edit."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruptures.models import Rupture, Session, SessionReport
from tests.factories import (
    AttemptFactory,
    MarkerFactory,
    ReportFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def session(client):
    """One with a therapist's yes and a withdrawal with its marker."""
    date = datetime.date(2026, 11, 2)
    session = SessionFactory(case__code="K7QM", date=date)
    ReportFactory(session=session, intensity=3)
    MarkerFactory(rupture__session=session)
    client.force_login(session.case.therapist)
    return session


def page(session):
    return reverse("dashboard:session-edit", args=[session.key])


def entry(session, **values):
    """The form as the page has it, and what a test changes."""
    report = session.reports.filter(rater="therapist").first()
    return {
        "submission": str(uuid.uuid4()),
        "version": session.version,
        "report_version": report.version if report else 0,
        "date": session.date.isoformat(),
        "time": "",
        "attendance": session.attendance,
        "modality": "",
        "strain": report.strain if report else "",
        "intensity": (report and report.intensity) or "",
        "resolution": "",
    } | values


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_page_shows_the_session_its_ruptures_and_what_others_answered(client, session):
    ReportFactory(session=session, rater="client", strain="no", source="link")

    response = client.get(page(session))

    assert "went quiet" in response.text
    [other] = response.context["others"]
    assert (other.report.rater, other.report.strain) == ("client", "no")
    assert reverse("dashboard:rupture-add", args=[session.key]) in response.text


def test_change_is_kept_and_leads_to_the_case(client, session):
    sent = entry(session, time="10:30", modality="video", resolution="4", asked="on")

    response = client.post(page(session), sent)

    assert response.url == "/cases/K7QM/"
    session.refresh_from_db()
    assert (session.time, session.modality) == (datetime.time(10, 30), "video")
    report = session.reports.get()
    assert (report.intensity, report.resolution, report.asked) == (3, 4, True)


def test_change_leads_back_to_the_page_that_asked(client, session):
    response = client.post(page(session) + "?next=/ruptures/open/", entry(session))

    assert response.url == "/ruptures/open/"


@pytest.mark.parametrize("url", ["https://example.org/", "//example.org/", "x"])
def test_change_leads_to_no_other_host(url, client, session):
    response = client.post(f"{page(session)}?next={url}", entry(session))

    assert response.url == "/cases/K7QM/"


def test_answer_may_be_given_later(client):
    session = SessionFactory()
    client.force_login(session.case.therapist)

    client.post(page(session), entry(session, strain="unsure"))

    assert session.reports.get().strain == "unsure"


def test_yes_turned_into_no_names_what_goes_and_asks(client, session):
    response = client.post(page(session), entry(session, strain="no"))

    assert response.context["consequences"] == [
        "How strong? 3",
        "marker: went quiet",
        "rupture of Mon 2 Nov: Withdrawal",
    ]
    assert session.reports.get().strain == "yes"


def test_confirmed_no_takes_them_away_and_can_be_undone(client, session):
    sent = entry(session, strain="no", confirmed="True")

    client.post(page(session), sent)

    report = session.reports.get()
    assert (report.strain, report.intensity) == ("no", None)
    assert Rupture.objects.count() == 0
    client.post(reverse("dashboard:act-undo", args=[session.case.acts.get().key]))
    report.refresh_from_db()
    assert (report.strain, report.intensity) == ("yes", 3)
    assert session.ruptures.get().markers.get().code == "quiet"


def test_question_carries_all_that_was_sent(client, session):
    sent = entry(session, strain="no", time="10:30")

    response = client.post(page(session), sent)

    form = response.context["form"]
    carried = {field.html_name: field.value() for field in form.hidden_fields()}
    assert {name: str(carried[name] or "") for name in sent} == {
        name: str(value) for name, value in sent.items()
    }
    assert carried["confirmed"] == "True"


def test_strength_alone_is_asked_about_too(client):
    session = SessionFactory()
    ReportFactory(session=session, intensity=2)
    client.force_login(session.case.therapist)

    response = client.post(page(session), entry(session, strain="no"))

    assert response.context["consequences"] == ["How strong? 2"]


def test_session_that_did_not_take_place_after_all_names_every_answer(client, session):
    ReportFactory(session=session, rater="client", strain="no")

    response = client.post(page(session), entry(session, attendance="missed"))

    assert sorted(response.context["consequences"]) == [
        "How strong? 3",
        "marker: went quiet",
        "rupture of Mon 2 Nov: Withdrawal",
        "the client's answer: No",
        "your answer: Yes",
    ]


def test_stale_form_keeps_what_was_typed_and_shows_how_it_stands(client, session):
    first, second = (
        entry(session, modality="video"),
        entry(session, modality="phone", intensity="5"),
    )
    client.post(page(session), first)

    response = client.post(page(session), second)

    form = response.context["form"]
    assert "This was changed elsewhere" in response.text
    assert form["modality"].value() == "phone"
    assert [(str(a), str(b)) for a, b in form.stands_now()] == [
        ("How you met", "Video"),
        ("How strong?", "3"),
    ]
    session.refresh_from_db()
    assert session.modality == "video"


def test_stale_form_sent_again_overwrites_knowingly(client, session):
    client.post(page(session), entry(session, modality="video"))
    stale = client.post(page(session), entry(session, modality="phone")).context["form"]
    versions = {name: stale[name].value() for name in ("version", "report_version")}

    response = client.post(page(session), entry(session, modality="phone", **versions))

    assert response.status_code == 302
    session.refresh_from_db()
    assert session.modality == "phone"


def test_stale_answer_is_noticed_too(client, session):
    sent = entry(session, intensity="5")
    SessionReport.objects.update(version=2, intensity=1)

    response = client.post(page(session), sent)

    assert response.context["form"].is_stale
    assert response.context["form"]["report_version"].value() == "2"


def test_garbled_version_counts_as_stale(client, session):
    response = client.post(page(session), entry(session, version="x"))

    assert response.context["form"].is_stale


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"date": "2026-11-23"}, "date", "This date is in the future."),
        ({"date": "2026-01-04"}, "date", "This date is before the case began."),
        ({"intensity": "6"}, "intensity", None),
        ({"attendance": "asleep"}, "attendance", None),
        ({"time": "late"}, "time", "Enter a valid time."),
    ],
)
def test_bad_input_is_refused_beside_its_field(values, field, message, client, session):
    response = client.post(page(session), entry(session, **values))

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message in (None, errors[field][0])


def test_move_before_its_own_attempt_is_refused(client, session):
    later = SessionFactory(case=session.case, date=datetime.date(2026, 11, 9))
    AttemptFactory(rupture=session.ruptures.get(), session=later)
    ReportFactory(session=later)

    response = client.post(page(session), entry(session, date="2026-11-16"))

    message = "A repair attempt cannot happen before the session of its rupture."
    assert response.context["form"].non_field_errors() == [message]


def test_delete_names_what_goes_with_the_session(client, session):
    response = client.get(reverse("dashboard:session-delete", args=[session.key]))

    assert sorted(response.context["consequences"]) == [
        "marker: went quiet",
        "rupture of Mon 2 Nov: Withdrawal",
        "your answer: Yes",
    ]


def test_deleted_session_can_be_undone(client, session):
    address = reverse("dashboard:session-delete", args=[session.key])
    sent = {"version": session.version, "submission": str(uuid.uuid4())}

    response = client.post(address, sent)

    assert response.url == "/cases/K7QM/"
    assert Session.objects.count() == 0
    client.post(reverse("dashboard:act-undo", args=[session.case.acts.get().key]))
    assert Session.objects.get().ruptures.get().type == "withdrawal"


def test_delete_of_a_session_changed_meanwhile_is_refused(client, session):
    address = reverse("dashboard:session-delete", args=[session.key])
    sent = {"version": session.version, "submission": str(uuid.uuid4())}
    client.post(page(session), entry(session, modality="video"))

    response = client.post(address, sent)

    assert "This was changed elsewhere" in response.text
    assert Session.objects.count() == 1


def test_queries_do_not_grow_with_ruptures_and_attempts(client, session):
    client.get(page(session))
    with CaptureQueriesContext(connection) as few:
        client.get(page(session))
    for order in range(1, 5):
        MarkerFactory(rupture__session=session)
        AttemptFactory(rupture=session.ruptures.first(), order=order)

    with CaptureQueriesContext(connection) as many:
        client.get(page(session))

    assert len(many) == len(few)
