"""Write one therapist's records to a file."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.backup.workroom import beside
from ruptures.exchange.export import flat_file
from ruptures.exchange.package.archive import key_file, package
from ruptures.exchange.package.wanted import Wanted
from ruptures.management.export_options import add_choices, of_packages_alone, wanted
from ruptures.models import Case, User


class Command(BaseCommand):
    help = "Writes one therapist's records: .csv one row a session, .zip all tables."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--therapist", required=True, help="e-mail")
        parser.add_argument(
            "--output", required=True, type=Path, help="FILE.csv or FILE.zip"
        )
        add_choices(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["output"]
        form = path.suffix.lower()
        if form not in {".csv", ".zip"}:
            raise CommandError(f"{path} must end in .csv or .zip.")
        if form == ".csv" and of_packages_alone(options):
            raise CommandError(
                "A file of one row a session has no notes, and has dates and codes."
            )
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        found = wanted(therapist, options)
        write(path, package(found) if form == ".zip" else flat(found))
        self.stdout.write(f"{path} is written. It holds clinical data.")
        if codes := options["fresh_codes"]:
            write(codes, (line.encode() for line in key_file(found)))
            self.stdout.write(
                f"{codes} is written. It tells who is who: keep it apart."
            )


def flat(found: Wanted) -> Iterator[bytes]:
    cases = Case.objects.editable_by(found.user)
    if found.cases is not None:
        cases = cases.filter(pk__in=[case.pk for case in found.cases])
    lines = flat_file(cases, start=found.start, end=found.end)
    return (line.encode() for line in lines)


def write(path: Path, pieces: Iterable[bytes]) -> None:
    """For its owner's eyes alone, and under its name only once it is whole."""
    try:
        with beside(path) as file:
            file.writelines(pieces)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
