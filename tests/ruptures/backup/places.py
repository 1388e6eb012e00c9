"""Installations of their own, a database and a `var/` each, for real processes."""

import os
import shutil
import sqlite3
import time
from contextlib import closing
from itertools import count
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.ruptures.backup.commands import Command

ON_SQLITE = connection.vendor == "sqlite"
SEED = "seed_demo --therapists 3 --sessions 300 --seed 7 --until 2026-11-01"
numbers = count()


class Place:
    def __init__(self, folder, like=None):
        self.var = folder / "var"
        self.var.mkdir(mode=0o700, parents=True)
        shutil.copy(settings.NOTES_KEYS_FILE, self.var / "notes_keys")
        self.name = f"place_{os.getpid()}_{next(numbers)}"
        self.file = folder / f"{self.name}.sqlite3"
        if not ON_SQLITE:
            template = f" TEMPLATE {like.name}" if like else ""
            server_does(f"CREATE DATABASE {self.name}{template}")
        elif like:
            shutil.copy(like.file, self.file)

    @property
    def database(self):
        return self.file if ON_SQLITE else self.name

    def start(self, *arguments, **options):
        return Command(self.database, self.var, arguments, **options)

    def manage(self, *arguments, **options):
        """What it said, and how it ended."""
        return self.start(*arguments, **options).ended()

    def done(self, *arguments):
        said, end = self.manage(*arguments)
        assert end == 0, said
        return said

    def tables(self):
        """A line a table, by check_integrity."""
        said = self.done("check_integrity", "--tables")
        return [line for line in said.splitlines() if line.count(" ") == 2]

    def connect(self):
        if ON_SQLITE:
            return closing(sqlite3.connect(self.file, timeout=20))
        return closing(psycopg.connect(server(self.name)))

    def sql(self, statement):
        with self.connect() as database:
            found = database.execute(statement)
            rows = found.fetchall() if found.description else None
            database.commit()
        return rows

    def holds(self):
        """How many sessions, or None where there is not even a table for them."""
        listed = (
            "sqlite_master WHERE name" if ON_SQLITE else "pg_tables WHERE tablename"
        )
        if not self.sql(f"SELECT 1 FROM {listed} = 'ruptures_session'"):  # noqa: S608
            return None
        return self.sql("SELECT count(*) FROM ruptures_session")[0][0]

    def settle(self):
        """Wait until what a killed process began here is over."""
        others = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
        while not ON_SQLITE and len(self.sql(others)) > 1:
            time.sleep(0.05)

    def drop(self):
        if not ON_SQLITE:
            server_does(f"DROP DATABASE {self.name} WITH (FORCE)")


def server(database):
    to = settings.DATABASES["default"]
    password = f":{quote(to['PASSWORD'], safe='')}" if to["PASSWORD"] else ""
    host = f"{to['HOST'] or 'localhost'}:{to['PORT'] or 5432}"
    return f"postgresql://{to['USER']}{password}@{host}/{database}"


def server_does(statement):
    with closing(psycopg.connect(server("postgres"), autocommit=True)) as postgres:
        postgres.execute(statement)


@pytest.fixture
def places(tmp_path, programs):
    """Makes new ones: without a table, or as another one is."""
    made = []

    def new(like=None):
        made.append(Place(tmp_path / f"place{len(made)}", like))
        return made[-1]

    yield new
    for place in made:
        place.drop()


@pytest.fixture(scope="session")
def programs():
    if not ON_SQLITE and not shutil.which("pg_dump"):
        pytest.skip("no pg_dump")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory, programs):
    """One with tables, and with no row of anybody's; and what its making said."""
    place = Place(tmp_path_factory.mktemp("migrated"))
    place.said = place.done("upgrade")
    yield place
    place.drop()


@pytest.fixture(scope="session")
def filled(tmp_path_factory, migrated):
    """One with a small synthetic practice, to save and not to change."""
    place = Place(tmp_path_factory.mktemp("practice"), like=migrated)
    place.done(*SEED.split())
    yield place
    place.drop()
