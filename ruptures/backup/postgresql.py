"""PostgreSQL: its own `pg_dump` in one snapshot, `pg_restore` in one transaction."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.postgresql.client import DatabaseClient

from ruptures import append_only
from ruptures.backup.digests import (
    LEFT_OUT,
    Table,
    Tables,
    counted,
    kept,
    not_empty,
    select,
    with_rows,
)
from ruptures.backup.errors import BackupError
from ruptures.backup.workroom import for_owner_alone

COPY = "practice.pgdump"

# The text that SQLite would keep, where it is not the usual one.
TEXTS = {
    "boolean": "{0}::int::text",
    "numeric": "trim_scale({0})::text",
    "timestamp with time zone": "replace(to_char({0} AT TIME ZONE 'UTC',"
    " 'YYYY-MM-DD HH24:MI:SS.US'), '.000000', '')",
    "uuid": "replace({0}::text, '-', '')",
}


def tables() -> Tables:
    """Of the live database, as it is at one moment."""
    with one_moment() as cursor:
        return digests(cursor)


@contextmanager
def one_moment() -> Iterator[Any]:
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield cursor


def copied(room: Path) -> tuple[Tables, Path]:
    """The tables and a dump, both of one snapshot, while others write."""
    copy = room / COPY
    with one_moment() as cursor:
        found = digests(cursor)
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ("--format=custom", "--compress=0", f"--snapshot={snapshot}")
        left_out = (f"--exclude-table-data={name}" for name in LEFT_OUT)
        with (
            running("pg_dump", *options, *left_out) as dump,
            open(copy, "xb", opener=for_owner_alone) as file,
        ):
            shutil.copyfileobj(dump.stdout, file)
    return found, copy


def put_back(copy: Path, saved: Tables) -> None:
    """Fill the empty database: whole, or, ended at any moment, not at all."""
    drop_empty_tables()
    connection.close()
    options = ("--single-transaction", "--exit-on-error", "--clean", "--if-exists")
    # Fed by hand: if this process is killed, pg_restore misses the rest and gives up.
    with running("pg_restore", *options) as restore, copy.open("rb") as dump:
        shutil.copyfileobj(dump, restore.stdin)


def drop_empty_tables() -> None:
    """Make room for those of the backup, which may be of an earlier version."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
        if not found:
            return
        listed = ", ".join(connection.ops.quote_name(name) for name in found)
        cursor.execute(f"LOCK TABLE {listed} IN ACCESS EXCLUSIVE MODE")
        if occupied := with_rows(digests(cursor)):
            raise BackupError(not_empty(occupied))
        for statement in append_only.LIFT["postgresql"]:
            cursor.execute(statement)
        cursor.execute(f"DROP TABLE {listed}")


@contextmanager
def running(program: str, *options: str) -> Iterator[Any]:
    """One of PostgreSQL's programs at this database; what it has to say, it says."""
    where, env = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    command = [program, *options, "--no-owner", "--no-privileges", *where[1:-1]]
    try:
        process = subprocess.Popen(  # noqa: S603  our own database
            [*command, f"--dbname={where[-1]}"],
            env=os.environ | (env or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
    except FileNotFoundError as error:
        raise BackupError(
            f"{program} is not here: install PostgreSQL's client programs."
        ) from error
    with suppress(BrokenPipeError), process:  # it ended early, and says so below
        try:
            yield process
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise BackupError(f"{program} failed.")


def digests(cursor: Any) -> Tables:
    names = kept(connection.introspection.table_names(cursor))
    return {name: digest(cursor, name) for name in names}


def digest(cursor: Any, table: str) -> Table:
    cursor.execute(
        "SELECT column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = current_schema() AND table_name = %s",
        [table],
    )
    texts = {
        name: TEXTS.get(kind, "{0}::text").format(connection.ops.quote_name(name))
        for name, kind in cursor.fetchall()
    }
    key = connection.introspection.get_primary_key_column(cursor, table) or "id"
    with connection.chunked_cursor() as rows:  # kept at the server, not in memory
        rows.execute(select(table, texts, key))
        return counted(rows)
