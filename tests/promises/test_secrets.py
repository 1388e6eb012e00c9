"""What a note says lies nowhere in the clear: not in the database, nor a backup, nor
the logs.
"""

import logging
import os
import shutil
import subprocess
import uuid
import zipfile

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from ruptures.keys import keys
from ruptures.models import Note
from tests.database_file import bytes_of_database
from tests.factories import SessionFactory
from tests.ruptures.recording import practice

SECRET = "Quecksilbermond"

pytestmark = pytest.mark.django_db(transaction=True)


def posted(client, name, args, **fields):
    form = {"submission": str(uuid.uuid4()), "version": "1", **fields}
    response = client.post(reverse(f"dashboard:{name}", args=args), form)
    assert response.status_code == 302, response.text


@pytest.fixture
def planted(client, caplog):
    """The secret in notes of every kind, in an edited and in a deleted one."""
    caplog.set_level(logging.DEBUG)
    p = practice.small_practice()
    client.force_login(p.user)
    posted(client, "note-add-case", [p.case.code], text=SECRET, date="2024-02-01")
    posted(client, "note-add-session", [p.session.key], text=SECRET)
    posted(client, "note-add-rupture", [p.rupture.key], text=SECRET)
    log = {"case": p.case.code, "date": str(practice.day(4)), "strain": "no"}
    posted(client, "log", [], note=SECRET, **log)
    event, deleted = Note.objects.get(case=p.case), Note.objects.get(session=p.session)
    posted(client, "note-edit", [event.key], text="Nothing.", date="2024-02-01")
    posted(client, "note-edit", [p.note.key], text=f"Also {SECRET}.")
    posted(client, "note-delete", [deleted.key])
    history = reverse("dashboard:case-history", args=[p.case.code])
    assert SECRET in client.get(history).text  # it is there for whom it belongs to
    return p


def database_text():
    """Every byte that the database keeps of itself, as the disk has it."""
    if connection.vendor == "postgresql":
        return dumped()
    return bytes_of_database()


def dumped():
    if not shutil.which("pg_dump"):
        pytest.skip("no pg_dump")
    to = connection.settings_dict
    password = {"PGPASSWORD": to["PASSWORD"]} if to["PASSWORD"] else {}
    command = [
        "pg_dump",
        "-h",
        to["HOST"] or "localhost",
        "-p",
        str(to["PORT"] or 5432),
    ]
    return subprocess.run(  # noqa: S603  our own database
        [*command, "-U", to["USER"], to["NAME"]],
        env=os.environ | password,
        capture_output=True,
        check=True,
    ).stdout


def test_the_database_holds_no_note_in_the_clear(planted):
    text = database_text()

    assert planted.case.code.encode() in text  # so what is in the clear is found
    assert SECRET.encode() not in text


@pytest.fixture
def backup(planted, tmp_path, settings, programs):
    """What a backup holds, by name; `envelope` is an encrypted one as it lies there."""
    settings.VAR = tmp_path
    plain, sealed = tmp_path / "plain", tmp_path / "sealed"
    call_command("backup", plain)
    call_command("backup", sealed, passphrase="correct horse battery staple")
    with zipfile.ZipFile(plain) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    return members | {"envelope": sealed.read_bytes()}


def test_a_backup_holds_no_note_and_no_key_in_the_clear(planted, backup):
    text = b"".join(backup.values())

    assert planted.case.code.encode() in text
    assert SECRET.encode() not in text
    assert [key for key in keys() if key.encode() in text] == []


def test_a_backup_holds_nobodys_sign_in(planted, client, backup):
    text = b"".join(backup.values())

    assert planted.user.email.encode() in text
    assert client.session.session_key.encode() not in text


def test_an_encrypted_backup_holds_nothing_at_all_in_the_clear(planted, backup):
    text = backup["envelope"]

    assert planted.case.code.encode() not in text
    assert b"manifest" not in text
    assert b"ruptures_" not in text


def test_the_logs_hold_no_note(planted, client, caplog):
    other = SessionFactory()

    client.post(
        reverse("dashboard:note-add-session", args=[other.key]), {"text": SECRET}
    )
    client.post(reverse("dashboard:note-add-session", args=[planted.first.key]), {})

    assert caplog.records
    assert SECRET not in caplog.text
