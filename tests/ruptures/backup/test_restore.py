"""Backups restored by real processes into databases of their own."""

import os
import shutil
import sqlite3
import threading
import time
import zipfile
from pathlib import Path

import pytest

from tests.ruptures.backup.places import ON_SQLITE
from tests.waiting import until

PASSPHRASE = "correct horse battery staple"


@pytest.fixture
def passphrase(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return ("--passphrase-file", file)


@pytest.fixture(scope="module")
def made(filled, tmp_path_factory):
    file = tmp_path_factory.mktemp("made") / "saved.zip"
    filled.done("backup", file)
    return file


@pytest.fixture
def saved(made, tmp_path):
    """One backup for all of these tests, a copy for each."""
    return Path(shutil.copy(made, tmp_path))


def test_what_is_restored_is_what_was_saved(filled, places, saved):
    new = places()

    said = new.done("restore", saved)

    assert "each table the same as it was saved" in said
    assert new.tables() == filled.tables()
    assert new.holds() == 300
    assert "Everything is sound." in new.done("check_integrity", "--against", saved)


def test_an_encrypted_backup_needs_its_passphrase(filled, places, tmp_path, passphrase):
    new, file, wrong = places(), tmp_path / "saved.zip.age", tmp_path / "wrong"
    wrong.write_text("correct horse battery stable")
    filled.done("backup", file, *passphrase)

    without = new.manage("restore", file)
    with_wrong = new.manage("restore", file, "--passphrase-file", wrong)
    nothing = new.holds()
    new.done("restore", file, *passphrase)

    assert without == (
        f"CommandError: {file}: It is encrypted: give --passphrase-file.\n",
        1,
    )
    assert "The passphrase does not open it" in with_wrong[0]
    assert (nothing, new.tables()) == (None, filled.tables())


def test_a_place_where_nobody_has_an_account_yet_is_empty(
    filled, places, migrated, saved
):
    new = places(like=migrated)
    new.done("first_code")

    new.done("restore", saved)

    assert new.tables() == filled.tables()
    assert new.sql("SELECT * FROM ruptures_setupcode") == []


def test_a_place_with_a_single_row_is_left_as_it_is(places, migrated, saved):
    new = places(like=migrated)
    new.sql("INSERT INTO auth_group (name) VALUES ('mine')")

    said, end = new.manage("restore", saved)

    assert (said, end) == (
        f"CommandError: {saved}: This place is not empty; tables with rows: 1.\n",
        1,
    )
    assert new.sql("SELECT name FROM auth_group") == [("mine",)]
    assert new.holds() == 0


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL's locks hold a server up")
def test_a_database_that_a_server_has_open_is_not_restored_into(
    places, migrated, saved
):
    new = places(like=migrated)
    server = sqlite3.connect(new.file)
    server.execute("SELECT count(*) FROM ruptures_user").fetchall()

    said, end = new.manage("restore", saved)
    server.close()

    assert (end, new.holds()) == (1, 0)
    assert "Something has the database open: stop the server first." in said


def test_a_damaged_backup_restores_nothing(places, saved):
    new, whole = places(), saved.read_bytes()
    middle = len(whole) // 2
    cut_short = whole[:middle]
    bent = cut_short + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]

    ends = []
    for content in (cut_short, bent, b"id,s1,s2\n"):
        saved.write_bytes(content)
        ends.append(new.manage("restore", saved))

    said = f"CommandError: {saved}: It is no backup, or it is damaged.\n"
    assert ends == [(said, 1)] * 3
    assert new.holds() is None


