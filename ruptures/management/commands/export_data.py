"""Write one therapist's sessions to a file."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.export import flat_file
from ruptures.models import Case, User


def readable_by_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


class Command(BaseCommand):
    help = "Writes one therapist's sessions to a CSV file, one row a session."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--therapist", required=True, help="e-mail")
        parser.add_argument("--output", required=True, type=Path, help="FILE.csv")

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["output"]
        if path.suffix.lower() != ".csv":
            raise CommandError(f"{path} must end in .csv, the one form there is.")
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        lines = flat_file(Case.objects.editable_by(therapist))
        try:
            with open(
                path, "w", encoding="utf-8", newline="", opener=readable_by_owner_alone
            ) as file:
                file.writelines(lines)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be written: {error.strerror}."
            ) from error
        self.stdout.write(f"{path} is written. It holds clinical data.")
