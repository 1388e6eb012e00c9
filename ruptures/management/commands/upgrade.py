"""Bring the database up to date, after a backup where there is anything to lose."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from ruptures.backup.digests import with_rows
from ruptures.backup.errors import BackupError
from ruptures.backup.practice import dated, keep_newest, save, tables

KEEP = 5  # backups before an upgrade


class Command(BaseCommand):
    help = "Applies what migrations are new, after a backup into var/backups/."

    def handle(self, *args: Any, **options: Any) -> None:
        if is_behind() and with_rows(tables()):
            self.back_up()
        call_command("migrate", verbosity=0)

    def back_up(self) -> None:
        folder = Path(settings.VAR) / "backups"
        path = dated(folder, passphrase=None)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            save(path)
            keep_newest(folder, KEEP)
        except (BackupError, OSError) as error:
            raise CommandError(
                f"The database is not changed, as no backup could be made: {error}"
            ) from error
        self.stdout.write(f"A new version: what was there is saved in {path}.")


def is_behind() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
