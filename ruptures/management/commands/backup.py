"""Write the whole database to one file, while the server runs."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.backup.done import remember
from ruptures.backup.errors import BackupError
from ruptures.backup.practice import dated, keep_newest, save

SHORTEST = 16  # characters of a passphrase: it is tried without a lock-out


def passphrase_in(path: str) -> str:
    """The first line of the file."""
    try:
        first = Path(path).read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentTypeError(f"{path} cannot be read: {error}") from None
    if len(first) < SHORTEST:
        raise ArgumentTypeError(f"its first line has fewer than {SHORTEST} characters")
    return first


def add_passphrase(parser: CommandParser) -> None:
    parser.add_argument(
        "--passphrase-file",
        type=passphrase_in,
        dest="passphrase",
        metavar="FILE",
        help="its first line encrypts the backup",
    )


def number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


class Command(BaseCommand):
    help = "Writes everything to FILE while the server runs, so that restore proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, metavar="FILE")
        parser.add_argument(
            "--keep",
            type=number,
            metavar="N",
            help="FILE is a folder: add one named by the time and keep the newest N",
        )
        parser.add_argument(
            "--overwrite", action="store_true", help="replace FILE if it is there"
        )
        add_passphrase(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        passphrase, keep = options["passphrase"], options["keep"]
        path = self.target(**options)
        try:
            manifest = save(path, passphrase)
            gone = keep_newest(path.parent, keep) if keep else []
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{path} is not written: {error.strerror}.") from error
        size = f"{len(manifest.tables)} tables, {manifest.rows:,} rows"
        self.stdout.write(f"{path} is written: {size}, checked.")
        for old in gone:
            self.stdout.write(f"{old} is deleted.")
        self.note(path, manifest.made_at)
        self.say_what_guards_it(passphrase)

    def note(self, path: Path, made_at: str) -> None:
        """For the pages that tell the owner when the last one was made."""
        try:
            remember(path, made_at)
        except OSError as error:
            self.stderr.write(f"Pages do not know of it: {error}")

    def target(self, **options: Any) -> Path:
        path: Path = options["path"]
        if options["keep"]:
            if not path.is_dir():
                raise CommandError(f"{path} is no folder.")
            path = dated(path, options["passphrase"])
        elif path.is_dir():
            raise CommandError(f"{path} is a folder; --keep N keeps the newest in it.")
        if path.exists() and not options["overwrite"]:
            raise CommandError(f"{path} is there already; --overwrite replaces it.")
        return path

    def say_what_guards_it(self, passphrase: str | None) -> None:
        if not passphrase:
            self.stdout.write("It is not encrypted, and holds clinical data.")
        keys = "NOTES_KEYS" if settings.NOTES_KEYS else settings.NOTES_KEYS_FILE
        self.stdout.write(
            f"The keys of notes are not in it: save {keys} apart, or no note in it can"
            " be read."
        )
