"""This installation's database: saved to a file, restored, the newest files kept."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from ruptures.backup import postgresql, sqlite
from ruptures.backup.digests import Tables, differences
from ruptures.backup.errors import BackupError
from ruptures.backup.file import Manifest, reading, write
from ruptures.backup.workroom import workroom


class Engine(Protocol):
    """What each of the two modules does."""

    COPY: str  # what the copy is called in the zip

    def tables(self) -> Tables: ...

    def copied(self, room: Path) -> tuple[Tables, Path]: ...

    def put_back(self, copy: Path, saved: Tables) -> None: ...


ENGINES: dict[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KEPT = re.compile(r"practice-\d{8}T\d{6}Z\.zip(\.age)?")


def engine() -> Engine:
    return ENGINES[connection.vendor]


def tables() -> Tables:
    """A count and a digest of every table here, all of one moment."""
    return engine().tables()


def save(path: Path, passphrase: str | None = None) -> Manifest:
    """Write all of the database, as it is at one moment, to `path`; whole or not."""
    with workroom() as room:
        found, copy = engine().copied(room)
        manifest = Manifest(
            engine=connection.vendor,
            copy=engine().COPY,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            migrations=applied(),
            tables=found,
        )
        write(path, manifest, copy, passphrase)
    return manifest


def applied() -> list[str]:
    done = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in done)


def restore(path: Path, passphrase: str | None = None) -> Manifest:
    """Fill the empty database here with what was saved; prove that it is the same."""
    with workroom() as room:
        with reading(path, passphrase) as backup:
            refuse_what_does_not_fit(backup.manifest)
            copy = backup.take_out(room)
        engine().put_back(copy, backup.manifest.tables)
    if wrong := list(differences(backup.manifest.tables, tables())):
        raise BackupError(f"Not restored as it was saved: {'; '.join(wrong)}")
    return backup.manifest


def saved_tables(path: Path, passphrase: str | None = None) -> Tables:
    """What the backup says that it holds."""
    with reading(path, passphrase) as backup:
        return backup.manifest.tables


def refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"It was made on {NAMES[manifest.engine]}, and can be restored there alone."
        )
    here = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    own = {name for name in manifest.migrations if name.startswith("ruptures.")}
    if own - here:
        raise BackupError("It was made by a newer version of this program.")


def dated(folder: Path, passphrase: str | None) -> Path:
    """A name by the time, in UTC, for one of a series."""
    ending = "zip.age" if passphrase else "zip"
    return folder / f"practice-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.{ending}"


def keep_newest(folder: Path, count: int) -> list[Path]:
    """Delete all of the series but the newest, and what killed runs left of it."""
    series = sorted(p for p in folder.iterdir() if KEPT.fullmatch(p.name))
    halves = [p for p in folder.glob("*.part") if KEPT.fullmatch(p.stem)]
    gone = series[:-count]
    for path in (*gone, *halves):
        path.unlink()
    return gone
