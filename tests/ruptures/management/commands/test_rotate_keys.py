import pytest
from django.core.management import CommandError, call_command

from ruptures.keys import keys, locked
from ruptures.models import Note
from ruptures.rotation import left
from tests.factories import NoteFactory
from tests.ruptures.keys import lose_keys, new_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("key_file")]


def rotate(capsys, **options):
    call_command("rotate_keys", **options)
    return capsys.readouterr().out


def test_a_new_key_comes_first_and_the_former_stays_for_old_backups(capsys):
    NoteFactory(text="Came late.")
    (former,) = keys()

    said = rotate(capsys)

    assert "1 values encrypted anew." in said
    assert "Save this file now, apart from the database." in said
    assert (keys()[1:], left()) == ((former,), 0)
    assert Note.objects.get().text == "Came late."


def test_the_former_keys_are_forgotten_on_demand(capsys):
    NoteFactory(text="Came late.")
    (former,) = keys()

    said = rotate(capsys, forget=True)

    assert "Keys dropped: 1. Earlier backups cannot be read now." in said
    assert len(keys()) == 1
    assert keys() != (former,)
    assert Note.objects.get().text == "Came late."


def test_no_key_is_forgotten_while_a_value_is_not_under_the_new_one(key_file, capsys):
    NoteFactory()
    lose_keys(key_file)

    with pytest.raises(CommandError, match="1 values are not under the new key"):
        rotate(capsys, forget=True)

    assert len(keys()) == 2


def test_keys_of_the_environment_are_not_touched_but_used(capsys, settings, key_file):
    settings.NOTES_KEYS = [former] = [new_key()]
    NoteFactory(text="Came late.")
    settings.NOTES_KEYS = [new_key(), former]
    file = key_file.read_text()

    said = rotate(capsys)

    assert "take the others out once no backup needs them" in said
    assert (left(), key_file.read_text()) == (0, file)
    settings.NOTES_KEYS = settings.NOTES_KEYS[:1]
    assert Note.objects.get().text == "Came late."


def test_forgetting_keys_of_the_environment_is_refused(capsys, settings):
    settings.NOTES_KEYS = [new_key()]

    with pytest.raises(CommandError, match="take the old ones out there"):
        rotate(capsys, forget=True)


def test_two_rotations_at_once_are_refused(capsys):
    before = keys()

    with locked(), pytest.raises(CommandError, match="Another rotation is running"):
        rotate(capsys)

    assert keys() == before
