from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.keys import add_key, forget_old_keys, locked
from ruptures.rotation import left, reencrypt, wait_for_writers

IN_THE_ENVIRONMENT = (
    "The keys are in NOTES_KEYS, which this command cannot change. Everything now has"
    " the first of them. To rotate, put a new key before the others, restart the server"
    " and run this again; take the others out once no backup needs them."
)

KEPT = (
    "The former keys stay in {file}, so that earlier backups can be read. Save this"
    " file now, apart from the database."
)


class Command(BaseCommand):
    help = (
        "Make a new key for notes and changes and encrypt everything anew with it."
        " The server may run meanwhile; ended half-way, run it again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--forget",
            action="store_true",
            help="then drop the former keys: earlier backups cannot be read any more",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.NOTES_KEYS and options["forget"]:
            raise CommandError(
                "The keys are in NOTES_KEYS: take the old ones out there."
            )
        try:
            with locked():
                self._rotate(forget=options["forget"])
        except BlockingIOError:
            raise CommandError("Another rotation is running.") from None

    def _rotate(self, *, forget: bool) -> None:
        if not settings.NOTES_KEYS:
            add_key()
        self._encrypt_anew()
        if settings.NOTES_KEYS:
            self.stdout.write(IN_THE_ENVIRONMENT)
        elif forget:
            self._forget()
        else:
            self.stdout.write(KEPT.format(file=settings.NOTES_KEYS_FILE))

    def _encrypt_anew(self) -> None:
        wait_for_writers()
        count = reencrypt()
        self.stdout.write(f"{count.moved} values encrypted anew.")
        if count.unreadable:
            self.stdout.write(
                f"{count.unreadable} cannot be read with the keys here and stay as they"
                " are; check_integrity names them."
            )

    def _forget(self) -> None:
        """Drop the former keys after asking every value once more."""
        wait_for_writers()
        if remaining := left():
            raise CommandError(
                f"{remaining} values are not under the new key: no key was dropped."
            )
        gone = forget_old_keys()
        self.stdout.write(f"Keys dropped: {gone}. Earlier backups cannot be read now.")
