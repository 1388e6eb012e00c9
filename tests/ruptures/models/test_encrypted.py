"""Encrypted columns: what lies in the table, and what comes back from it."""

import datetime
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from ruptures import recording
from ruptures.models import Change, Note
from ruptures.models.encrypted import Unreadable
from tests.factories import NoteFactory
from tests.ruptures.keys import lose_keys
from tests.ruptures.recording import practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]


def as_it_lies(table, column, pk):
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {column} FROM {table} WHERE id = %s",  # noqa: S608  names of ours
            [pk],
        )
        return cursor.fetchone()[0]


def lies(note):
    return as_it_lies("ruptures_note", "text", note.pk)


def test_text_lies_in_the_table_as_a_token_and_comes_back():
    note = NoteFactory(text="Came late, 𒀀 and 👩\u200d👧.")

    assert lies(note).startswith("gAAAA")
    assert Note.objects.get().text == "Came late, 𒀀 and 👩\u200d👧."


def test_what_a_change_holds_comes_back_and_nothing_stays_nothing():
    p = practice.small_practice()
    act = practice.write_note(p, user=p.user, submission=uuid.uuid4())

    change = Change.objects.get(act=act)

    assert (change.before, change.after["text"]) == (None, "Began a new job.")
    assert as_it_lies("ruptures_change", "before", change.pk) is None
    assert as_it_lies("ruptures_change", "after", change.pk).startswith("gAAAA")


def test_a_value_that_no_key_opens_is_kept_when_it_is_saved_again(key_file):
    note = NoteFactory()
    token = lies(note)
    lose_keys(key_file)

    unreadable = Note.objects.get()
    unreadable.date = None
    unreadable.save()

    assert (unreadable.is_readable, unreadable.text) == (False, Unreadable(token))
    assert lies(note) == token


@pytest.mark.parametrize("lookup", ["text", "text__contains", "text__startswith"])
def test_an_encrypted_column_cannot_be_searched(lookup):
    with pytest.raises(FieldError):
        list(Note.objects.filter(**{lookup: "late"}))


def test_an_encrypted_column_can_be_asked_whether_it_holds_anything():
    NoteFactory()

    assert Note.objects.filter(text__isnull=False).count() == 1
    assert Note.objects.filter(text__isnull=True).count() == 0


def test_an_unreadable_note_deleted_and_brought_back_is_the_same_token(key_file):
    note = NoteFactory(session__case__started_on=datetime.date(2025, 1, 1))
    token = lies(note)
    lose_keys(key_file)
    user = note.session.case.therapist
    to = {"user": user, "submission": uuid.uuid4()}
    act = recording.delete_note(**to, note=Note.objects.get(), version=1)

    recording.undo(user=user, submission=uuid.uuid4(), act=act)

    assert lies(Note.objects.get()) == token
