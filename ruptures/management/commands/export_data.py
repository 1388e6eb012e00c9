"""Write one therapist's records to a file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.export import flat_file
from ruptures.exchange.package.archive import key_file, package
from ruptures.exchange.package.wanted import Wanted
from ruptures.management.export_options import add_choices, of_packages_alone, wanted
from ruptures.management.writing import write, write_tied
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
        if form == ".csv" and (asked := of_packages_alone(options)):
            raise CommandError(f"For a package (.zip) alone: {', '.join(asked)}.")
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        found = wanted(therapist, options)
        pieces = package(found) if form == ".zip" else flat(found)
        codes = options["fresh_codes"]
        if codes:
            refuse_codes(codes)
            write_tied(path, pieces, codes, key_file(found))
        else:
            write(path, pieces)
        self.stdout.write(f"{path} is written. It holds clinical data.")
        if codes:
            self.stdout.write(
                f"{codes} is written. It tells who is who: keep it apart."
            )


def refuse_codes(path: Path) -> None:
    """Raises CommandError for a name that the list of codes cannot have.

    One that is there may be all that ties an earlier package to the cases here.
    """
    if path.suffix.lower() != ".csv":
        raise CommandError(f"{path} must end in .csv.")
    if path.exists():
        raise CommandError(
            f"{path} is there already, and may be the list of another package."
        )


def flat(found: Wanted) -> Iterator[bytes]:
    cases = Case.objects.editable_by(found.user)
    if found.cases is not None:
        cases = cases.filter(pk__in=[case.pk for case in found.cases])
    lines = flat_file(cases, start=found.start, end=found.end)
    return (line.encode() for line in lines)
