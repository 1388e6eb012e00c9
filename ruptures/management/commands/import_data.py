"""Bring a package of records in, as one therapist's own."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.incoming.importing import bring_in, look
from ruptures.exchange.incoming.opening import source_of
from ruptures.exchange.problems import MOST, Refused
from ruptures.models import Differing, User


class Command(BaseCommand):
    help = "Brings in a package that export_data wrote: all of it, or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="FILE.zip")
        parser.add_argument("--therapist", required=True, help="e-mail")
        parser.add_argument(
            "--differing",
            choices=Differing.values,
            help="for rows that differ from those here: keep these, or take the file's;"
            " without it they are refused",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="try it, and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["file"]
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        try:
            counts = self.bring_in(
                path,
                therapist,
                differing=Differing(options["differing"])
                if options["differing"]
                else None,
                dry_run=options["dry_run"],
            )
        except Refused as refused:
            raise CommandError(told(refused)) from refused
        except OSError as error:
            text = f"{path} cannot be read: {error.strerror}."
            raise CommandError(text) from error
        written = " Nothing was written." if options["dry_run"] else ""
        self.stdout.write(f"{in_words(counts)}.{written}")

    def bring_in(
        self,
        path: Path,
        therapist: User,
        *,
        differing: Differing | None,
        dry_run: bool,
    ) -> Counts:
        with path.open("rb") as file:
            source = source_of(file, path.name)
            counts = look(source, therapist, differing=differing).counts
            if not counts.to_write(differing):
                return counts
            self.stdout.write(f"Checked: {in_words(counts)}. Writing.")
            self.stdout.flush()
            return bring_in(source, therapist, differing=differing, dry_run=dry_run)


def in_words(counts: Counts) -> str:
    said = f"{counts.new:,} new, {counts.here:,} already here"
    return f"{said}, {counts.different:,} different" if counts.different else said


def told(refused: Refused) -> str:
    many = len(refused.problems)
    head = f"The first {many} problems" if many == MOST else "Problems"
    return f"{head}:\n{refused}\nNothing was written."
