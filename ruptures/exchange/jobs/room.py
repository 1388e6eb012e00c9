"""Where an uploaded file lies until it is in: its owner's alone, and for a day at most.

Whoever works on a file holds a lock on it. The system takes it away with the process,
however that ends, so that a job without it is at work no more.
"""

import fcntl
import time
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings

from ruptures.backup.workroom import for_owner_alone

LIFETIME = timedelta(days=1)


class Progress(NamedTuple):
    """Rows seen so far, and how much of the file, in per cent."""

    rows: int = 0
    percent: int = 0


def file_of(key: uuid.UUID) -> Path:
    return Path(settings.IMPORTS) / str(key)


def progress_file_of(key: uuid.UUID) -> Path:
    return file_of(key).with_suffix(".progress")


@contextmanager
def kept(key: uuid.UUID, pieces: Iterable[bytes]) -> Iterator[BinaryIO]:
    """The file as it was sent, held; gone again where the block fails."""
    try:
        with open(file_of(key), "x+b", opener=for_owner_alone) as file:
            hold(file)
            file.writelines(pieces)
            file.seek(0)
            yield file
    except BaseException:
        remove(key)
        raise


def hold(file: BinaryIO) -> None:
    """Wait for the file, and hold it until it is closed by whoever inherits it."""
    fcntl.flock(file, fcntl.LOCK_EX)


def is_held(key: uuid.UUID) -> bool:
    try:
        with file_of(key).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


def remove(key: uuid.UUID) -> None:
    file_of(key).unlink(missing_ok=True)
    progress_file_of(key).unlink(missing_ok=True)


def progress(key: uuid.UUID) -> Progress:
    """What the child said last."""
    try:
        said = progress_file_of(key).read_text().splitlines(keepends=True)
    except FileNotFoundError:
        return Progress()
    whole = [line for line in said if line.endswith("\n")]
    return Progress(*map(int, whole[-1].split())) if whole else Progress()


def sweep() -> None:
    """Delete what nobody came back to, uploads that broke off among it."""
    too_old = time.time() - LIFETIME.total_seconds()
    for each in Path(settings.IMPORTS).iterdir():
        with suppress(FileNotFoundError):  # another server process sweeps, too
            if each.stat().st_mtime < too_old:
                each.unlink()
