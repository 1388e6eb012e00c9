"""Many new rows into a table as fast as each engine takes them; nothing is asked."""

import datetime
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from operator import methodcaller
from typing import Any

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    UUIDField,
)

from ruptures.models.encrypted import EncryptedField

Columns = Mapping[str, Sequence[Any]]  # by attribute, as a model's instance has them
AS_THEY_ARE = (BooleanField, ForeignKey, IntegerField)
PARAMETERS = 32_766  # of a statement: what SQLite takes unless it is built otherwise
CACHE = 16_000  # KiB
KEPT = 1000  # values of a column that are not made fit for the driver anew


class Inserting:
    """New rows of one model, their numbers among them."""

    def __init__(self, model: type[Model]):
        self.model = model
        fields = model._meta.concrete_fields
        self.names = [field.attname for field in fields]
        self._columns = [str(field.column) for field in fields]
        self._fit = [fit(field) for field in fields]

    def alike(self, count: int, **said: Any) -> dict[str, Sequence[Any]]:
        """Columns of that many rows: what is `said` of each, and else as usual."""
        fields = self.model._meta.concrete_fields
        usual = {field.attname: field.get_default() for field in fields}
        return {name: [value] * count for name, value in (usual | said).items()}

    def numbers(self, count: int) -> Sequence[int]:
        """As many that no row of the table has, nor gets from elsewhere."""
        table = self.model._meta.db_table
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id'))"
                    " FROM generate_series(1, %s)",
                    [table, count],
                )
                return [number for [number] in cursor.fetchall()]
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            [last] = cursor.fetchone() or [0]
            return range(last + 1, last + 1 + count)

    def insert(self, columns: Columns) -> None:
        """Rows, column by column; keys are text as `str` writes them."""
        fitted = (
            map(fit, columns[name]) if fit else columns[name]
            for name, fit in zip(self.names, self._fit, strict=True)
        )
        lines = list(zip(*fitted, strict=True))
        insert(self.model._meta.db_table, self._columns, lines)


def fit(field: "Field[Any, Any]") -> Callable[[Any], Any] | None:
    """What makes a value fit for the driver; None where every one is."""
    native = connection.features.has_native_uuid_field
    if isinstance(field, UUIDField):
        return None if native else methodcaller("replace", "-", "")
    if isinstance(field, AS_THEY_ARE) or type(field) is CharField:
        return None
    prepared = partial(field.get_db_prep_save, connection=connection)
    if isinstance(field, DateTimeField) and connection.vendor == "sqlite":
        return partial(moment, otherwise=prepared)
    # What is encrypted is never twice the same.
    return prepared if isinstance(field, EncryptedField) else lru_cache(KEPT)(prepared)


def moment(value: datetime.datetime, otherwise: Callable[[Any], Any]) -> Any:
    """As Django's adapter writes it: nearly all are in UTC, and few come twice."""
    if value.tzinfo is datetime.UTC:
        return str(value).removesuffix("+00:00")
    return otherwise(value)


def make_room() -> None:
    """Let SQLite take many rows quickly, for as long as this connection lasts.

    It keeps more pages of indexes in memory, and asks Python once whether a word fits
    the pattern of a check: Django's own function searches anew for each row.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size = -{CACHE}")
        connection.connection.create_function(
            "regexp", 2, lru_cache(KEPT)(fits), deterministic=True
        )


def fits(pattern: str, text: str | None) -> bool | None:
    return None if text is None else bool(re.search(pattern, text))


def insert(
    table: str, columns: Sequence[str], lines: Sequence[tuple[Any, ...]]
) -> None:
    """Lines with these columns, of values as the driver takes them.

    Past Django's own cursor, which would go over each of many thousand placeholders.
    """
    into = connection.ops.quote_name(table)
    named = ", ".join(map(connection.ops.quote_name, columns))
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} ({named}) FROM STDIN") as copy:
                for line in lines:
                    copy.write_row(line)
        else:
            # Many in a statement: what a check lists is laid out once for all of them.
            most = PARAMETERS // len(columns)
            for first in range(0, len(lines), most):
                some = lines[first : first + most]
                places = ", ".join([f"({', '.join('?' * len(columns))})"] * len(some))
                statement = f"INSERT INTO {into} ({named}) VALUES {places}"  # noqa: S608
                connection.connection.execute(statement, [*chain.from_iterable(some)])
