"""An Excel file, open: no more of it is read than one needs to have its rows."""

import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any, BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook import Workbook

from ruptures.exchange.others.unpacking import (
    IN_MEMORY,
    book_in,
    damaged,
    refuse_slow,
    sheets_in,
)
from ruptures.exchange.package.opening import AT_ONCE
from ruptures.exchange.problems import Problem, Refused

FORMULA, LONGEST_TAG = re.compile(rb"<(?:\w+:)?f[ />]"), 40  # bytes


@contextmanager
def opened(
    file: BinaryIO, name: str, *, whole: bool = True
) -> Iterator[tuple[Workbook, Workbook]]:
    """The book as values, and where it has any, as the formulas they came from.

    Without `whole` nobody looks for formulas, and what is slow to open is refused.
    """
    archive = book_in(file, name)
    books = []
    try:
        if not whole:
            refuse_slow(archive, name)
        for values in (True, False) if whole and has_formulas(archive) else (True,):
            reader = Reader(file, name, archive, data_only=values)
            reader.read()
            books.append(reader.wb)
        if not books[0].worksheets:
            raise Refused(Problem(_("There is no sheet in it."), name))
        yield books[0], books[-1]
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble on
        raise Refused(Problem(damaged(), name)) from error
    finally:
        for book in books:
            book.close()


class Reader(ExcelReader):
    """`archive` is the file's own, looked at before."""

    def __init__(self, file: BinaryIO, name: str, archive: ZipFile, *, data_only: bool):
        super().__init__(file, read_only=True, data_only=data_only, keep_links=False)
        self.archive = Sparing(file, name, sheets_in(archive))

    def read_chartsheet(self, *args: Any) -> None:
        """Passed over: no rows are in it."""


class Sparing(ZipFile):
    """A list of sheets may name a member a million times: all reading is counted."""

    def __init__(self, file: BinaryIO, name: str, sheets: Container[str]):
        super().__init__(file)
        self._name = name
        self._sheets = sheets
        self._left = IN_MEMORY

    def open(self, name: Any, *args: Any, **kwargs: Any) -> IO[bytes]:
        """Of a sheet its beginning is counted, as it is not read into memory."""
        size = self.getinfo(name).file_size
        self._left -= min(size, AT_ONCE) if name in self._sheets else size
        if self._left < 0:
            raise Refused(Problem(_("Unpacked, it is too large."), self._name))
        return super().open(name, *args, **kwargs)


def has_formulas(archive: ZipFile) -> bool:
    """Asked first: only a second reading finds those without a result."""
    names = sheets_in(archive) & {*archive.namelist()}
    return any(formula_in(archive, name) for name in names)


def formula_in(archive: ZipFile, name: str) -> bool:
    before = b""
    with archive.open(name) as sheet:
        for some in iter(partial(sheet.read, AT_ONCE), b""):
            if FORMULA.search(before + some):
                return True
            before = some[-LONGEST_TAG:]
    return False
