"""What `make run` does before it serves."""

import json
import zipfile

import pytest

from tests.ruptures.backup.places import Place


@pytest.fixture(scope="module")
def behind(tmp_path_factory, migrated):
    """One of an earlier version, with a row of somebody's."""
    place = Place(tmp_path_factory.mktemp("behind"), like=migrated)
    place.done("migrate", "ruptures", "0004", "--verbosity", "0")
    place.sql("INSERT INTO auth_group (name) VALUES ('mine')")
    yield place
    place.drop()


def kept(place):
    return sorted(place.var.glob("backups/*"))


def migrations(file):
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read("manifest.json"))["migrations"]


def test_a_new_place_is_made_without_a_backup(migrated):
    assert (migrated.said, migrated.holds(), kept(migrated)) == ("", 0, [])


def test_what_is_up_to_date_is_left_alone(places, filled):
    place = places(like=filled)

    assert (place.done("upgrade"), kept(place)) == ("", [])


def test_rows_are_saved_before_the_tables_change(places, behind, migrated):
    place = places(like=behind)

    said = place.done("upgrade")

    (file,) = kept(place)
    assert said == f"A new version: what was there is saved in {file}.\n"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "ruptures.0005_supervision" not in migrations(file)
    assert place.done("upgrade") == ""
    older = places(like=migrated)  # with tables that the backup does not know
    older.done("restore", file)
    assert older.sql("SELECT name FROM auth_group") == [("mine",)]
    older.done("upgrade")
    assert older.manage("migrate", "--check")[1] == 0


def test_nothing_is_changed_where_no_backup_can_be_made(places, behind):
    place = places(like=behind)
    (place.var / "backups").write_text("In the way.")

    said, end = place.manage("upgrade")

    assert "The database is not changed, as no backup could be made" in said
    assert end == 1
    assert place.manage("migrate", "--check")[1] == 1
