"""The history in words: scores, notes, and what no key here opens."""

import uuid

import pytest

from ruptures.history import Days, in_words
from ruptures.models import Act, Verb
from tests.factories import UserFactory
from tests.ruptures.keys import lose_keys
from tests.ruptures.recording import practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]


@pytest.fixture
def p():
    return practice.small_practice()


def told(p, verb, *, reader=None):
    """The day of that act, and each row of it as told to the therapist, or `reader`."""
    practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())
    acts = Act.objects.filter(case=p.case, verb=verb)
    [line] = in_words(acts, Days.of(p.case), reader=reader or p.user)
    rows = [
        (str(row.row), [(f.label, f.before, f.after) for f in row.fields])
        for row in line.rows
    ]
    return line.day, rows


def test_a_score_is_told_by_its_instrument_and_as_people_write_it(p):
    assert told(p, Verb.ADD_SCORE) == (
        practice.day(1),
        [
            (
                "Score",
                [
                    ("Filled in by", "", "Client"),
                    ("Instrument", "", "SRS"),
                    ("Total", "", "31.5"),
                ],
            )
        ],
    )


def test_a_changed_score_tells_the_total_alone(p):
    assert told(p, Verb.EDIT_SCORE) == (
        practice.day(1),
        [("Score", [("Total", "52", "40")])],
    )


def test_a_tie_is_told_by_the_rupture_that_it_is_about(p):
    practice.observe(p, user=p.observer, submission=uuid.uuid4())

    assert told(p, Verb.LINK_REPORT) == (
        practice.day(1),
        [
            (
                "Answer",
                [("Rupture", "nothing", "rupture of Mon 15 Jan 2024: Withdrawal")],
            )
        ],
    )


def test_a_rupture_that_is_gone_is_still_told_by_its_type_and_day(p):
    practice.observe(p, user=p.observer, submission=uuid.uuid4())
    practice.link_report(p, user=p.user, submission=uuid.uuid4())

    day, rows = told(p, Verb.DELETE_RUPTURE)

    assert day == practice.day(1)
    assert dict(rows)["Answer"] == [
        ("Rupture", "rupture of Mon 15 Jan 2024: Withdrawal", "nothing")
    ]


def test_an_event_note_tells_its_own_day(p):
    assert told(p, Verb.WRITE_NOTE) == (
        None,
        [("Note", [("Day", "", "Mon 22 Jan 2024"), ("Note", "", "Began a new job.")])],
    )


def test_a_note_on_a_rupture_is_of_the_day_of_its_session(p):
    day, [(row, [(label, before, after)])] = told(p, Verb.EDIT_NOTE)

    assert (day, row, label) == (practice.day(1), "Note", "Note")
    assert before == "Came from the hospital."
    assert after == "Said it in the corridor, after the hour."


@pytest.mark.parametrize("verb", [Verb.WRITE_NOTE, Verb.EDIT_NOTE, Verb.DELETE_NOTE])
def test_nobody_else_reads_what_a_note_said(verb, p):
    _day, rows = told(p, verb, reader=UserFactory())

    assert rows == [("Note", [])]


def test_a_change_that_no_key_opens_is_told_without_what_it_was(p, key_file):
    practice.delete_rupture(p, user=p.user, submission=uuid.uuid4())
    lose_keys(key_file)

    acts = Act.objects.filter(verb="delete_rupture")
    [line] = in_words(acts, Days.of(p.case), reader=p.user)

    assert line.day is None
    assert {(row.readable, row.fields) for row in line.rows} == {(False, ())}


def test_an_unreadable_note_that_was_deleted_says_so(p, key_file):
    lose_keys(key_file)

    _day, [(_row, fields)] = told(p, Verb.DELETE_NOTE)

    assert fields == [("Note", "cannot be read with the keys here", "")]
