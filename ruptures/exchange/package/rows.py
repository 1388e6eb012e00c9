"""Rows of a table as cells, one by one: memory does not grow with their number."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial, reduce
from operator import and_
from typing import Any, Protocol, cast

from django.db.models import (
    Case,
    Count,
    F,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import MD5, Cast, Concat

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.kinds import KEY, NUMBER
from ruptures.exchange.package.tables import CASES, REPORTS, SESSIONS, Table
from ruptures.exchange.package.wanted import Wanted
from ruptures.models import Session, User
from ruptures.models.session import IN_ORDER_OF_A_CASE
from ruptures.taxonomy import ATTENDED

AT_ONCE = 2000  # rows asked of the database
# Of a case, and of an observer: each the same in every file but one with fresh codes.
CODES = ((CASES, "code"), (REPORTS, "reporter"))

Writer = Callable[[Any], str]


class Scoped(Protocol):
    """What every manager of clinical rows has."""

    def editable_by(self, user: User) -> QuerySet[Any]: ...


def rows_of(table: Table, wanted: Wanted) -> Iterator[Sequence[Any]]:
    """Cells of the rows that are wanted, by key; None for an empty one.

    The database writes nearly all of them, so that no Python runs a cell.
    """
    columns = wanted.columns(table)
    writers = {
        place: writer
        for place, column in enumerate(columns)
        if (writer := writer_of(table, column, wanted))
    }
    cells = [
        column.path if place in writers else in_sql(column)
        for place, column in enumerate(columns)
    ]
    values = chosen(table, wanted).order_by(*order(wanted)).values_list(*cells)
    rows = values.iterator(chunk_size=AT_ONCE)
    return map(partial(with_written, writers), rows) if writers else rows


def in_sql(column: Column) -> Combinable | str:
    return column.kind.in_sql(column.path) if column.kind.in_sql else column.path


def with_written(
    writers: Mapping[int, Writer], row: Sequence[Any]
) -> Sequence[str | int | None]:
    cells = list(row)
    for place, write in writers.items():
        if cells[place] is not None:
            cells[place] = write(cells[place])
    return cells


def order(wanted: Wanted) -> Sequence[Combinable | str]:
    """By key; with fresh keys by chance, as the order would tie them to those here."""
    if not wanted.salt:
        return ["key"]
    salt = Value(wanted.salt.hex(), TextField())
    salted = Concat(Cast("key", TextField()), salt)
    return [MD5(salted)]


def chosen(table: Table, wanted: Wanted) -> QuerySet[Any]:
    rows = cast(Scoped, table.model._default_manager).editable_by(wanted.user)
    if wanted.cases is not None:
        keys = [case.pk for case in wanted.cases]
        rows = rows.filter(where_given(table.cases, "in", keys))
    inside = Q()
    if wanted.start:
        inside &= where_given(table.days, "gte", wanted.start)
    if wanted.end:
        inside &= where_given(table.days, "lte", wanted.end)
    return numbered(rows, inside) if table is SESSIONS else rows.filter(inside)


def numbered(sessions: QuerySet[Session], inside: Q) -> QuerySet[Session]:
    """Those `inside`, with their `number` among all held ones of the case."""
    held = Q(attendance__in=ATTENDED)
    rank = Window(
        Count("pk", filter=held), partition_by="case_id", order_by=IN_ORDER_OF_A_CASE
    )
    number = Case(When(held, then=rank + F("case__first_number") - 1))
    rows = sessions.annotate(number=number)
    if not inside:
        return rows
    # Said of the number too, `inside` is asked after sessions were numbered.
    return rows.filter(inside & Q(number=None) | inside & Q(number__gt=0))


def where_given(lookups: Sequence[str], how: str, value: object) -> Q:
    """That every one of these that is not empty fits; true where there is none."""
    every = (Q((f"{each}__{how}", value)) | Q((each, None)) for each in lookups)
    return reduce(and_, every, Q())


def writer_of(table: Table, column: Column, wanted: Wanted) -> Writer | None:
    """What writes the column's cells here; None where the database does."""
    if wanted.salt and column.kind is KEY:
        return lambda key: str(wanted.fresh_key(key))
    if wanted.salt and (table, column.name) in CODES:
        return lambda code: code and wanted.fresh_code(code)
    if column.kind is NUMBER and wanted.form.decimal != ".":
        return lambda value: column.kind.write(value).replace(".", wanted.form.decimal)
    return column.kind.write if column.is_open_text else None
