from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.backup.digests import differences
from ruptures.backup.errors import BackupError
from ruptures.backup.practice import saved_tables, tables
from ruptures.integrity import broken
from ruptures.management.commands.backup import add_passphrase


class Command(BaseCommand):
    help = "Check every rule over everything; exit 1 and name the rows that break one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tables", action="store_true", help="print rows and digest of each table"
        )
        parser.add_argument(
            "--against",
            type=Path,
            metavar="FILE",
            help="name the tables that are not as in this backup",
        )
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["tables"]:
            self.print_tables()
        lines = [*broken(), *unlike(options["against"], options["passphrase"])]
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} broken.")
        self.stdout.write("Everything is sound.")

    def print_tables(self) -> None:
        for name, table in tables().items():
            self.stdout.write(f"{name} {table.rows} {table.sha256}")


def unlike(backup: Path | None, passphrase: str | None) -> Iterator[str]:
    if backup is None:
        return
    try:
        yield from differences(saved_tables(backup, passphrase), tables())
    except BackupError as error:
        raise CommandError(f"{backup}: {error}") from error
    except OSError as error:
        raise CommandError(f"{backup}: {error.strerror}.") from error
