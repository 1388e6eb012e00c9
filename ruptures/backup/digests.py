"""What a table holds, as a count and a digest that are the same on both engines.

Every value is taken as the text that SQLite would keep; rows go by their number,
columns by their name. So a digest depends on what is saved and on nothing else.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Protocol

# Live sign-ins, counted guesses, the code for the first account: of use to nobody but
# whoever steals a backup, so they are in none.
LEFT_OUT = ("cache_entry", "ruptures_device", "ruptures_setupcode")
# Rows that stand in a database as soon as it is migrated.
MADE_BY_MIGRATING = ("auth_permission", "django_content_type", "django_migrations")

BATCH = 1000  # rows in memory at a time


class Cursor(Protocol):
    def fetchmany(self, size: int = ..., /) -> list[tuple[Any, ...]]: ...


@dataclass(frozen=True)
class Table:
    rows: int
    sha256: str


Tables = dict[str, Table]


def counted(cursor: Cursor) -> Table:
    """Of what the cursor gives: rows of texts, in order."""
    digest, rows = sha256(), 0
    while batch := cursor.fetchmany(BATCH):
        rows += len(batch)
        digest.update("".join(f"{json.dumps(row)}\n" for row in batch).encode())
    return Table(rows, digest.hexdigest())


def select(table: str, texts: Mapping[str, str], key: str) -> str:
    """A statement for `counted`; `texts` has an expression for each column."""
    columns = ", ".join(texts[name] for name in sorted(texts))
    return f'SELECT {columns} FROM "{table}" ORDER BY "{table}"."{key}"'  # noqa: S608


def kept(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - set(LEFT_OUT))


def with_rows(tables: Tables) -> list[str]:
    """Tables that hold what somebody entered."""
    return [
        name
        for name, table in tables.items()
        if table.rows and name not in MADE_BY_MIGRATING
    ]


def not_empty(occupied: list[str]) -> str:
    return f"This place is not empty; tables with rows: {len(occupied)}."


def differences(saved: Tables, found: Tables) -> Iterator[str]:
    """A line for each table that is not as it was saved."""
    for name in sorted(saved.keys() | found.keys()):
        then, now = saved.get(name), found.get(name)
        if then is None or now is None:
            yield f"{name}: {'not in the backup' if then is None else 'missing here'}"
        elif then.rows != now.rows:
            yield f"{name}: {then.rows} rows saved, {now.rows} here"
        elif then != now:
            yield f"{name}: {now.rows} rows, but not the same"
