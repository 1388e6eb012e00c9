"""What every test stands on: quick settings and a database file of its own."""

import datetime
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import time_machine
from django.conf import settings
from django.db import connection, connections

from tests.factories import count_anew
from tests.triggers import lift_triggers

pytest_plugins = [
    "tests.browser.fixtures",
    "tests.engines",
    "tests.promises.rows",
    "tests.ruptures.keys",
    "tests.ruptures.backup.places",
    "tests.import_children",
]

# Properties are checked on the same examples everywhere: a failure is never luck.
hypothesis.settings.register_profile(
    "suite", deadline=None, derandomize=True, database=None
)
hypothesis.settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    """Change what would make tests slow, and nothing that they are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Files as they stand in the source: no hashed names, so nothing to collect.
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }
    settings.WHITENOISE_AUTOREFRESH = True
    # Coverage of templates is counted by the nodes that debug mode keeps.
    counted = bool(config.getoption("cov_source", None))
    settings.TEMPLATES[0]["OPTIONS"]["debug"] = counted


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Give SQLite a file: real locks and one connection a thread, as in use."""
    database = connections["default"]
    if database.vendor == "sqlite":
        folder = tmp_path_factory.mktemp("database")
        database.settings_dict["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Lift the triggers that a flush between tests would meet; in the end, end what
    still holds the test database: PostgreSQL drops none that is in use.

    A browser's last request may, as the live server keeps its connections open.
    """
    with django_db_blocker.unblock():
        lift_triggers(connection)
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _rows_counted_anew() -> None:
    """Give the rows of a test the same dates and codes in every run."""
    count_anew()


@pytest.fixture
def _today() -> Iterator[None]:
    """Noon of Sunday 22 November 2026, the day that these tests tell of."""
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield
