"""What the machine remembers of backups, and when it is time for the next."""

import datetime

import pytest

from ruptures.backup.done import Done, is_late, last, remember
from tests.factories import CaseFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]

NOW = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
MADE_AT = "2026-11-15T12:00:00+00:00"


@pytest.fixture(autouse=True)
def var(settings, tmp_path, time_machine):
    time_machine.move_to(NOW, tick=False)
    settings.VAR = tmp_path
    return tmp_path


def test_nothing_is_known_before_the_first():
    assert last() is None


def test_the_last_one_is_remembered(tmp_path):
    remember(tmp_path / "first.zip", "2026-11-14T02:00:00+00:00")
    remember(tmp_path / "second.zip", MADE_AT)

    assert last() == Done(MADE_AT, f"{tmp_path}/second.zip")
    assert last().at == NOW - datetime.timedelta(days=7)


def test_those_of_another_database_are_not_ours(tmp_path, settings):
    remember(tmp_path / "theirs.zip", MADE_AT)
    file = tmp_path / "backups.json"
    file.write_text(file.read_text().replace(":", ":other", 1))

    assert last() is None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a": 1}', '{"a": {"b": 1}}'])
def test_a_file_that_says_nothing_is_no_backup(var, text):
    (var / "backups.json").write_text(text)

    assert last() is None


@pytest.mark.parametrize(
    ("made_at", "late"),
    [(None, True), ("2026-11-15T11:59:59+00:00", True), (MADE_AT, False)],
)
def test_a_week_without_a_backup_of_real_cases_is_late(made_at, late):
    CaseFactory()

    assert is_late(made_at and Done(made_at, "saved.zip")) is late


def test_invented_cases_need_no_backup():
    CaseFactory(synthetic=True)

    assert is_late(None) is False
