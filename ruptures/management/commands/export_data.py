"""Write one therapist's records to a file."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.export import flat_file
from ruptures.exchange.package.archive import package
from ruptures.exchange.package.wanted import Wanted
from ruptures.models import Case, User


def readable_by_owner_alone(path: str, flags: int) -> int:
    """Also one that was there before, and that others could read."""
    file = os.open(path, flags, 0o600)
    if stat.S_ISREG(os.fstat(file).st_mode):
        os.fchmod(file, 0o600)
    return file


def flat(therapist: User) -> Iterator[bytes]:
    lines = flat_file(Case.objects.editable_by(therapist))
    return (line.encode() for line in lines)


class Command(BaseCommand):
    help = "Writes one therapist's records: .csv one row a session, .zip all tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--therapist", required=True, help="e-mail")
        parser.add_argument(
            "--output", required=True, type=Path, help="FILE.csv or FILE.zip"
        )
        parser.add_argument(
            "--notes", action="store_true", help="with notes (.zip alone)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["output"]
        form = path.suffix.lower()
        if form not in {".csv", ".zip"}:
            raise CommandError(f"{path} must end in .csv or .zip.")
        if form == ".csv" and options["notes"]:
            raise CommandError("A file of one row a session has no notes.")
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        wanted = Wanted(therapist, notes=options["notes"])
        write(path, package(wanted) if form == ".zip" else flat(therapist))
        self.stdout.write(f"{path} is written. It holds clinical data.")


def write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with open(path, "wb", opener=readable_by_owner_alone) as file:
            file.writelines(pieces)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
