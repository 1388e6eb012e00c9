"""The keys of notes and history: in the environment, else in a file of their own."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings


def keys() -> tuple[str, ...]:
    """Those of the environment, else those in the file, read anew when it changes."""
    if settings.NOTES_KEYS:
        return tuple(settings.NOTES_KEYS)
    file = Path(settings.NOTES_KEYS_FILE)
    there = os.stat(file)
    return _keys_in(file, (there.st_ino, there.st_mtime_ns))


@lru_cache(maxsize=2)
def _keys_in(file: Path, _version: tuple[int, int]) -> tuple[str, ...]:
    return listed(file.read_text().splitlines())


def listed(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.strip() for line in lines if line.strip())


@contextmanager
def locked() -> Iterator[None]:
    """Let nobody else change the keys meanwhile; BlockingIOError if one is at it.

    Two at once could each put a key first, and lose the other's.
    """
    folder = os.open(Path(settings.NOTES_KEYS_FILE).parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)  # gone with the process
        yield
    finally:
        os.close(folder)


def add_key() -> None:
    """Put a new key before the others of the file; from now on it encrypts."""
    _put((Fernet.generate_key().decode("ascii"), *keys()))


def forget_old_keys() -> int:
    """Keep the first key of the file alone; how many went."""
    first, *old = keys()
    _put((first,))
    return len(old)


def _put(keys: Iterable[str]) -> None:
    """Replace the file as a whole: whoever reads it sees the old one or the new one.

    Aside it has one name, so that what a killed run left there is gone with the next.
    """
    file = Path(settings.NOTES_KEYS_FILE)
    aside = file.with_name(f"{file.name}.new")
    aside.unlink(missing_ok=True)
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write("".join(f"{key}\n" for key in keys))
        new.flush()
        _keep_owner(new.fileno(), file)
        os.fsync(new.fileno())
    os.replace(aside, file)
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)  # the new name is on disk before anything is encrypted with it
    os.close(folder)


def _keep_owner(new: int, file: Path) -> None:
    """Where root rotates, the account that serves must still read its keys."""
    owner = file.stat()
    if os.geteuid() == 0:
        os.fchown(new, owner.st_uid, owner.st_gid)
