"""Statements whose SQL is written once.

Django writes a statement's SQL anew each time. For those of the dashboard, with their
joins and subqueries, that takes nearly as long as the database takes to answer; for
what every page counts, many times as long.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

KEPT = 64  # ways to write each, one for every number of keys


class Prepared:
    """A statement about some cases or a user, in which little changes but their keys.

    `build` gives its queryset for these keys: plain columns (numbers, text) as
    `values_list`, since rows come as the driver gives them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]):
        self._build = build
        self._written = lru_cache(KEPT)(self._write)

    def __call__(self, keys: Sequence[int], *others: Hashable) -> list[tuple[Any, ...]]:
        """The rows for scoped `keys`; one statement, none without a key.

        What `others` say to `build` is written into the SQL: nothing of which there are
        many, and no number below 0.
        """
        if not keys:
            return []
        sql, places = self._written(len(keys), connection.vendor, *others)
        with connection.cursor() as cursor:
            cursor.execute(sql, [keys[~p] if _is_place(p) else p for p in places])
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _write(
        self, count: int, _vendor: str, *others: Hashable
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters, each key's place in them as -1, -2, ..."""
        places = [~place for place in range(count)]
        return self._build(places, *others).query.sql_with_params()


def _is_place(parameter: Any) -> bool:
    """Whether a key goes there: no other number in a statement is below 0."""
    return isinstance(parameter, int) and parameter < 0
