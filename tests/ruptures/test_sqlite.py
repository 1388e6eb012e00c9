import pytest

from ruptures.sqlite import has_wal_reset_bug, wal_reset_warning


@pytest.mark.parametrize(
    ("version", "bad"),
    [
        ((3, 40, 1), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_wal_reset_bug_was_fixed_in_3_51_3(version, bad):
    assert has_wal_reset_bug(version) is bad


def test_warning_names_both_versions_and_what_to_do():
    assert wal_reset_warning((3, 40, 1)) == (
        "SQLite 3.40.1 has the WAL-reset bug (fixed in 3.51.3): keep to one server"
        " process, the default, or use PostgreSQL (DATABASE_URL); see"
        " docs/operations.md."
    )


def test_nothing_is_said_of_a_sound_sqlite():
    assert wal_reset_warning((3, 51, 3)) == ""
