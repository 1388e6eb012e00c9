"""A column of the package: which field it holds, and what its cells look like."""

import dataclasses
from dataclasses import dataclass
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ruptures.exchange.package.kinds import FREE_TEXT, KEY, KINDS, TEXT, Field, Kind
from ruptures.models.base import CodesField


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
    field: Field | None = dataclasses.field(default=None, repr=False)

    @property
    def values(self) -> tuple[str, ...]:
        """The codes that may stand there, where they can be listed."""
        return tuple(code for code, _label in self.labels)

    @property
    def says_when(self) -> bool:
        return self.kind.type in {"date", "time", "datetime"}

    @property
    def is_open_text(self) -> bool:
        """Whether anything may stand there, also what a spreadsheet might calculate."""
        return self.kind is FREE_TEXT or (self.kind is TEXT and not self.labels)

    @property
    def is_identifier(self) -> bool:
        """Whether somebody who knows more could tell by it who is meant."""
        return self.says_when or self.kind in {KEY, FREE_TEXT} or self.unique

    @property
    def expected(self) -> str:
        """What has to stand there, for a person."""
        if self.many:
            said = _("Codes, a blank between them, were expected, of these: %(all)s.")
            return said % {"all": " ".join(self.values)}
        if self.values:
            said = _("One of these codes was expected: %(all)s.")
            return said % {"all": ", ".join(self.values)}
        if self.high is not None:
            said = _("A whole number from %(low)s to %(high)s was expected.")
            return said % {"low": self.low, "high": self.high}
        return str(self.kind.expected)

    def read(self, cell: str) -> Any:
        """The value of a cell; ValidationError says what was expected there."""
        assert self.field is not None  # noqa: S101  what is worked out is not read
        if not cell:
            return self._nothing(self.field)
        try:
            value = self.kind.read(cell)
        except (ValueError, ArithmeticError):
            value = None
        if value is None or not self._may_hold(value):
            raise ValidationError(self.expected)
        # Keys and moments are whole; a key's field would ask the database for the row.
        whole = self.kind is KEY or self.kind.type in {"datetime", "date", "time"}
        return value if whole else self.field.clean(value, None)

    def _nothing(self, field: Field) -> Any:
        if self.required:
            raise ValidationError(_("This cell must not be empty."))
        return None if field.null else field.to_python("")

    def _may_hold(self, value: Any) -> bool:
        """Whether it is in the column's list, or within its bounds."""
        if self.labels:
            return {*value} <= {*self.values} if self.many else value in self.values
        if self.low is None or self.high is None:
            return True
        return bool(self.low <= value <= self.high)


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
        field=field,
    )


def kind_of(field: Field) -> Kind:
    return next(kind for base, kind in KINDS if isinstance(field, base))


def labels_of(field: Field) -> tuple[tuple[str, str | Promise], ...]:
    if isinstance(field, CodesField):
        return tuple(field.catalogue.choices)
    return tuple((str(code), label) for code, label in field.flatchoices)
