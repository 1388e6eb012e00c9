"""The file itself: a zip of the manifest and the copy, sealed where wanted."""

import io
import json
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, Self, cast

from ruptures.backup.age import MAGIC, Opener, Sealer
from ruptures.backup.digests import Table, Tables
from ruptures.backup.errors import BackupError
from ruptures.backup.workroom import beside, for_owner_alone

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, TypeError, ValueError)
FORMAT = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: enough to prove that a restored database holds it again."""

    engine: str  # "sqlite" or "postgresql"
    copy: str  # the member's name
    made_at: str  # ISO, UTC
    migrations: list[str]  # applied ones, as app.name
    tables: Tables
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    def as_json(self) -> str:
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def of_json(cls, text: bytes) -> Self:
        values = json.loads(text)
        if values.get("format") != FORMAT:
            raise BackupError("It was made by another version of this program.")
        tables = {name: Table(**each) for name, each in values.pop("tables").items()}
        return cls(tables=tables, **values)


def write(path: Path, manifest: Manifest, copy: Path, passphrase: str | None) -> None:
    with beside(path) as file:
        if passphrase is None:
            pack(file, manifest, copy)
        else:
            sealer = Sealer(file, passphrase)
            pack(cast("IO[bytes]", sealer), manifest, copy)
            sealer.finish()


def pack(file: IO[bytes], manifest: Manifest, copy: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(MANIFEST, manifest.as_json())
        archive.write(copy, manifest.copy)


class Backup:
    """One that is open for reading."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.manifest = Manifest.of_json(archive.read(MANIFEST))

    def take_out(self, room: Path) -> Path:
        """The copy as a file, every byte of it checked."""
        copy = room / "copy"
        with (
            self.archive.open(self.manifest.copy) as member,
            open(copy, "xb", opener=for_owner_alone) as file,
        ):
            shutil.copyfileobj(member, file, 1 << 20)
        return copy


@contextmanager
def reading(path: Path, passphrase: str | None) -> Iterator[Backup]:
    """BackupError where it is none, is damaged, or the passphrase does not open it."""
    with path.open("rb") as file:
        plain: Any = file
        if is_sealed(file):
            if not passphrase:
                raise BackupError("It is encrypted: give --passphrase-file.")
            plain = io.BufferedReader(Opener(file, passphrase))
        try:
            with zipfile.ZipFile(plain) as archive:
                yield Backup(archive)
        except DAMAGE as error:
            raise BackupError("It is no backup, or it is damaged.") from error


def is_sealed(file: IO[bytes]) -> bool:
    start = file.read(len(MAGIC))
    file.seek(0)
    return start == MAGIC
