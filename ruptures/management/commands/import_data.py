"""Bring in a package, or a file of another program, as one therapist's own."""

from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.cells import guarded
from ruptures.exchange.export import as_csv
from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.incoming.importing import bring_in, look
from ruptures.exchange.incoming.source import Source
from ruptures.exchange.others.guessing import Guess, Undecided, guess
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.mapping_file import as_json, from_json
from ruptures.exchange.others.opening import is_package
from ruptures.exchange.others.source import Others, arriving
from ruptures.exchange.package.opening import opened
from ruptures.exchange.package.reading import Arriving
from ruptures.exchange.problem_list import problem_list
from ruptures.exchange.problems import MOST, Refused
from ruptures.management.writing import write
from ruptures.models import Differing, User

UNDECIDED = (
    "Write what the file seems to mean with --write-mapping FILE, put it right there, "
    "and give it with --mapping FILE."
)


class Command(BaseCommand):
    help = "Brings in a package, or a file of another program: all of it, or nothing."
    requires_system_checks = ()  # they load every page, half of what an import takes

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="FILE.zip, .csv, .tsv, .txt, .xlsx")
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
        parser.add_argument("--mapping", type=Path, help="what its columns mean, JSON")
        parser.add_argument(
            "--write-mapping", type=Path, help="write what they seem to mean, no more"
        )
        parser.add_argument(
            "--key-file", type=Path, help="write which id has which code, CSV"
        )
        parser.add_argument("--errors", type=Path, help="write what is wrong, as CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["file"]
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        try:
            with path.open("rb") as file:
                self.take(file, therapist, options)
        except Refused as refused:
            if options["errors"]:
                write(options["errors"], [problem_list(refused.problems).encode()])
            raise CommandError(told(refused)) from refused
        except OSError as error:
            text = f"{error.filename} cannot be read: {error.strerror}."
            raise CommandError(text) from error

    def take(self, file: BinaryIO, therapist: User, options: dict[str, Any]) -> None:
        name, written = options["file"].name, options["write_mapping"]
        if is_package(file, name):
            self.bring_in(Arriving(opened(file)), therapist, options)
        elif written:
            self.write_mapping(written, guess(file, name))
        else:
            mapping = self.mapping(file, name, options["mapping"])
            source = arriving(file, name, therapist, mapping)
            self.bring_in(source, therapist, options)
            self.tell(source, options["key_file"])

    def bring_in(
        self, source: Source, therapist: User, options: dict[str, Any]
    ) -> None:
        dry_run, said = options["dry_run"], options["differing"]
        differing = Differing(said) if said else None
        counts = look(source, therapist, differing=differing).counts
        if counts.to_write(differing):
            self.stdout.write(f"Checked: {in_words(counts)}. Writing.")
            self.stdout.flush()
            counts = bring_in(source, therapist, differing=differing, dry_run=dry_run)
        written = " Nothing was written." if dry_run else ""
        self.stdout.write(f"{in_words(counts)}.{written}")

    def mapping(self, file: BinaryIO, name: str, given: Path | None) -> Mapping:
        if given:
            return from_json(given.read_bytes().decode("utf-8-sig", errors="replace"))
        found = guess(file, name)
        found.refuse(name)
        return found.mapping

    def write_mapping(self, path: Path, found: Guess) -> None:
        write(path, [as_json(found.mapping).encode()])
        self.stdout.write(f"{path} is written.{' To decide:' * bool(found.doubts)}")
        for doubt in found.doubts:
            said = ": ".join(filter(None, [doubt.about, doubt.said]))
            self.stdout.write(f"- {said}")

    def tell(self, source: Others, path: Path | None) -> None:
        """What was made of columns and clients."""
        if unused := source.layout.unused:
            self.stdout.write(f"Passed over: {', '.join(unused)}.")
        if added := source.layout.added:
            self.stdout.write(f"Passed over as REDCap's own: {', '.join(added)}.")
        codes = source.codes()
        if own := sum(client == code for client, code in codes.items()):
            self.stdout.write(f"{own:,} of the ids are codes of cases here.")
        if path:
            rows = [(guarded(client), code) for client, code in codes.items()]
            write(path, [as_csv([("id", "code"), *rows]).encode()])
            self.stdout.write(f"{path} is written. It tells who is who: keep it apart.")
        elif codes:
            self.stdout.write("Which id has which code: --key-file FILE writes it.")


def in_words(counts: Counts) -> str:
    said = f"{counts.new:,} new, {counts.here:,} already here"
    return f"{said}, {counts.different:,} different" if counts.different else said


def told(refused: Refused) -> str:
    many = len(refused.problems)
    head = f"The first {many} problems" if many == MOST else "Problems"
    undecided = [UNDECIDED] if isinstance(refused, Undecided) else []
    return "\n".join([f"{head}:", str(refused), "Nothing was written.", *undecided])
