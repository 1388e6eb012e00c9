"""Totals of instruments: within their range, once a session, on held sessions alone."""

import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Case, Score
from ruptures.taxonomy import Answer
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def p():
    return practice.small_practice()


def add(p, instrument, value, rater="client", session=None):
    return recording.add_score(
        user=p.user,
        submission=uuid.uuid4(),
        session=session or p.first,
        entry=recording.ScoreEntry(instrument, rater, Decimal(value)),
    )


def refusal(act, *given, **named):
    with pytest.raises(ValidationError) as refused:
        act(*given, **named)
    return refused.value.message_dict


def test_a_score_copies_range_and_direction_of_its_instrument(p):
    add(p, "srs", "36.5")

    score = p.first.scores.get()
    assert (score.instrument, score.rater) == ("srs", "client")
    assert (score.value, score.minimum, score.maximum) == (Decimal("36.5"), 0, 40)
    assert score.higher_is_better is True


@pytest.mark.parametrize("value", ["12", "60"])
def test_the_ends_of_a_range_are_inside(value, p):
    add(p, "wai-sr", value)

    assert p.first.scores.get().value == int(value)


@pytest.mark.parametrize(
    ("instrument", "value", "words"),
    [
        ("wai-sr", "11", "WAI-SR totals run from 12 to 60."),
        ("wai-sr", "61", "WAI-SR totals run from 12 to 60."),
        ("wai-sr", "NaN", "WAI-SR totals run from 12 to 60."),
        ("wai-sr", "Infinity", "WAI-SR totals run from 12 to 60."),
        ("srs", "40.1", "SRS totals run from 0 to 40."),
        ("arm-5", "0.99", "ARM-5 means run from 1 to 7."),
        ("wai-sr", "52.5", "WAI-SR totals are whole numbers."),
        ("srs", "36.55", "SRS has one digit after the point at most."),
        ("calpas", "5.125", "CALPAS has 2 digits after the point at most."),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(instrument, value, words, p):
    assert refusal(add, p, instrument, value) == {"value": [words]}
    assert p.first.scores.count() == 0


def test_an_instrument_that_is_not_known_is_refused(p):
    said = refusal(add, p, "phq-9", "12")

    assert said == {"instrument": ["Choose one of the instruments."]}


def test_a_rater_who_does_not_fill_it_in_is_refused(p):
    said = refusal(add, p, "srs", "30", rater="therapist")

    assert said == {"rater": ["SRS is filled in by: Client."]}


def test_one_rater_fills_an_instrument_in_once_a_session(p):
    add(p, "wai-sr", "50")
    add(p, "wai-sr", "48", rater="therapist")

    assert refusal(add, p, "wai-sr", "51") == {
        "__all__": ["This session has a total of that instrument by that rater."]
    }


def test_a_session_that_did_not_take_place_is_not_scored(p):
    missed = practice.log(p.case, 3, Answer.MISSED)

    assert refusal(add, p, "srs", "30", session=missed) == {
        "attendance": ["Only a session that took place can be scored."]
    }


def test_scores_go_where_a_session_turns_out_not_held(p):
    add(p, "srs", "30")

    with pytest.raises(recording.NeedsConfirmation) as asked:
        recording.edit_session(
            user=p.user,
            submission=uuid.uuid4(),
            session=p.first,
            version=1,
            report_version=1,
            edit=recording.SessionEdit(date=p.first.date, attendance="missed"),
        )

    names = [type(row).__name__ for row in asked.value.rows]
    assert sorted(names) == ["Score", "SessionReport"]


def test_a_session_is_logged_with_its_scores_in_one_act(p):
    act = practice.log_session(p, user=p.user, submission=uuid.uuid4())

    session = p.case.sessions.get(date=practice.day(3))
    scores = session.scores.values_list("rater", "value")
    assert sorted(scores) == [("client", 51), ("therapist", 47)]
    assert act.changes.filter(table="score").count() == 2


def test_another_user_cannot_score(p):
    stranger = practice.small_practice()

    with pytest.raises(Case.DoesNotExist):
        recording.add_score(
            user=stranger.user,
            submission=uuid.uuid4(),
            session=p.first,
            entry=recording.ScoreEntry("srs", "client", Decimal(30)),
        )


def test_a_stale_form_overwrites_no_score(p):
    practice.edit_score(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(recording.StaleRow):
        practice.edit_score(p, user=p.user, submission=uuid.uuid4())

    assert Score.objects.get().version == 2


def test_the_same_form_twice_is_one_score(p):
    submission = uuid.uuid4()

    first = practice.add_score(p, user=p.user, submission=submission)
    second = practice.add_score(p, user=p.user, submission=submission)

    assert (first, p.session.scores.filter(instrument="srs").count()) == (second, 1)


def test_a_score_where_lower_is_better_is_turned_round():
    score = Score(value=Decimal(8), minimum=0, maximum=27, higher_is_better=False)

    assert score.turned == 19
