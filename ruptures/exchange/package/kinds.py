"""What a cell of the package can hold: how a value is written there, and read again."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruptures.exchange.cells import guarded, unguarded
from ruptures.exchange.package.in_sql import (
    Cell,
    CodesCell,
    DateCell,
    KeyCell,
    MomentCell,
    NumberCell,
    TimeCell,
    YesNoCell,
)
from ruptures.models.base import CodesField
from ruptures.models.encrypted import EncryptedTextField
from ruptures.recording.notes import fit_text

if TYPE_CHECKING:
    Field: TypeAlias = models.Field[Any, Any]
else:
    Field = models.Field
TRUE, FALSE = "yes", "no"
KEY_FORM = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MOMENT_FORM = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.(?!0{6})[0-9]{6})?Z"
)
PLAIN_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a cell holds in Frictionless' words.

    `read` takes back what `write` gave: it raises ValueError (or ArithmeticError, from
    numbers) where a cell holds nothing of the kind, ValidationError where it says why.
    `expected` tells a person what should have stood there. `in_sql` writes the same as
    `write`, a hundred times as quick; None where the value is the cell but for a guard.
    """

    type: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]
    expected: str | Promise
    format: str = "default"
    in_sql: Callable[[str], Cell] | None = None


def exactly(
    read: Callable[[str], Value], write: Callable[[Value], str]
) -> Callable[[str], Value]:
    """`read` for cells alone that `write` would give: what comes in goes out again."""

    def strict(cell: str) -> Value:
        value = read(cell)
        if write(value) != cell:
            raise ValueError(cell)
        return value

    return strict


def key(cell: str) -> str:
    """It stays text, as nothing is asked of it but whether it is another's."""
    if not KEY_FORM.fullmatch(cell):
        raise ValueError(cell)
    return cell


def moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def plain_moment(cell: str) -> datetime.datetime:
    if not MOMENT_FORM.fullmatch(cell):
        raise ValueError(cell)
    return datetime.datetime.fromisoformat(cell)


def clock(cell: str) -> datetime.time:
    return datetime.time.fromisoformat(cell).replace(tzinfo=None)


def decimal(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"  # + 0: there is one zero


def plain_decimal(cell: str) -> Decimal:
    if not PLAIN_NUMBER.fullmatch(cell):
        raise ValueError(cell)
    return Decimal(cell)


def yes_no(value: bool) -> str:
    return TRUE if value else FALSE


def codes(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(" "))


def word(cell: str) -> str:
    """A code or a name: a line of signs that can be read."""
    text = unguarded(cell)
    if not text.isprintable():
        raise ValueError(cell)
    return text


def free_text(cell: str) -> str:
    """The text as it was written; ValidationError for what nobody can write here."""
    text = unguarded(cell)
    fit_text(text)
    return text


KEY = Kind(
    "string",
    str,
    key,
    _("A key was expected, like 0b6f4c7e-5c0e-4a53-9c3c-2f6a1f0a7d11."),
    "uuid",
    in_sql=KeyCell,
)
INTEGER = Kind(
    "integer", str, exactly(int, str), _("A whole number was expected, like 12.")
)
NUMBER = Kind(
    "number",
    decimal,
    exactly(plain_decimal, decimal),
    _("A number was expected, like 51.5."),
    in_sql=NumberCell,
)
TEXT = Kind("string", guarded, word, _("A text was expected."))
FREE_TEXT = Kind("string", guarded, free_text, TEXT.expected)

# The first that fits holds.
KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (models.ForeignKey, KEY),
    (models.UUIDField, KEY),
    (
        models.BooleanField,
        Kind(
            "boolean",
            yes_no,
            exactly(TRUE.__eq__, yes_no),
            _('"yes" or "no" was expected.'),
            in_sql=YesNoCell,
        ),
    ),
    (
        models.DateTimeField,
        Kind(
            "datetime",
            moment,
            plain_moment,
            _("A moment was expected, like 2026-11-21T09:30:00Z."),
            in_sql=MomentCell,
        ),
    ),
    (
        models.DateField,
        Kind(
            "date",
            datetime.date.isoformat,
            exactly(datetime.date.fromisoformat, datetime.date.isoformat),
            _("A day was expected, like 2026-11-21."),
            in_sql=DateCell,
        ),
    ),
    (
        models.TimeField,
        Kind(
            "time",
            datetime.time.isoformat,
            exactly(clock, datetime.time.isoformat),
            _("A time of day was expected, like 09:30:00."),
            in_sql=TimeCell,
        ),
    ),
    (models.DecimalField, NUMBER),
    (models.IntegerField, INTEGER),
    (
        CodesField,
        Kind("string", " ".join, codes, TEXT.expected, in_sql=CodesCell),
    ),
    (EncryptedTextField, FREE_TEXT),
    (models.CharField, TEXT),
)
