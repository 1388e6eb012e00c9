"""The package as bytes: written while it is read, so that memory stays flat."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import RawIOBase, StringIO
from itertools import chain, islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from ruptures.exchange.one_moment import one_moment
from ruptures.exchange.package.describe import Written, datapackage, dictionary
from ruptures.exchange.package.rows import chosen, rows_of
from ruptures.exchange.package.tables import CASES, Table
from ruptures.exchange.package.wanted import PLAIN, Form, Wanted

LINES = 1000  # written at once
QUICK = 1  # level of compression: three times as quick, and a tenth larger


class Pipe(RawIOBase):
    """A file that only goes forward; what was written is taken once."""

    def __init__(self) -> None:
        super().__init__()
        self._written: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._written.append(bytes(data))
        return len(data)

    def taken(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


def package(wanted: Wanted) -> Iterator[bytes]:
    """The zip, piece by piece; the same rows always give the same bytes."""
    pipe = Pipe()
    # Members opened by name have the first day that a zip can hold, not today's.
    with one_moment(), ZipFile(pipe, "w", ZIP_DEFLATED, compresslevel=QUICK) as archive:
        for _piece in members(archive, wanted):
            yield pipe.taken()
    yield pipe.taken()


def members(archive: ZipFile, wanted: Wanted) -> Iterator[None]:
    """Write every file of the package; after each piece it can be taken."""
    written = []
    for table in wanted.tables:
        count = Written(table)
        with archive.open(f"{table.name}.csv", "w") as file:
            for piece in pieces(table, wanted):
                count.add(piece)
                file.write(piece)
                yield
        written.append(count)
    described = {
        "dictionary.csv": as_csv(dictionary(wanted), PLAIN),
        "datapackage.json": datapackage(wanted, written),
    }
    for name, text in described.items():
        with archive.open(name, "w") as file:
            file.write(text.encode())


def key_file(wanted: Wanted) -> Iterator[str]:
    """CSV of the cases' codes here and in a package with the same salt."""
    yield as_csv([("code", "fresh_code")], PLAIN)
    codes = chosen(CASES, wanted).order_by("code").values_list("code", flat=True)
    yield as_csv([(code, wanted.fresh_code(code)) for code in codes], PLAIN)


def pieces(table: Table, wanted: Wanted) -> Iterator[bytes]:
    """The table's CSV file, some lines at a time."""
    header = [column.name for column in wanted.columns(table)]
    yield wanted.form.mark.encode()
    lines: Iterator[Sequence[Any]] = chain([header], rows_of(table, wanted))
    while some := list(islice(lines, LINES)):
        yield as_csv(some, wanted.form).encode()


def as_csv(lines: Iterable[Sequence[Any]], form: Form) -> str:
    text = StringIO(newline="")
    csv.writer(text, delimiter=form.delimiter, lineterminator="\r\n").writerows(lines)
    return text.getvalue()
