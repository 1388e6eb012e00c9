"""Cells as the database itself writes them, to the letter as a kind's `write` does.

Nothing stays nothing. What SQLite keeps as text is as Django's adapters put it there.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler

AsSql = tuple[str, Any]


class Cell(Func):
    """The text of a column; `template` writes it where `on_sqlite` says nothing."""

    arity = 1
    output_field = TextField()
    on_sqlite = ""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> AsSql:
        template = self.on_sqlite or self.template
        return self.as_sql(compiler, connection, template=template, **more)


class KeyCell(Cell):
    template = "CAST(%(expressions)s AS text)"
    on_sqlite = " || '-' || ".join(
        f"substr(%(expressions)s, {first}, {count})"
        for first, count in ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))
    )


class YesNoCell(Cell):
    template = (
        "CASE WHEN %(expressions)s THEN 'yes' WHEN NOT %(expressions)s THEN 'no' END"
    )


class MomentCell(Cell):
    template = (
        "replace(to_char(%(expressions)s AT TIME ZONE 'UTC',"
        """ 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), '.000000', '')"""
    )
    on_sqlite = "replace(%(expressions)s, ' ', 'T') || 'Z'"


class DateCell(Cell):
    template = "to_char(%(expressions)s, 'YYYY-MM-DD')"
    on_sqlite = "%(expressions)s"


class TimeCell(Cell):
    template = (
        "replace(to_char(CAST(%(expressions)s AS interval), 'HH24:MI:SS.US'),"
        " '.000000', '')"
    )
    on_sqlite = "%(expressions)s"


class NumberCell(Cell):
    template = "CAST(trim_scale(%(expressions)s) AS text)"
    on_sqlite = "CAST(%(expressions)s AS text)"


class CodesCell(Cell):
    template = "replace(%(expressions)s, ',', ' ')"
