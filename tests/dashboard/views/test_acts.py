"""Undoing what was just done, and where one comes out."""

import datetime
import uuid

import pytest
from django.urls import reverse

from ruptures.models import Act, Case, Session
from ruptures.recording import CaseEntry, open_case
from tests.factories import CaseFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

LOG = "http://testserver/log/"


@pytest.fixture
def case(client):
    case = CaseFactory(code="K7QM")
    client.force_login(case.therapist)
    return case


@pytest.fixture
def act(client, case):
    """A session of 21 November, just logged."""
    sent = {"case": "K7QM", "date": "2026-11-21", "strain": "withdrawal"}
    client.post("/log/", sent)
    client.get("/log/")
    return case.acts.get()


def undo(client, act, came_from=LOG, **headers):
    address = reverse("dashboard:act-undo", args=[act.key])
    return client.post(address, headers={"Referer": came_from} | headers)


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_undo_takes_back_what_was_logged(client, act):
    response = undo(client, act)

    assert response.url == "/log/"
    assert said(client.get("/log/")) == ["Undone: Session logged"]
    assert Session.objects.count() == 0


def test_undoing_twice_is_undoing_once(client, act):
    undo(client, act)

    undo(client, act)

    messages = said(client.get("/log/"))
    assert messages == ["Undone: Session logged"] * 2
    assert Act.objects.count() == 2


def test_refused_undo_says_why(client, act):
    rupture = Session.objects.get().ruptures.get()
    add = reverse("dashboard:attempt-add", args=[rupture.key])
    client.post(add, {"session": rupture.session.key, "outcome": "3"})
    client.get("/log/")

    undo(client, act)

    assert said(client.get("/log/")) == [
        "This cannot be undone: more was added to it since. Undo that first."
    ]
    assert Session.objects.count() == 1


def test_htmx_on_the_log_page_gets_the_message_alone(client, act):
    response = undo(client, act, **{"HX-Request": "true", "HX-Target": "toast"})

    assert "<html" not in response.text
    assert "Undone: Session logged" in response.text


def test_htmx_elsewhere_is_led_back_to_that_page(client, act):
    page = "http://testserver/cases/K7QM/?page=1"

    response = undo(client, act, page, **{"HX-Request": "true"})

    assert response.headers["HX-Redirect"] == "/cases/K7QM/?page=1"


@pytest.mark.parametrize(
    ("came_from", "back"),
    [
        ("http://testserver/?period=3", "/?period=3"),
        ("http://testserver/cases/K7QM/", "/cases/K7QM/"),
        ("https://example.org/log/", "/log/"),
        ("http://testserver/nowhere/", "/log/"),
        ("", "/log/"),
    ],
)
def test_undo_leads_back_to_a_page_of_ours(came_from, back, client, act):
    assert undo(client, act, came_from).url == back


def test_undo_does_not_lead_to_a_row_that_it_took_away(client, act):
    session = Session.objects.get()
    page = reverse("dashboard:session-edit", args=[session.key])

    response = undo(client, act, f"http://testserver{page}")

    assert response.url == "/cases/K7QM/"


def test_undo_of_a_new_case_leads_to_the_list(client):
    user = UserFactory()
    client.force_login(user)
    entry = CaseEntry(started_on=datetime.date(2026, 11, 1))
    act = open_case(user=user, submission=uuid.uuid4(), entry=entry)

    response = undo(client, act, f"http://testserver/cases/{act.case.code}/")

    assert response.url == "/cases/"
    assert Case.objects.count() == 0


def test_act_of_somebody_else_is_not_there(client, act):
    client.force_login(UserFactory())

    response = undo(client, act)

    assert response.status_code == 404
    assert Session.objects.count() == 1


def test_undo_answers_post_alone(client, act):
    address = reverse("dashboard:act-undo", args=[act.key])

    assert client.get(address).status_code == 405


@pytest.mark.parametrize(
    "came_from",
    [
        "http://testserver//example.org/",
        "http://testserver.example.org/log/",
        "http://example.org/",
        "http://[",
        "",
    ],
)
def test_undo_leads_to_no_other_site(client, act, came_from):
    response = undo(client, act, came_from)

    assert response.url == "/log/"