@pytest.mark.parametrize(
    ("said_there", "says_now", "complaint"),
    [
        ('"0005_supervision"', '"9999_of_tomorrow"', "a newer version"),
        ('"engine": "', '"engine": "other", "was": "', "damaged"),
        ('"format": 1', '"format": 2', "another version"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused(
    places, saved, said_there, says_now, complaint
):
    new = places()
    change_manifest(saved, said_there.strip('"'), says_now.strip('"'))

    said, end = new.manage("restore", saved)

    assert complaint in said
    assert (end, new.holds()) == (1, None)


def test_rows_that_are_not_those_of_the_manifest_are_not_passed_off(places, saved):
    new = places()
    change_manifest(saved, '"rows": 300', '"rows": 301')

    said, end = new.manage("restore", saved)

    assert end == 1
    assert ("what is in it was changed" in said) == ON_SQLITE
    assert ("ruptures_session: 301 rows saved, 300 here" in said) != ON_SQLITE


def change_manifest(file, old, new):
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = members["manifest.json"]
    assert old.encode() in manifest
    members["manifest.json"] = manifest.replace(old.encode(), new.encode())
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_row_that_changed_since_is_named(places, filled, saved):
    new = places(like=filled)
    new.sql("UPDATE ruptures_case SET first_number = 7 WHERE id = 1")
    new.sql("DELETE FROM ruptures_score WHERE id = 1")

    said, end = new.manage("check_integrity", "--against", saved)

    assert [line for line in said.splitlines() if "rows" in line] == [
        "ruptures_case: 24 rows, but not the same",
        "ruptures_score: 101 rows saved, 100 here",
    ]
    assert end == 1


def test_a_backup_while_others_write_is_of_one_moment(filled, places, tmp_path):
    """A writer sets two tables to one number, again and again, in one transaction."""
    written_to = places(like=filled)
    over, written = threading.Event(), []
    writer = threading.Thread(target=count_up, args=(written_to, over, written))
    writer.start()
    files = [tmp_path / f"{number}.zip" for number in range(3)]
    try:
        until(lambda: len(written) > 2)  # two are there for good
        for file in files:
            written_to.done("backup", file)
    finally:
        over.set()
        writer.join()

    seen = [read_back(places(), file) for file in files]

    assert all(case == session for case, session in seen)
    assert 1 < seen[0][0] < seen[1][0] < seen[2][0] <= written[-1]


def count_up(place, over, written):
    with place.connect() as database:
        while not over.is_set():
            written.append(len(written) + 1)
            for table in ("ruptures_case", "ruptures_session"):
                database.execute(
                    f"UPDATE {table} SET version = {written[-1]} WHERE id = 1"  # noqa: S608
                )
            database.commit()
            time.sleep(0.002)


def read_back(place, file):
    place.done("restore", file)
    ((case,),) = place.sql("SELECT version FROM ruptures_case WHERE id = 1")
    ((session,),) = place.sql("SELECT version FROM ruptures_session WHERE id = 1")
    return case, session


@pytest.mark.parametrize("with_tables", [False, True])
def test_a_restore_that_is_killed_leaves_nothing(places, migrated, saved, with_tables):
    """Killed at nine moments; whatever it left, the place is empty or whole."""
    new = places(like=migrated if with_tables else None)
    begun = time.monotonic()
    places().done("restore", saved)
    whole = time.monotonic() - begun

    killed = 0
    for part in range(1, 10):
        process = new.start("restore", saved).let_wait()
        time.sleep(whole * part / 10)
        killed += process.kill()
        new.settle()
        if new.holds():
            break
        assert new.holds() in (None, 0)
    said, end = new.manage("restore", saved)

    assert killed >= 2
    assert new.holds() == 300
    assert ("not empty" in said) == (end == 1)
    assert "Everything is sound." in new.done("check_integrity", "--against", saved)


def test_what_a_killed_restore_left_in_the_workroom_goes_with_the_next(places, saved):
    new = places()
    process = new.start("restore", saved).let_wait()
    while not list(new.var.glob("at-work/*")):
        time.sleep(0.001)
    killed = process.kill()
    new.settle()

    new.manage("restore", saved)

    assert (killed, new.holds()) == (True, 300)
    assert os.listdir(new.var / "at-work") == []
