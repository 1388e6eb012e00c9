"""What a database file still holds of deleted rows, and how that goes as well.

`secure_delete` (config/settings.py) has SQLite write zeros over what it deletes. The
write-ahead log beside the file keeps pages as they were; emptied, it keeps nothing.
"""

from django.db import connection, transaction

PATIENCE = (
    2000  # milliseconds for readers to end; else the next one to erase empties it
)


def wipe_traces() -> None:
    """Once this transaction is done; PostgreSQL's own vacuum does it in its time."""
    if connection.vendor == "sqlite":
        transaction.on_commit(empty_log, robust=True)


def empty_log() -> None:
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.execute(f"PRAGMA busy_timeout = {usual}")
