"""SQLite: `VACUUM INTO` makes the copy, its online backup puts it back at a stroke."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import cast

from django.db import DatabaseError, connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from ruptures.backup.digests import (
    LEFT_OUT,
    Tables,
    counted,
    kept,
    not_empty,
    select,
    with_rows,
)
from ruptures.backup.errors import BackupError

COPY = "practice.sqlite3"
IN_USE = "Something has the database open: stop the server first."


def tables() -> Tables:
    """Of the live database, as it is at one moment."""
    if not database().exists():
        return {}
    with closing(opened(database(), "ro")) as source:
        source.execute("BEGIN")
        return digests(source)


def copied(room: Path) -> tuple[Tables, Path]:
    """The tables of a sound copy, and it; others write on meanwhile."""
    copy = room / COPY
    make_empty(copy)
    try:
        with closing(opened(database(), "ro")) as source:
            source.execute("VACUUM INTO ?", [str(copy)])
        with closing(opened(copy, "rw")) as made:
            leave_out(made)
            refuse_unsound(made)
            return digests(made), copy
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"No copy could be made: {error}.") from error


def put_back(copy: Path, saved: Tables) -> None:
    """Fill the empty database: whole, or, ended at any moment, not at all."""
    connection.close()
    try:
        with closing(opened(copy, "ro")) as source:
            if digests(source) != saved:
                raise BackupError("It is damaged: what is in it was changed.")
            fill(database(), source)
    except (sqlite3.Error, DatabaseError) as error:
        raise BackupError(f"Nothing was restored: {error}.") from error


def fill(path: Path, source: sqlite3.Connection) -> None:
    make_empty(path)
    with closing(opened(path, "rw", timeout=1)) as target:
        hold(target)
        if occupied := with_rows(digests(target)):
            raise BackupError(not_empty(occupied))
        source.backup(target)  # one transaction


def make_empty(path: Path) -> None:
    """For its owner alone, where there is none; left as it is where there is one."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def hold(target: sqlite3.Connection) -> None:
    """Keep everybody else out until it is closed."""
    try:
        target.execute("PRAGMA locking_mode = EXCLUSIVE")
        target.execute("BEGIN EXCLUSIVE")
        target.execute("COMMIT")  # the lock stays
    except sqlite3.OperationalError as error:
        raise BackupError(IN_USE) from error


def database() -> Path:
    return Path(connection.settings_dict["NAME"])


def opened(path: Path, mode: str, timeout: int = 20) -> sqlite3.Connection:
    """With Django's functions, which our constraints call.

    Mode `ro` never checkpoints, so that it cannot meet the WAL-reset bug of
    ruptures/sqlite.py.
    """
    name = f"{path.resolve().as_uri()}?mode={mode}"
    settings = {"NAME": name, "OPTIONS": {"timeout": timeout}}
    wrapper = DatabaseWrapper(connection.settings_dict | settings)
    wrapper.connect()
    return cast("sqlite3.Connection", wrapper.connection)


def leave_out(copy: sqlite3.Connection) -> None:
    copy.execute("PRAGMA secure_delete = ON")  # not in the file's empty pages either
    for table in set(LEFT_OUT) & set(names(copy)):
        copy.execute(f'DELETE FROM "{table}"')  # noqa: S608  our names


def refuse_unsound(copy: sqlite3.Connection) -> None:
    said = [line for (line,) in copy.execute("PRAGMA integrity_check")]
    lost = copy.execute("PRAGMA foreign_key_check").fetchall()
    if said != ["ok"] or lost:
        what = f"rows that point to nothing: {len(lost)}" if lost else said[0]
        raise BackupError(f"The database is damaged ({what}); see check_integrity.")


def digests(source: sqlite3.Connection) -> Tables:
    return {
        name: counted(source.execute(statement(source, name)))
        for name in kept(names(source))
    }


def names(source: sqlite3.Connection) -> list[str]:
    found = "SELECT name FROM sqlite_master WHERE type = 'table'"
    return [n for (n,) in source.execute(found) if not n.startswith("sqlite_")]


def statement(source: sqlite3.Connection, table: str) -> str:
    columns = source.execute(f'PRAGMA table_info("{table}")').fetchall()
    texts = {name: f'CAST("{name}" AS TEXT)' for _, name, *_ in columns}
    (key,) = (name for _, name, *_, place in columns if place)
    return select(table, texts, key)
