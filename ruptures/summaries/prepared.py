"""Statements whose SQL is written once.

Django writes a statement's SQL anew each time. For those of the dashboard, with their
joins and subqueries, that takes nearly as long as the database takes to answer.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

KEPT = 64  # ways to write each, one for every number of cases


class Prepared:
    """A statement about cases, in which nothing changes but their keys.

    `build` gives its queryset for the keys of some cases: plain columns (numbers, text)
    as `values_list`, since rows come as the driver gives them.
    """

    def __init__(self, build: Callable[[Sequence[int]], QuerySet[Any, Any]]):
        self._build = build
        self._written = lru_cache(KEPT)(self._write)

    def __call__(self, cases: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows for scoped `cases`; one statement, none without a case."""
        if not cases:
            return []
        sql, places = self._written(len(cases), connection.vendor)
        with connection.cursor() as cursor:
            cursor.execute(sql, [cases[~p] if _is_place(p) else p for p in places])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _write(self, count: int, _vendor: str) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters, each case's place in them as -1, -2, ..."""
        cases = [~place for place in range(count)]
        return self._build(cases).query.sql_with_params()


def _is_place(parameter: Any) -> bool:
    """Whether a case's key goes there: no other number in a statement is below 0."""
    return isinstance(parameter, int) and parameter < 0
