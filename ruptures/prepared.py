"""Statements whose SQL is written once.

Django writes a statement's SQL anew each time. For those of the dashboard, with their
joins and subqueries, that takes nearly as long as the database takes to answer; for
what every page counts, many times as long.
"""

from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import QuerySet

KEPT = 64  # ways to write each, one for every number of keys
Row = TypeVar("Row", bound=tuple[Any, ...])


class Prepared(Generic[Row]):
    """A statement about some cases or a user, in which little changes but their keys.

    `build` gives its queryset for these keys: the columns of a `row`, plain (numbers,
    text) as `values_list`, since they come as the driver gives them.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]], row: type[Row]):
        self._build = build
        # As its `_make`, which counts the columns of every row as well.
        self._row = partial(tuple.__new__, row)
        self._written = lru_cache(KEPT)(self._write)

    def __call__(self, keys: Sequence[int], *others: Hashable) -> list[Row]:
        """The rows for scoped `keys`; one statement, none without a key.

        What `others` say to `build` is written into the SQL: nothing of which there are
        many, and no number below 0.
        """
        if not keys:
            return []
        sql, places = self._written(len(keys), connection.vendor, *others)
        with connection.cursor() as cursor:
            cursor.execute(sql, [keys[~p] if _is_place(p) else p for p in places])
            return list(map(self._row, cursor.fetchall()))

    def _write(
        self, count: int, _vendor: str, *others: Hashable
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters, each key's place in them as -1, -2, ..."""
        places = [~place for place in range(count)]
        return self._build(places, *others).query.sql_with_params()


def _is_place(parameter: Any) -> bool:
    """Whether a key goes there: no other number in a statement is below 0."""
    return isinstance(parameter, int) and parameter < 0
