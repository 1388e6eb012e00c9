"""Imports in a folder of the test's own, and children at work in its database."""

import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.acts import settle
from tests.ruptures.backup.places import ON_SQLITE, server
from tests.waiting import until

# As manage.py does, but with the folder of this test.
MANAGE = """
import sys
from pathlib import Path
from django.conf import settings
settings.IMPORTS = Path(sys.argv[1])
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[2:]])
"""


@pytest.fixture
def imports(settings, tmp_path):
    """The folder; whoever is started here ends at once, without a word."""
    folder = tmp_path / "imports"
    folder.mkdir()
    settings.IMPORTS = folder
    settings.MANAGE = [sys.executable, "-c", ""]
    return folder


@pytest.fixture
def children(imports, settings, monkeypatch):
    """Real ones; asks for the processes of ours that are at work on an import."""
    name = connection.settings_dict["NAME"]
    monkeypatch.setenv(
        "DATABASE_URL", f"sqlite:///{name}" if ON_SQLITE else server(name)
    )
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    settings.MANAGE = [sys.executable, "-c", MANAGE, str(imports)]
    return lambda: [each for each in processes() if str(imports) in command(each)]


def processes():
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def command(number):
    """Nothing where it is gone, or a zombie."""
    try:
        return Path(f"/proc/{number}/cmdline").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def state_of(job):
    """Once nobody is at work on it."""
    until(lambda: not room.is_held(job.key))
    job.refresh_from_db()
    settle(job)
    return job.state


@contextmanager
def at_work(*jobs):
    """As if a child had their files in hand."""
    with ExitStack() as stack:
        for job in jobs:
            stack.enter_context(room.kept(job.key, [b""]))
        yield
