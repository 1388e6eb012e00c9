"""Go on with an import that was begun on the page."""

import logging
import sys
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils import translation

from ruptures.exchange.jobs.child import run
from ruptures.models import ImportJob

logger = logging.getLogger(__name__)
# The child never checkpoints: a SQLite with the WAL-reset bug (ruptures/sqlite.py) is
# safe while one process does. And it waits its turn, as nobody looks at an hourglass.
MANNERS = ("PRAGMA wal_autocheckpoint = 0", "PRAGMA busy_timeout = 600000")


class Command(BaseCommand):
    help = (
        "Checks the file on the standard input, or brings it in, for that import. The"
        " page of the import starts it."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key", type=uuid.UUID)
        parser.add_argument("language", help="of what it says about the file")

    def handle(self, *args: Any, **options: Any) -> None:
        job = ImportJob.objects.select_related("user").filter(key=options["key"])
        found = job.running().first()
        if found is None:
            raise CommandError("No import of that key is under way.")
        mind_manners()
        with translation.override(options["language"] or None):
            self.go_on(found)

    def go_on(self, job: ImportJob) -> None:
        """Log a fault without its message, which may quote a cell."""
        try:
            run(job, sys.stdin.buffer)
        except Exception:
            logger.exception("An import broke off.")
            sys.exit(1)


def mind_manners() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for each in MANNERS:
                cursor.execute(each)
