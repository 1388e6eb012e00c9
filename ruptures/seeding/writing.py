"""Rows into tables as fast as each engine takes them; the one place that writes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Model

from ruptures.inserting import insert
from ruptures.seeding.rows import Line

ROOM = 256 * 1024  # KiB; keys are random, so that every insert touches another page


@contextmanager
def prepared(models: Sequence[type[Model]]) -> Iterator[None]:
    """Room to write millions of rows, and afterwards ids that go on behind them."""
    if connection.vendor == "sqlite":
        with roomy_cache():
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else all rows are queued
        yield
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@contextmanager
def roomy_cache() -> Iterator[None]:
    with connection.cursor() as cursor:
        [usual] = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size = -{ROOM}")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA cache_size = {usual}")


def write(model: type[Model], names: Sequence[str], lines: Iterable[Line]) -> None:
    """Insert lines with these columns; the others get the model's defaults."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    others = [name for name in fields if name not in names]
    columns = [str(fields[name].column) for name in (*names, *others)]
    rest = tuple(default(fields[name]) for name in others)
    insert(model._meta.db_table, columns, [line + rest for line in lines])


def default(field: "Field[Any, Any]") -> Any:
    return field.get_db_prep_save(field.get_default(), connection)
