"""Pulling the plug while a package comes in: the database is as before."""

import datetime
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from ruptures.models import Session, SessionReport
from tests.factories import LOGGED_AT, CaseFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.keys import new_key
from tests.waiting import let_wait

pytestmark = pytest.mark.django_db

CASES, SESSIONS = 10, 30_000
MAKE_USER = (
    "from ruptures.models import User;"
    "User.objects.create_user(email='new@example.org', password='x')"
)
TABLES = ("case", "session", "sessionreport", "act")
NOTHING, ALL = [0, 0, 0, 0], [CASES, SESSIONS, SESSIONS, CASES]
MOST_TRIES = 20  # a commit is over in some hundredths of a second


@pytest.fixture
def package(tmp_path):
    """So large that a process can be met in the middle of its commit."""
    cases = [CaseFactory(started_on=datetime.date(2000, 1, 1)) for _ in range(CASES)]
    for case in cases:
        case.therapist = cases[0].therapist
        case.save()
    sessions = Session.objects.bulk_create(
        Session(
            case=cases[number % CASES],
            date=datetime.date(2000, 1, 1) + datetime.timedelta(days=number // CASES),
            logged_at=LOGGED_AT,
        )
        for number in range(SESSIONS)
    )
    SessionReport.objects.bulk_create(
        SessionReport(session=each, rater="therapist", strain="no", logged_at=LOGGED_AT)
        for each in sessions
    )
    path = tmp_path / "package.zip"
    path.write_bytes(bytes_of(cases[0].therapist))
    return path


@pytest.fixture
def installation(tmp_path):
    """An empty one with one therapist, in a file of its own."""
    file = tmp_path / "practice.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{file}",
        "NOTES_KEYS": new_key(),
        "SECRET_KEY": "for this test alone",
    }
    for arguments in (["migrate", "-v0"], ["shell", "-v0", "-c", MAKE_USER]):
        subprocess.run(  # noqa: S603  our own
            manage(*arguments), check=True, env=environment, cwd=settings.BASE_DIR
        )
    return file, environment


def manage(*arguments: str) -> list[str]:
    return [sys.executable, "manage.py", *arguments]


def start(package, environment) -> subprocess.Popen:
    """The command, once it has begun to write."""
    process = subprocess.Popen(  # noqa: S603  our own
        manage("import_data", str(package), "--therapist", "new@example.org"),
        env=environment,
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    checked = f"Checked: {2 * SESSIONS + CASES:,} new, 0 already here. Writing.\n"
    assert process.stdout.readline() == checked
    return process


def counts(file) -> list[int]:
    with closing(sqlite3.connect(file)) as database:
        database.create_function(
            "regexp", 2, lambda rule, text: bool(re.search(rule, text))
        )
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [
            database.execute(f"SELECT count(*) FROM ruptures_{table}").fetchone()[0]  # noqa: S608
            for table in TABLES
        ]


def log_of(file) -> Path:
    return file.with_name(f"{file.name}-wal")


def written(file) -> int:
    """Bytes on the disk that may not be committed."""
    try:
        return log_of(file).stat().st_size
    except FileNotFoundError:
        return 0


def is_killed_in_time(package, installation, least) -> bool:
    """Whether the plug was pulled between so many bytes and the end of the commit."""
    file, environment = installation
    process = start(package, environment)
    let_wait(process.pid)
    while process.poll() is None and written(file) < least:
        pass
    process.send_signal(signal.SIGSTOP)
    seen = counts(file)
    assert seen in (NOTHING, ALL)
    is_there = process.poll() is None
    process.kill()
    process.communicate()
    return is_there and seen == NOTHING


def kill_in_time(package, installation, least) -> None:
    """Again from the beginning where it was too late, which proves nothing."""
    file, _environment = installation
    empty = shutil.copy(file, file.with_name("empty"))
    for _try in range(MOST_TRIES):
        if is_killed_in_time(package, installation, least):
            return
        log_of(file).unlink(missing_ok=True)
        shutil.copy(empty, file)
    pytest.fail("each was through with its commit")


def test_a_killed_import_leaves_nothing_and_the_next_one_does_it_all(
    package, installation
):
    file, environment = installation
    for least in (0, 1, 10**6):
        kill_in_time(package, installation, least)

        assert written(file) >= least
        assert counts(file) == NOTHING

    said, _none = start(package, environment).communicate()
    assert said == f"{2 * SESSIONS + CASES:,} new, 0 already here.\n"
    assert counts(file) == ALL
