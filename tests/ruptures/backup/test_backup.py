"""The file that a backup becomes, written by real processes."""

import re
import stat
import time
import zipfile

import pytest

from tests.ruptures.backup.places import ON_SQLITE

FORMER = b"The backup of yesterday."


@pytest.fixture
def passphrase(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("correct horse battery staple")
    return ("--passphrase-file", file)


@pytest.fixture
def former(tmp_path):
    file = tmp_path / "saved.zip"
    file.write_bytes(FORMER)
    return file


def names(folder):
    return sorted(path.name for path in folder.iterdir() if path.suffix != "")


def test_a_backup_says_what_it_holds_and_what_it_does_not(filled, tmp_path):
    file = tmp_path / "saved.zip"

    said = filled.done("backup", file)

    first, *others = said.splitlines()
    assert re.fullmatch(
        r".+\.zip is written: \d+ tables, [\d,]+ rows, checked\.", first
    )
    assert others == [
        "It is not encrypted, and holds clinical data.",
        f"The keys of notes are not in it: save {filled.var}/notes_keys apart, or no"
        " note in it can be read.",
    ]


def test_it_is_readable_by_its_owner_alone_and_opens_without_us(filled, tmp_path):
    file = tmp_path / "saved.zip"

    filled.done("backup", file)

    assert stat.filemode(file.stat().st_mode) == "-rw-------"
    with zipfile.ZipFile(file) as archive:
        copy = "practice.sqlite3" if ON_SQLITE else "practice.pgdump"
        assert archive.namelist() == ["manifest.json", copy]
        start = b"SQLite format 3\0" if ON_SQLITE else b"PGDMP"
        assert archive.read(copy).startswith(start)


def test_a_file_that_is_there_is_replaced_only_if_told(filled, former):
    refused = filled.manage("backup", former)
    untouched = former.read_bytes()
    filled.done("backup", former, "--overwrite")

    said = f"CommandError: {former} is there already; --overwrite replaces it.\n"
    assert refused == (said, 1)
    assert untouched == FORMER
    assert zipfile.is_zipfile(former)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["{}/nowhere/saved.zip"], "is not written: No such file or directory."),
        (["{}"], "is a folder; --keep N keeps the newest in it."),
        (["{}/saved.zip", "--keep", "3"], "saved.zip is no folder."),
        (["{}", "--keep", "0"], "'0' is no number from 1 up"),
        (["{}/x", "--passphrase-file", "{}/none"], "none cannot be read"),
        (["{}/x", "--passphrase-file", "{}/short"], "fewer than 16 characters"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(
    migrated, tmp_path, arguments, complaint
):
    (tmp_path / "short").write_text("123456")

    said, end = migrated.manage("backup", *(a.format(tmp_path) for a in arguments))

    assert complaint in said
    assert end != 0
    assert names(tmp_path) == []


def test_a_full_disk_leaves_the_former_file_and_no_half(filled, former):
    said, end = filled.manage("backup", former, "--overwrite", largest=100_000)

    assert said.startswith(("CommandError: No copy", f"CommandError: {former} is not"))
    assert (end, former.read_bytes()) == (1, FORMER)
    assert names(former.parent) == ["saved.zip"]
    filled.done("backup", former, "--overwrite")


def test_a_backup_that_is_killed_leaves_the_former_file(filled, former, passphrase):
    """Killed while the file beside it is written; the next run tidies up."""
    part = former.with_name("saved.zip.part")
    process = filled.start("backup", former, "--overwrite", *passphrase).let_wait()
    while not part.exists() and process.runs():
        time.sleep(0.001)

    killed = process.kill()

    assert (killed, former.read_bytes()) == (True, FORMER)
    assert names(former.parent) == ["saved.zip", "saved.zip.part"]
    filled.done("backup", former, "--overwrite")
    assert names(former.parent) == ["saved.zip"]
    assert list(filled.var.glob("at-work/*")) == []


def test_a_series_keeps_the_newest_and_touches_nothing_else(filled, tmp_path):
    folder = tmp_path / "series"
    folder.mkdir()
    old = [f"practice-202601{day:02}T020000Z.zip" for day in range(1, 5)]
    others = ["practice-20260101T020000Z.zip.txt", "letter.zip", "other.zip.part"]
    for name in [*old, *others, "practice-20260105T020000Z.zip.part"]:
        (folder / name).touch()

    said = filled.done("backup", folder, "--keep", "3")

    (new,) = set(names(folder)) - {*old, *others}
    assert names(folder) == sorted([*old[2:], *others, new])
    assert [line for line in said.splitlines() if "deleted" in line] == [
        f"{folder}/{name} is deleted." for name in old[:2]
    ]


def test_a_backup_that_fails_deletes_none_of_the_series(filled, tmp_path):
    folder = tmp_path / "series"
    folder.mkdir()
    (folder / "practice-20260101T020000Z.zip").touch()
    (folder / "practice-20260102T020000Z.zip").touch()

    _said, end = filled.manage("backup", folder, "--keep", "1", largest=100_000)

    assert (end, len(names(folder))) == (1, 2)


@pytest.mark.skipif(not ON_SQLITE, reason="PostgreSQL lets this not happen")
def test_a_damaged_database_is_not_saved_over_a_good_backup(filled, places, former):
    broken = places(like=filled)
    broken.sql("UPDATE ruptures_session SET case_id = 999999 WHERE id = 1")

    said, end = broken.manage("backup", former, "--overwrite")

    assert said == (
        "CommandError: The database is damaged (rows that point to nothing: 1);"
        " see check_integrity.\n"
    )
    assert (end, former.read_bytes()) == (1, FORMER)
