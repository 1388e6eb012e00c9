"""A rupture: recognised later, changed, closed without repair, deleted."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruptures.models import Rupture
from tests.factories import (
    AttemptFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def rupture(client):
    """A withdrawal of 2 November, recognised then."""
    date = datetime.date(2026, 11, 2)
    rupture = RuptureFactory(session__case__code="K7QM", session__date=date)
    ReportFactory(session=rupture.session)
    client.force_login(rupture.session.case.therapist)
    return rupture


def address(verb, row):
    return reverse(f"dashboard:rupture-{verb}", args=[row.key])


def entry(**values):
    least = {"submission": str(uuid.uuid4()), "version": 1}
    return least | {"type": "withdrawal", "recognised": "same"} | values


def said(client, response):
    page = client.get(response.url)
    return [str(message) for message in page.context["messages"]]


def test_rupture_recognised_later_leaves_the_first_answer(client):
    session = SessionFactory(case__code="K7QM")
    report = ReportFactory(session=session, strain="no")
    client.force_login(session.case.therapist)
    sent = entry(type="confrontation", recognised="later", markers=["about_me"])

    response = client.post(address("add", session), sent)

    assert response.url == "/cases/K7QM/"
    rupture = session.ruptures.get()
    assert (rupture.type, rupture.recognised) == ("confrontation", "later")
    assert rupture.markers.get().code == "about_me"
    report.refresh_from_db()
    assert (report.strain, report.version) == ("no", 1)


def test_page_of_a_new_one_expects_a_later_recognition(client, rupture):
    response = client.get(address("add", rupture.session))

    assert response.context["form"]["recognised"].value() == "later"


def test_recognised_in_a_session_answered_no_is_refused_beside_it(client):
    session = SessionFactory()
    ReportFactory(session=session, strain="no")
    client.force_login(session.case.therapist)

    response = client.post(address("add", session), entry())

    message = "A rupture was recognised in this session, so your answer is yes."
    assert response.context["form"].errors == {"recognised": [message]}
    assert Rupture.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"type": ""}, "type", "Say what kind of strain it was."),
        (
            {"markers": ["about_me"]},
            "markers",
            "“unhappy with me” does not fit withdrawal. "
            "Take it away, or change the type to Both.",
        ),
        ({"markers": ["none"]}, "markers", "Choose from the list."),
        ({"minute": "601"}, "minute", None),
    ],
)
def test_bad_input_is_refused_beside_its_field(values, field, message, client, rupture):
    response = client.post(address("edit", rupture), entry(**values))

    errors = response.context["form"].errors
    assert list(errors) == [field]
    assert message in (None, errors[field][0])


def test_page_shows_attempts_status_and_what_reopened_it(client, rupture):
    later = SessionFactory(case=rupture.session.case, date=datetime.date(2026, 11, 9))
    AttemptFactory(rupture=rupture, outcome=5)
    AttemptFactory(rupture=rupture, session=later, outcome=2)

    response = client.get(address("edit", rupture))

    assert response.context["story"].status.label == "Partly resolved"
    assert "Resolved in session 1, open again by a later attempt." in response.text
    assert reverse("dashboard:attempt-add", args=[rupture.key]) in response.text


def test_change_is_kept_with_its_markers(client, rupture):
    MarkerFactory(rupture=rupture, code="quiet")
    sent = entry(type="mixed", markers=["went_along", "about_me"], move="both")

    response = client.post(address("edit", rupture), sent)

    assert response.url == "/cases/K7QM/"
    assert said(client, response) == ["The rupture is saved"]
    rupture.refresh_from_db()
    assert (rupture.type, rupture.move) == ("mixed", "both")
    codes = [marker.code for marker in rupture.markers.order_by("code")]
    assert codes == ["about_me", "went_along"]


def test_stale_form_keeps_what_was_typed_and_shows_how_it_stands(client, rupture):
    client.post(address("edit", rupture), entry(move="client", markers=["quiet"]))

    response = client.post(address("edit", rupture), entry(move="therapist"))

    form = response.context["form"]
    assert form["move"].value() == "therapist"
    assert form["version"].value() == "2"
    assert [(str(a), str(b)) for a, b in form.stands_now()] == [
        ("What was there?", "went quiet"),
        ("Whose move was it?", "The client's"),
    ]


def test_closing_needs_its_reason(client, rupture):
    sent = entry(closed_on="2026-11-20")

    response = client.post(address("close", rupture), sent)

    assert response.context["form"].errors == {"reason": ["Choose a reason."]}


@pytest.mark.parametrize(
    ("date", "message"),
    [
        (
            "2026-11-01",
            "A rupture cannot be closed before the session where it arose.",
        ),
    ],
)
def test_closing_date_is_refused_beside_it(date, message, client, rupture):
    sent = entry(reason="faded", closed_on=date)

    response = client.post(address("close", rupture), sent)

    assert response.context["form"].errors == {"closed_on": [message]}


def test_closed_rupture_is_no_longer_open_and_reopens(client, rupture):
    sent = entry(reason="faded", closed_on="2026-11-20")

    response = client.post(address("close", rupture), sent)

    assert said(client, response) == ["Closed without repair"]
    assert list(Rupture.objects.still_open()) == []
    rupture.refresh_from_db()
    client.post(address("close", rupture), entry(version=rupture.version))
    assert list(Rupture.objects.still_open()) == [rupture]


def test_closed_rupture_shows_why_and_offers_to_reopen(client, rupture):
    rupture.closed_reason, rupture.closed_on = "faded", datetime.date(2026, 11, 20)
    rupture.save()

    page = client.get(address("edit", rupture))
    question = client.get(address("close", rupture))

    assert "Closed without repair on Fri 20 Nov: Faded" in page.text
    assert question.context["submit"] == "Reopen"


def test_delete_names_what_goes_and_can_be_undone(client, rupture):
    MarkerFactory(rupture=rupture)
    AttemptFactory(rupture=rupture)

    asked = client.get(address("delete", rupture))
    client.post(address("delete", rupture), entry())

    assert sorted(asked.context["consequences"]) == [
        "marker: went quiet",
        "repair attempt of Mon 2 Nov, for the rupture of Mon 2 Nov",
    ]
    assert Rupture.objects.count() == 0
    act = rupture.session.case.acts.get()
    client.post(reverse("dashboard:act-undo", args=[act.key]))
    assert Rupture.objects.get().attempts.get().outcome == 4


def test_same_form_twice_is_one_rupture(client, rupture):
    sent = entry(recognised="later")

    client.post(address("add", rupture.session), sent)
    response = client.post(address("add", rupture.session), sent)

    assert response.status_code == 302
    assert Rupture.objects.count() == 2


def test_queries_do_not_grow_with_markers_and_attempts(client, rupture):
    client.get(address("edit", rupture))
    with CaptureQueriesContext(connection) as few:
        client.get(address("edit", rupture))
    for order, code in enumerate(["quiet", "went_along", "mismatch"], start=1):
        MarkerFactory(rupture=rupture, code=code)
        AttemptFactory(rupture=rupture, order=order)

    with CaptureQueriesContext(connection) as many:
        client.get(address("edit", rupture))

    assert len(many) == len(few)
