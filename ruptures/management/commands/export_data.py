"""Write one therapist's records to a file."""

import datetime
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ruptures.exchange.export import flat_file
from ruptures.exchange.package.archive import key_file, package
from ruptures.exchange.package.wanted import (
    EXCEL,
    EXCEL_DECIMAL_COMMA,
    PLAIN,
    Wanted,
)
from ruptures.models import Case, User

FORMS = {"": PLAIN, "comma": EXCEL, "semicolon": EXCEL_DECIMAL_COMMA}
OF_PACKAGES = ("notes", "numbers", "fresh_codes", "excel")
SALT = 32  # bytes


def readable_by_owner_alone(path: str, flags: int) -> int:
    """Also one that was there before, and that others could read."""
    file = os.open(path, flags, 0o600)
    if stat.S_ISREG(os.fstat(file).st_mode):
        os.fchmod(file, 0o600)
    return file


def flat(wanted: Wanted) -> Iterator[bytes]:
    cases = Case.objects.editable_by(wanted.user)
    if wanted.cases is not None:
        cases = cases.filter(pk__in=[case.pk for case in wanted.cases])
    lines = flat_file(cases, start=wanted.start, end=wanted.end)
    return (line.encode() for line in lines)


def named(therapist: User, codes: Sequence[str]) -> list[Case] | None:
    """The therapist's own cases of these codes; None, all, where there are none."""
    own = Case.objects.editable_by(therapist).in_bulk(codes, field_name="code")
    if unknown := [code for code in codes if code not in own]:
        raise CommandError(f"No case of {therapist.email}: {', '.join(unknown)}.")
    return [*own.values()] or None


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
        day = datetime.date.fromisoformat
        parser.add_argument("--start", type=day, help="first day, like 2026-11-21")
        parser.add_argument("--end", type=day, help="last day")
        parser.add_argument(
            "--case", action="append", type=str.upper, metavar="CODE", help="no other"
        )
        parser.add_argument(
            "--numbers", action="store_true", help="without any date (.zip alone)"
        )
        parser.add_argument(
            "--fresh-codes",
            type=Path,
            metavar="FILE.csv",
            help="codes made for this file; FILE ties them to those here (.zip alone)",
        )
        parser.add_argument(
            "--excel",
            choices=[*filter(None, FORMS)],
            help="between columns (.zip alone)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        email, path = options["therapist"], options["output"]
        form = path.suffix.lower()
        if form not in {".csv", ".zip"}:
            raise CommandError(f"{path} must end in .csv or .zip.")
        if form == ".csv" and any(options[name] for name in OF_PACKAGES):
            raise CommandError(
                "A file of one row a session has no notes, and has dates and codes."
            )
        therapist = User.objects.filter(email=email.lower()).first()
        if therapist is None:
            raise CommandError(f"Nobody here signs in as {email}.")
        wanted = self.wanted(therapist, options)
        write(path, package(wanted) if form == ".zip" else flat(wanted))
        self.stdout.write(f"{path} is written. It holds clinical data.")
        if codes := options["fresh_codes"]:
            write(codes, (line.encode() for line in key_file(wanted)))
            self.stdout.write(
                f"{codes} is written. It tells who is who: keep it apart."
            )

    def wanted(self, therapist: User, options: dict[str, Any]) -> Wanted:
        return Wanted(
            therapist,
            cases=named(therapist, options["case"] or []),
            start=options["start"],
            end=options["end"],
            notes=options["notes"],
            dates=not options["numbers"],
            salt=secrets.token_bytes(SALT) if options["fresh_codes"] else b"",
            form=FORMS[options["excel"] or ""],
        )


def write(path: Path, pieces: Iterable[bytes]) -> None:
    try:
        with open(path, "wb", opener=readable_by_owner_alone) as file:
            file.writelines(pieces)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
