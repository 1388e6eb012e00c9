"""A repair attempt: logged for a rupture, changed, deleted."""

import datetime
import uuid

import pytest
from django.urls import reverse

from ruptures.models import RepairAttempt
from tests.factories import (
    AttemptFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def rupture(client):
    """A withdrawal of 9 November, between sessions of the 2nd and the 16th."""
    date = datetime.date(2026, 11, 9)
    rupture = RuptureFactory(session__case__code="K7QM", session__date=date)
    case = rupture.session.case
    ReportFactory(session=rupture.session)
    for day in (2, 16):
        SessionFactory(case=case, date=datetime.date(2026, 11, day))
    SessionFactory(case=case, date=datetime.date(2026, 11, 20), attendance="missed")
    client.force_login(case.therapist)
    return rupture


def address(verb, row):
    return reverse(f"dashboard:attempt-{verb}", args=[row.key])


def session_of(rupture, day):
    return rupture.session.case.sessions.get(date=datetime.date(2026, 11, day))


def entry(session, **values):
    least = {"submission": str(uuid.uuid4()), "version": 1, "session": session.key}
    return least | values


def test_page_offers_held_sessions_from_the_ruptures_on_the_latest_first(
    client, rupture
):
    response = client.get(address("add", rupture))

    form = response.context["form"]
    labels = [label for _, label in form.fields["session"].widget.choices]
    assert labels == ["3 · Mon 16 Nov", "2 · Mon 9 Nov"]


def test_attempt_is_kept_with_all_that_was_said(client, rupture):
    sent = entry(
        session_of(rupture, 16),
        strategies=["asked", "refocused"],
        outcome="4",
        started_by="client",
        responses=["warm"],
        acknowledged="on",
        skills=["needs"],
        bond="stronger",
    )

    response = client.post(address("add", rupture), sent)

    assert response.url == "/cases/K7QM/"
    attempt = rupture.attempts.get()
    assert attempt.session == session_of(rupture, 16)
    assert (attempt.strategies, attempt.outcome) == (("asked", "refocused"), 4)
    assert (attempt.started_by, attempt.bond) == ("client", "stronger")
    assert (attempt.responses, attempt.skills) == (("warm",), ("needs",))
    assert attempt.acknowledged


def test_attempt_before_its_rupture_is_refused_beside_the_session(client, rupture):
    response = client.post(address("add", rupture), entry(session_of(rupture, 2)))

    message = "A repair attempt cannot happen before the session of its rupture."
    assert response.context["form"].errors == {"session": [message]}
    assert RepairAttempt.objects.count() == 0


@pytest.mark.parametrize("which", ["missed", "another case", "rubbish"])
def test_session_that_is_none_of_the_case_is_refused(which, client, rupture):
    key = {
        "missed": session_of(rupture, 20).key,
        "another case": SessionFactory().key,
        "rubbish": "rubbish",
    }[which]

    sent = entry(rupture.session) | {"session": key}
    response = client.post(address("add", rupture), sent)

    message = "Choose one of the sessions that took place."
    assert response.context["form"].errors == {"session": [message]}


def test_same_form_twice_is_one_attempt(client, rupture):
    sent = entry(rupture.session, outcome="2")

    client.post(address("add", rupture), sent)
    client.post(address("add", rupture), sent)

    assert RepairAttempt.objects.get().outcome == 2


def test_change_is_kept(client, rupture):
    attempt = AttemptFactory(rupture=rupture)
    sent = entry(session_of(rupture, 16), strategies=["disclosed"], outcome="")

    response = client.post(address("edit", attempt), sent)

    assert response.url == "/cases/K7QM/"
    attempt.refresh_from_db()
    assert attempt.session == session_of(rupture, 16)
    assert (attempt.strategies, attempt.outcome) == (("disclosed",), None)


def test_page_opens_the_folded_strategies_where_one_is_chosen(client, rupture):
    attempt = AttemptFactory(rupture=rupture, strategies=("disclosed", "validated"))

    response = client.get(address("edit", attempt))

    assert response.text.count("<details open>") == 1


def test_stale_form_keeps_what_was_typed_and_shows_how_it_stands(client, rupture):
    attempt = AttemptFactory(rupture=rupture)
    first = entry(rupture.session, strategies=["asked"], outcome="5")
    client.post(address("edit", attempt), first)
    second = entry(session_of(rupture, 16), strategies=["asked"], outcome="1")

    response = client.post(address("edit", attempt), second)

    form = response.context["form"]
    assert form["outcome"].value() == "1"
    assert [(str(a), str(b)) for a, b in form.stands_now()] == [
        ("In which session?", "2 · Mon 9 Nov"),
        ("How far resolved by the end of that session?", "5"),
    ]
    assert form["version"].value() == "2"


def test_deleted_attempt_can_be_undone(client, rupture):
    attempt = AttemptFactory(rupture=rupture)

    response = client.post(address("delete", attempt), entry(rupture.session))

    assert response.url == "/cases/K7QM/"
    assert RepairAttempt.objects.count() == 0
    act = rupture.session.case.acts.get()
    client.post(reverse("dashboard:act-undo", args=[act.key]))
    assert RepairAttempt.objects.get().key == attempt.key


def test_delete_asks_first(client, rupture):
    attempt = AttemptFactory(rupture=rupture)

    response = client.get(address("delete", attempt))

    assert response.context["question"] == (
        "Delete the repair attempt of K7QM, Mon 9 Nov?"
    )
    assert RepairAttempt.objects.count() == 1
