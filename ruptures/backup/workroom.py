"""Where a copy lies while it is made: one at a time, and nothing is left behind."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings


@contextmanager
def workroom() -> Iterator[Path]:
    """An empty folder that its owner alone can open, on the machine's own disk.

    Waits until nobody else is in it; what a killed run left is gone with the next.
    """
    folder = Path(settings.VAR) / "at-work"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o700)
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)  # gone with the process
        try:
            empty(folder)
            yield folder
        finally:
            empty(folder)
    finally:
        os.close(held)


def empty(folder: Path) -> None:
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()


@contextmanager
def beside(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the name `path` once it is whole and on disk, never before."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        with open(part, "xb", opener=for_owner_alone) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def for_owner_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    os.fsync(opened)
    os.close(opened)
