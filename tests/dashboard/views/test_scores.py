"""Scores: entered beside the log and on the session's page, changed, deleted."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from ruptures.models import Score
from tests.factories import ScoreFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

MONDAY = datetime.date(2026, 11, 16)


@pytest.fixture
def session(client):
    session = SessionFactory(case__code="K7QM", date=MONDAY)
    client.force_login(session.case.therapist)
    return session


def address(verb, row):
    return reverse(f"dashboard:score-{verb}", args=[row.key])


def entry(**values):
    least = {"submission": str(uuid.uuid4()), "version": 1, "rater": "client"}
    return least | {"instrument": "srs", "value": "36.5"} | values


def logged(client, **values):
    sent = {"submission": str(uuid.uuid4()), "case": "K7QM", "date": "2026-11-21"}
    return client.post(reverse("dashboard:log"), sent | {"strain": "no"} | values)


def test_score_is_kept_and_shown_on_the_sessions_page(client, session):
    response = client.post(address("add", session), entry(), follow=True)

    score = session.scores.get()
    assert (score.instrument, score.rater, score.value) == ("srs", "client", 36.5)
    assert response.request["PATH_INFO"] == f"/sessions/{session.key}/"
    assert "SRS 36.5" in response.text
    assert "filled in by: client · range 0 to 40" in " ".join(response.text.split())


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"value": "41"}, {"value": ["SRS totals run from 0 to 40."]}),
        ({"value": ""}, {"value": ["Enter the total."]}),
        ({"value": "high"}, {"value": ["Enter a number."]}),
        ({"rater": "observer"}, {"rater": ["SRS is filled in by: Client."]}),
        ({"instrument": "phq"}, {"instrument": ["Choose one of the instruments."]}),
        ({"instrument": ""}, {"instrument": ["Choose one of the instruments."]}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(values, errors, client, session):
    response = client.post(address("add", session), entry(**values))

    assert response.context["form"].errors == errors
    assert Score.objects.count() == 0


def test_second_score_of_the_same_rater_is_refused(client, session):
    ScoreFactory(session=session, instrument="srs", value=30, minimum=0, maximum=40)

    response = client.post(address("add", session), entry())

    message = "This session has a total of that instrument by that rater."
    assert response.context["form"].non_field_errors() == [message]


def test_same_form_twice_is_one_score(client, session):
    sent = entry()

    client.post(address("add", session), sent)
    client.post(address("add", session), sent)

    assert Score.objects.count() == 1


def test_change_is_kept(client, session):
    score = ScoreFactory(session=session)

    client.post(address("edit", score), entry(instrument="wai-sr", value="40"))

    score.refresh_from_db()
    assert (score.value, score.version) == (40, 2)


def test_stale_form_says_how_it_stands_and_overwrites_nothing(client, session):
    score = ScoreFactory(session=session, version=4)

    response = client.post(address("edit", score), entry(instrument="wai-sr", value=40))

    assert "Total or mean: 52" in response.text
    assert Score.objects.get().value == 52


def test_score_of_an_instrument_that_is_gone_keeps_its_code(client, session):
    score = ScoreFactory(session=session, instrument="own-scale")

    page = client.get(address("edit", score)).text

    assert '<option value="own-scale" selected>own-scale</option>' in page


def test_deleting_asks_and_can_be_undone(client, session):
    score = ScoreFactory(session=session)
    asked = client.get(address("delete", score))

    response = client.post(address("delete", score), entry(), follow=True)

    assert "Delete the WAI-SR of K7QM, Mon 16 Nov?" in asked.text
    assert Score.objects.count() == 0
    assert "The score is deleted" in response.text
    client.post(f"/acts/{session.case.acts.get().key}/undo/")
    assert Score.objects.get().value == 52


def test_deleting_a_session_names_its_scores_and_notes(client, session):
    ScoreFactory(session=session)

    page = client.get(reverse("dashboard:session-delete", args=[session.key]))

    assert page.context["consequences"] == ["score of Mon 16 Nov: WAI-SR 52"]


def test_score_and_note_go_along_with_the_log(client, session):
    response = logged(
        client,
        score_instrument="wai-sr",
        score_rater="therapist",
        score_total="47",
        note="She brought the letter.",
    )

    new = session.case.sessions.get(date=datetime.date(2026, 11, 21))
    assert response.status_code == 302
    assert new.scores.get().value == Decimal(47)
    assert new.notes.get().text == "She brought the letter."
    assert session.case.acts.count() == 1


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"score_instrument": "srs"}, "score_total", "Enter the total."),
        (
            {"score_total": "30"},
            "score_instrument",
            "Choose one of the instruments.",
        ),
        (
            {"score_instrument": "srs", "score_total": "41"},
            "score_total",
            "SRS totals run from 0 to 40.",
        ),
        ({"note": "bell \x07"}, "note", "There is a character that is no text."),
    ],
)
def test_half_or_wrong_details_are_refused_beside_their_field(
    values, field, message, client, session
):
    response = logged(client, **values)

    assert response.context["form"].errors == {field: [message]}
    assert response.context["form"].has_more
    assert session.case.sessions.count() == 1


def test_score_of_a_session_that_did_not_take_place_is_refused(client, session):
    sent = {"score_instrument": "srs", "score_total": "30", "strain": "missed"}

    response = logged(client, **sent)

    assert response.context["form"].has_details_too_many


def test_note_on_a_session_that_did_not_take_place_is_kept(client, session):
    logged(client, strain="missed", note="Telephoned: in hospital.")

    missed = session.case.sessions.get(attendance="missed")
    assert missed.notes.get().text == "Telephoned: in hospital."
