"""A page's own statements, to be run again with nothing of Django around them."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass(frozen=True)
class Statement:
    """In the driver's own form."""

    sql: str
    values: tuple[Any, ...]

    def run(self) -> list[Any]:
        connection.ensure_connection()  # an old one may just have been closed
        cursor = connection.connection.cursor()
        cursor.execute(self.sql, self.values)
        rows: list[Any] = cursor.fetchall() if cursor.description else []
        return rows

    def milliseconds(self) -> float:
        started = time.perf_counter()
        self.run()
        return (time.perf_counter() - started) * 1000

    def plan(self) -> list[str]:
        """What the database would do, a line each step."""
        sqlite = connection.vendor == "sqlite"
        explain = "EXPLAIN QUERY PLAN " if sqlite else "EXPLAIN "
        steps = Statement(explain + self.sql, self.values).run()
        return [str(step[-1]) for step in steps]


class Statements(list[Statement]):
    @property
    def only_read(self) -> bool:
        return all(each.sql.startswith(("SELECT", "WITH")) for each in self)

    def run(self) -> None:
        for statement in self:
            statement.run()


def captured(work: Callable[[], Any]) -> Statements:
    """What `work` asks the database, with nothing that writes.

    Once a minute a page also stamps the sign-in; then it is asked for once more.
    """
    found = everything(work)
    return found if found.only_read else everything(work)


def everything(work: Callable[[], Any]) -> Statements:
    found = Statements()

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        values = tuple(params or ())
        found.append(Statement(in_the_drivers_form(sql, values), values))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(keep):
        work()
    return found


def in_the_drivers_form(sql: str, values: tuple[Any, ...]) -> str:
    if connection.vendor != "sqlite" or not values:
        return sql
    return sql % (("?",) * len(values))
