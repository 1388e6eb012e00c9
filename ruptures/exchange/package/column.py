"""A column of the package: which field it holds, and what its cells look like."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from django.db import models
from django.utils.functional import Promise

from ruptures.exchange.cells import guarded
from ruptures.models.base import CodesField
from ruptures.models.encrypted import EncryptedTextField

if TYPE_CHECKING:
    Field: TypeAlias = models.Field[Any, Any]
else:
    Field = models.Field
TRUE, FALSE = "yes", "no"


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """What a cell holds in Frictionless' words, and how a value is written there.

    Two kinds may be described alike and are still two.
    """

    type: str
    write: Callable[[Any], str]
    format: str = "default"


def moment(value: datetime.datetime) -> str:
    return value.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


def decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def yes_no(value: bool) -> str:
    return TRUE if value else FALSE


KEY = Kind("string", str, "uuid")
INTEGER = Kind("integer", str)
NUMBER = Kind("number", decimal)
TEXT = Kind("string", guarded)
FREE_TEXT = Kind("string", guarded)

# The first that fits holds.
KINDS: tuple[tuple[type[Field], Kind], ...] = (
    (models.ForeignKey, KEY),
    (models.UUIDField, KEY),
    (models.BooleanField, Kind("boolean", yes_no)),
    (models.DateTimeField, Kind("datetime", moment)),
    (models.DateField, Kind("date", datetime.date.isoformat)),
    (models.TimeField, Kind("time", datetime.time.isoformat)),
    (models.DecimalField, NUMBER),
    (models.IntegerField, INTEGER),
    (CodesField, Kind("string", " ".join)),
    (EncryptedTextField, FREE_TEXT),
    (models.CharField, TEXT),
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, from the field of that name.

    `low` and `high` bound a number, both included; `points_to` is the table whose key
    it holds. `worked_out` ones are for readers: an import passes them over.
    """

    name: str
    kind: Kind
    meaning: str
    path: str
    labels: tuple[tuple[str, str | Promise], ...] = ()
    many: bool = False
    required: bool = False
    unique: bool = False
    unit: str = ""
    low: int | None = None
    high: int | None = None
    points_to: str = ""
    worked_out: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The codes that may stand there, where they can be listed."""
        return tuple(code for code, _label in self.labels)

    @property
    def says_when(self) -> bool:
        return self.kind.type in {"date", "time", "datetime"}

    @property
    def is_identifier(self) -> bool:
        """Whether somebody who knows more could tell by it who is meant."""
        return self.says_when or self.kind in {KEY, FREE_TEXT} or self.unique


def column(
    model: type[models.Model],
    name: str,
    meaning: str,
    *,
    points_to: str = "",
    unit: str = "",
    scale: tuple[int, int] | None = None,
) -> Column:
    """The column of that field: its kind, words and bounds are the field's own."""
    field = cast(Field, model._meta.get_field(name))
    low, high = scale or (None, None)
    return Column(
        name,
        kind_of(field),
        meaning,
        path=f"{name}__key" if isinstance(field, models.ForeignKey) else name,
        labels=labels_of(field),
        many=isinstance(field, CodesField),
        required=not (field.null or field.blank),
        unique=field.unique,
        unit=unit,
        low=low,
        high=high,
        points_to=points_to,
    )


def kind_of(field: Field) -> Kind:
    return next(kind for base, kind in KINDS if isinstance(field, base))


def labels_of(field: Field) -> tuple[tuple[str, str | Promise], ...]:
    if isinstance(field, CodesField):
        return tuple(field.catalogue.choices)
    return tuple((str(code), label) for code, label in field.flatchoices)
