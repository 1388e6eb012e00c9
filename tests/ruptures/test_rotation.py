"""Values take the present key while others go on writing."""

import uuid

import pytest

from ruptures import recording
from ruptures.encryption import encrypt
from ruptures.keys import add_key, forget_old_keys
from ruptures.models import (
    Change,
    Concern,
    Draft,
    ImportJob,
    ImportMapping,
    ImportSecret,
    KeptCase,
    Note,
    SupervisionComment,
    SupervisionItem,
    SupervisionStep,
)
from ruptures.rotation import (
    batches,
    encrypted_columns,
    left,
    put,
    reencrypt,
    renewed,
    wait_for_writers,
)
from tests.factories import DraftFactory, NoteFactory
from tests.ruptures.keys import lose_keys
from tests.ruptures.recording import practice

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]

TEXT = (Note, "text")


def test_every_encrypted_column_is_found():
    columns = {
        (Change, "before"),
        (Change, "after"),
        (Draft, "content"),
        (ImportJob, "file_name"),
        (ImportJob, "problems"),
        (ImportJob, "differences"),
        (ImportJob, "mapping"),
        (ImportJob, "doubts"),
        (ImportJob, "passed_over"),
        (ImportJob, "codes"),
        TEXT,
        (SupervisionItem, "question"),
        (SupervisionItem, "did_next"),
        (SupervisionItem, "would_try"),
        (SupervisionComment, "text"),
        (SupervisionStep, "text"),
        (Concern, "text"),
        (Concern, "consulted"),
        (Concern, "done"),
        (ImportMapping, "content"),
        (ImportSecret, "secret"),
        (KeptCase, "words"),
    }

    assert set(encrypted_columns()) == columns
    assert len(encrypted_columns()) == len(columns)


def test_everything_takes_the_new_key_and_says_what_it_said():
    p = practice.small_practice()
    act = practice.edit_note(p, user=p.user, submission=uuid.uuid4())
    add_key()
    stale = left()

    count = reencrypt()

    assert (count.moved, count.unreadable, left()) == (stale, 0, 0)
    assert Note.objects.get().text == "Said it in the corridor, after the hour."
    recording.undo(user=p.user, submission=uuid.uuid4(), act=act)
    assert Note.objects.get().text == "Came from the hospital."


def test_a_draft_takes_the_new_key_and_holds_what_it_held():
    DraftFactory(content={"note": ["Came from"], "strain": ["withdrawal"]})
    add_key()

    reencrypt()
    forget_old_keys()

    content = {"note": ["Came from"], "strain": ["withdrawal"]}
    assert (left(), Draft.objects.get().content) == (0, content)


def test_a_rotation_that_was_cut_off_is_finished_by_the_next():
    notes = NoteFactory.create_batch(3)
    add_key()
    first = next(batches(TEXT))[0]
    put(TEXT, [(*first, renewed(TEXT, first[1]))])

    add_key()
    reencrypt()

    assert left() == 0
    assert {note.text for note in Note.objects.all()} == {notes[0].text}


def test_what_somebody_changed_meanwhile_is_not_overwritten():
    note = NoteFactory(text="before")
    add_key()
    [(pk, old)] = next(batches(TEXT))
    note.text = "meanwhile"
    note.save()

    assert put(TEXT, [(pk, old, encrypt("before"))]) == 0
    assert Note.objects.get().text == "meanwhile"


def test_a_value_that_no_key_opens_is_counted_and_kept(key_file):
    NoteFactory()
    lose_keys(key_file)

    count = reencrypt()

    assert (count.moved, count.unreadable, left()) == (0, 1, 1)
    assert not Note.objects.get().is_readable


def test_a_note_deleted_unread_comes_back_after_its_key_and_a_rotation(key_file):
    p = practice.small_practice()
    lost = key_file.read_text()
    lose_keys(key_file)
    note = Note.objects.get()
    who = {"user": p.user, "submission": uuid.uuid4()}
    act = recording.delete_note(**who, note=note, version=note.version)
    key_file.write_text(key_file.read_text() + lost)

    add_key()
    reencrypt()
    forget_old_keys()

    recording.undo(user=p.user, submission=uuid.uuid4(), act=act)
    assert Note.objects.get().text == "Came from the hospital."


def test_waiting_for_writers_ends_where_nobody_writes():
    wait_for_writers()
