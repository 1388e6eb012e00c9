"""Rows that are here and have a key of the file."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, QuerySet, UUIDField, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.in_sql import AsSql
from ruptures.exchange.package.kinds import KEY
from ruptures.exchange.package.rows import Scoped
from ruptures.exchange.package.tables import Table
from ruptures.models import User


class AnyOf(Func):
    """Keys for an `in`, all in one parameter: over many Django takes its time."""

    template = (
        "(SELECT CAST(value AS uuid) FROM"
        " jsonb_array_elements_text(CAST(%(expressions)s AS jsonb)) AS value)"
    )
    on_sqlite = "(SELECT replace(value, '-', '') FROM json_each(%(expressions)s))"
    output_field = cached_property(lambda self: UUIDField())

    def __init__(self, keys: Sequence[str]):
        super().__init__(Value(json.dumps(keys)))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> AsSql:
        return self.as_sql(compiler, connection, template=self.on_sqlite, **more)


def taken(table: Table, keys: Sequence[str]) -> set[str]:
    """Those of the keys that rows here have, whosever they are."""
    rows = table.model._default_manager.filter(key__in=AnyOf(keys))
    return {*map(str, rows.order_by().values_list("key", flat=True))}


def own_rows(
    table: Table, keys: Sequence[str], user: User
) -> Mapping[str, Sequence[Any]]:
    """What stands in the columns of one's own rows, and the database's number."""
    own = cast(Scoped, table.model._default_manager).editable_by(user)
    return {row[0]: row for row in read(own.filter(key__in=AnyOf(keys)), kept(table))}


def read(rows: QuerySet[Any], columns: Sequence[Column]) -> Iterator[Sequence[Any]]:
    """Values as they would be in a line, then the number."""
    paths = [column.path for column in columns]
    for *values, number in rows.values_list(*paths, "pk"):
        yield [*map(as_in_a_line, columns, values), number]


def as_in_a_line(column: Column, value: Any) -> Any:
    return str(value) if column.kind is KEY and value is not None else value


def kept(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.worked_out]
