"""Our commands as processes that start at once: forked from one that has Django."""

import multiprocessing
import os
import resource
import signal
import sys
from itertools import count
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.checks import run_checks
from django.core.management import (
    execute_from_command_line,
    get_commands,
    load_command_class,
)
from django.db import connection

from tests.waiting import let_wait

if not apps.ready:  # in the process that the others are forked from
    django.setup()
    run_checks()  # as every command does; it imports all of the pages
    for name in ("backup", "check_integrity", "migrate", "restore", "upgrade"):
        load_command_class(get_commands()[name], name)

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["pytest", "psycopg", __name__])
numbers = count()


class Command:
    """One that runs, in a database and a `var/` of its own."""

    def __init__(self, database, var, arguments, largest=None):
        self.said = var.parent / f"said-{next(numbers)}"
        arguments = [str(each) for each in arguments]
        self.process = FORKS.Process(
            target=run, args=(str(database), str(var), arguments, self.said, largest)
        )
        self.process.start()

    def ended(self):
        """What it said, and how it ended."""
        self.process.join(timeout=120)
        assert self.process.exitcode is not None
        return self.said.read_text(), self.process.exitcode

    def runs(self):
        return self.process.exitcode is None

    def let_wait(self):
        let_wait(self.process.pid)
        return self

    def kill(self):
        """At once, without a chance to tidy up; False if it had ended already."""
        self.process.kill()
        self.process.join(timeout=60)
        return self.process.exitcode == -signal.SIGKILL


def run(database, var, arguments, said, largest):
    """In the new process; no file of it may be larger than `largest` bytes."""
    said.touch()
    for stream in (sys.stdout, sys.stderr):
        os.dup2(os.open(said, os.O_WRONLY | os.O_APPEND), stream.fileno())
    sys.stdout.reconfigure(line_buffering=True)
    if largest:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    connection.settings_dict["NAME"] = database
    settings.VAR = Path(var)
    settings.NOTES_KEYS_FILE = settings.VAR / "notes_keys"
    execute_from_command_line(["manage.py", *arguments])
