"""Fill an empty database from a backup."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.backup.errors import BackupError
from ruptures.backup.practice import restore
from ruptures.management.commands.backup import add_passphrase


class Command(BaseCommand):
    help = "Fills an empty database from FILE, whole or not at all, and proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["path"]
        try:
            manifest = restore(path, options["passphrase"])
        except BackupError as error:
            raise CommandError(f"{path}: {error}") from error
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}.") from error
        self.stdout.write(
            f"Restored as of {manifest.made_at}: {len(manifest.tables)} tables,"
            f" {manifest.rows:,} rows, each table the same as it was saved."
        )
        self.stdout.write(
            "Put back the saved keys of notes, then run upgrade and check_integrity."
        )
