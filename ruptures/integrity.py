"""What is broken in the database: rules over rows, references, the file itself."""

from collections.abc import Iterator

from django.db import connection

from ruptures.models.encrypted import Unreadable
from ruptures.recording.rules import RULES
from ruptures.recording.snapshots import table_of
from ruptures.rotation import encrypted_columns


def broken() -> Iterator[str]:
    """A plain line for everything that is broken; nothing where all is sound."""
    yield from broken_rules()
    yield from unreadable_values()
    if connection.vendor == "sqlite":  # PostgreSQL lets neither happen
        yield from broken_references()
        yield from broken_file()


def broken_rules() -> Iterator[str]:
    for rule in RULES:
        for row in rule.broken().order_by("key"):
            yield f"{table_of(row)} {row.key}: {rule.message} ({rule.name})"


def unreadable_values() -> Iterator[str]:
    """Encrypted values that no key here opens."""
    for model, name in encrypted_columns():
        rows = model._base_manager.order_by("pk").values_list("pk", name)
        for pk, value in rows.iterator():
            if isinstance(value, Unreadable):
                table = model._meta.db_table
                yield f"{table} row {pk}: {name} cannot be read with the keys here"


def broken_references() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _place in cursor.fetchall():
            yield f"{table} row {row}: points to a row of {parent} that is not there"


def broken_file() -> Iterator[str]:
    """Damage to the file, and rows that break a constraint."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (said for (said,) in cursor.fetchall() if said != "ok")
