"""Files that a command writes, for the eyes of whoever runs it alone."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.management.base import CommandError

from ruptures.backup.workroom import beside
from ruptures.exchange.one_moment import one_moment


def write(path: Path, pieces: Iterable[bytes]) -> None:
    with whole(path) as file:
        file.writelines(pieces)


def write_tied(
    path: Path, pieces: Iterable[bytes], codes: Path, lines: Iterable[str]
) -> None:
    """Both of one moment; the package last, so that it is never without its list."""
    with one_moment(), whole(path) as file:
        file.writelines(pieces)
        write(codes, (line.encode() for line in lines))


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """For its owner's eyes alone, and under its name only once it is whole.

    A pipe or a device is written to; nothing takes its place, nor that of a link.
    """
    is_file = path.is_file() or not path.exists()
    try:
        with beside(path.resolve()) if is_file else path.open("wb") as file:
            yield file
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
