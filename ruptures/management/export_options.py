"""What export_data is asked for, and what is wanted by that."""

import datetime
import secrets
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from ruptures.exchange.package.wanted import (
    EXCEL,
    EXCEL_DECIMAL_COMMA,
    PLAIN,
    Wanted,
)
from ruptures.models import Case, User

FORMS = {"": PLAIN, "comma": EXCEL, "semicolon": EXCEL_DECIMAL_COMMA}
SALT = 32  # bytes


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def add_choices(parser: ArgumentParser) -> None:
    """The choices that the page of data has; the later ones are of packages alone."""
    parser.add_argument("--start", type=day, help="first day, like 2026-11-21")
    parser.add_argument("--end", type=day, help="last day")
    parser.add_argument(
        "--case", action="append", type=str.upper, metavar="CODE", help="no other"
    )
    package = parser.add_argument_group("packages alone (.zip)")
    package.add_argument("--notes", action="store_true", help="with notes")
    package.add_argument("--numbers", action="store_true", help="without any date")
    package.add_argument(
        "--fresh-codes",
        type=Path,
        metavar="FILE.csv",
        help="codes made for this file; FILE ties them to those here",
    )
    package.add_argument(
        "--excel", choices=[*filter(None, FORMS)], help="between columns"
    )


def of_packages_alone(options: Mapping[str, Any]) -> list[str]:
    """What is asked for that a flat file has not, as it is typed."""
    names = ("notes", "numbers", "fresh_codes", "excel")
    return [f"--{name.replace('_', '-')}" for name in names if options[name]]


def wanted(therapist: User, options: Mapping[str, Any]) -> Wanted:
    """Raises CommandError for the code of no case of theirs, and for no days."""
    start, end = options["start"], options["end"]
    if start and end and end < start:
        raise CommandError(f"--end {end} is before --start {start}.")
    return Wanted(
        therapist,
        cases=named(therapist, options["case"] or []),
        start=start,
        end=end,
        notes=options["notes"],
        dates=not options["numbers"],
        salt=secrets.token_bytes(SALT) if options["fresh_codes"] else b"",
        form=FORMS[options["excel"] or ""],
    )


def named(therapist: User, codes: Sequence[str]) -> list[Case] | None:
    """The therapist's own cases of these codes; None, all, where there are none."""
    own = Case.objects.editable_by(therapist).in_bulk(codes, field_name="code")
    if unknown := [code for code in codes if code not in own]:
        raise CommandError(f"No case of {therapist.email}: {', '.join(unknown)}.")
    return [*own.values()] or None
