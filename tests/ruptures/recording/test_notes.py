"""The therapist's own words: on one thing, of readable characters, with their day."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ruptures import recording
from ruptures.models import Case, Note
from ruptures.taxonomy import Answer
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db

PLANES = "é Ω 漢 \u200d👩\u200d👧 𒀀 \U000e0041 \U0010fffd"


@pytest.fixture
def p():
    return practice.small_practice()


def write(p, about, text, date=None, **to):
    given = {"user": p.user, "submission": uuid.uuid4()} | to
    entry = recording.NoteEntry(text, date)
    return recording.write_note(**given, about=about, entry=entry)


def refusal(act, *given, **named):
    with pytest.raises(ValidationError) as refused:
        act(*given, **named)
    return refused.value.message_dict


@pytest.mark.parametrize("place", ["case", "session", "rupture"])
def test_a_note_is_on_one_thing_and_an_events_day_is_its_own(place, p):
    Note.objects.all().delete()
    about = getattr(p, place)

    write(p, about, "Began a new job.", practice.day(2))

    note = Note.objects.get()
    assert note.about == about
    assert (note.text, note.date) == (
        "Began a new job.",
        practice.day(2) if place == "case" else None,
    )


def test_a_note_stands_on_a_session_that_did_not_take_place(p):
    missed = practice.log(p.case, 3, Answer.MISSED, note="Telephoned: in hospital.")

    assert missed.notes.get().text == "Telephoned: in hospital."


def test_a_sessions_own_note_stays_where_it_turns_out_not_held(p):
    write(p, p.first, "Telephoned: in hospital.")

    recording.edit_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.first,
        version=1,
        report_version=1,
        edit=recording.SessionEdit(date=p.first.date, attendance="missed"),
        confirmed=True,
    )

    assert p.first.notes.get().text == "Telephoned: in hospital."


def test_every_character_comes_back(p):
    write(p, p.first, PLANES)

    assert p.first.notes.get().text == PLANES


def test_line_ends_are_plain_and_nothing_blank_stands_around(p):
    write(p, p.first, " \r\n one\r\n\ttwo\rthree \n")

    assert p.first.notes.get().text == "one\n\ttwo\nthree"


@pytest.mark.parametrize("text", ["", " \r\n\t "])
def test_a_blank_note_is_refused(text, p):
    assert refusal(write, p, p.first, text) == {"text": ["Write something."]}


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x85", "\ud800"])
def test_a_character_that_is_no_text_is_refused(character, p):
    said = refusal(write, p, p.first, f"one{character}two")

    assert said == {"text": ["There is a character that is no text."]}


def test_a_note_may_be_long_and_not_longer(p):
    write(p, p.first, "x" * 10_000)

    assert refusal(write, p, p.first, "x" * 10_001) == {
        "text": ["A note has 10000 characters at most, this one has 10001."]
    }


@pytest.mark.parametrize(
    ("date", "words"),
    [
        (datetime.date(1949, 12, 31), "Look at the year again."),
        (timezone.localdate() + datetime.timedelta(1), "This date is in the future."),
    ],
)
def test_an_event_on_an_unlikely_day_is_refused(date, words, p):
    assert refusal(write, p, p.case, "New job.", date) == {"date": [words]}


def test_an_event_needs_its_day(p):
    assert refusal(write, p, p.case, "New job.") == {
        "__all__": ["A note on a case needs its day."]
    }


def test_an_event_may_lie_before_the_treatment(p):
    write(p, p.case, "Married.", datetime.date(1999, 6, 5))

    assert p.case.notes.get().date == datetime.date(1999, 6, 5)


def test_a_changed_note_keeps_what_it_is_on(p):
    practice.write_note(p, user=p.user, submission=uuid.uuid4())
    note = p.case.notes.get()

    recording.edit_note(
        user=p.user,
        submission=uuid.uuid4(),
        note=note,
        version=1,
        entry=recording.NoteEntry("Lost the job.", practice.day(3)),
    )

    note.refresh_from_db()
    assert (note.text, note.date) == ("Lost the job.", practice.day(3))
    assert (note.about, note.version) == (p.case, 2)


def test_a_stale_form_overwrites_no_note(p):
    practice.edit_note(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(recording.StaleRow):
        practice.edit_note(p, user=p.user, submission=uuid.uuid4())

    assert Note.objects.get().version == 2


def test_the_same_form_twice_is_one_note(p):
    submission = uuid.uuid4()

    first = write(p, p.first, "Once.", submission=submission)
    second = write(p, p.first, "Once.", submission=submission)

    assert (first, p.first.notes.count()) == (second, 1)


def test_another_user_cannot_write(p):
    stranger = practice.small_practice()

    with pytest.raises(Case.DoesNotExist):
        write(p, p.first, "Mine.", user=stranger.user)


def test_a_note_is_seen_by_the_therapist_alone(p):
    stranger = practice.small_practice()

    seen = [Note.objects.visible_to(user).count() for user in (p.user, stranger.user)]

    assert seen == [1, 1]
    assert Note.objects.visible_to(p.user).get() == p.note
