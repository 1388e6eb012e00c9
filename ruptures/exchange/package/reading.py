"""A table's file as rows of values, one by one; what is wrong is told, not raised."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import TextIOWrapper
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ruptures.exchange.incoming.source import Line, Place
from ruptures.exchange.package.column import Column
from ruptures.exchange.package.kinds import FREE_TEXT, KEY, NUMBER
from ruptures.exchange.package.opening import DAMAGED, Package, file_of
from ruptures.exchange.package.tables import Table
from ruptures.exchange.package.wanted import Form
from ruptures.exchange.problems import Problem, Problems

LONGEST = 2**20  # characters of a row
KEPT = 1000  # cells of a column whose values are not worked out anew

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Arriving:
    """A package as what an import reads from."""

    package: Package

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.package.tables

    def lines(self, table: Table, problems: Problems) -> Iterator[Line]:
        return lines(self.package, table, problems)

    def place(self, table: Table, line: Line, column: str) -> Place:
        return Place(file_of(table), column if column in line.values else "")


class Rows:
    """Lines of text for the CSV reader, which itself would take a row of any length."""

    def __init__(self, text: TextIOWrapper):
        self._text = text
        self._left = LONGEST

    def __iter__(self) -> "Rows":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._left + 1)
        self._left -= len(line)
        if self._left < 0:
            raise csv.Error
        if not line:
            raise StopIteration
        return line

    def next_row(self) -> None:
        self._left = LONGEST


def lines(package: Package, table: Table, problems: Problems) -> Iterator[Line]:
    """The rows of a table's file; what is wrong with them goes to `problems`."""
    number, rows = 1, records(package, table)
    try:
        if not fits_header(table, next(rows, []), problems):
            return
        readers = {each.name: reader(each, package.form) for each in table.columns}
        for number, cells in enumerate(rows, start=2):
            yield line(file_of(table), number, readers, cells, problems)
    except UnicodeDecodeError:
        problems.add(Problem(_("It is not in UTF-8."), file_of(table)))
    except (csv.Error, *DAMAGED):
        said = _("It cannot be read from here on.")
        problems.add(Problem(said, file_of(table), number + 1))


def records(package: Package, table: Table) -> Iterator[Sequence[str]]:
    with package.text(table) as text:
        rows = Rows(text)
        for cells in csv.reader(rows, delimiter=package.form.delimiter, strict=True):
            rows.next_row()
            yield cells


def fits_header(table: Table, cells: Sequence[str], problems: Problems) -> bool:
    names = [column.name for column in table.columns]
    if list(cells) == names:
        return True
    said = _("These columns were expected: %(all)s.") % {"all": ", ".join(names)}
    if list(cells) == [each.name for each in table.columns if not each.says_when]:
        said = _("A package without dates does not come back.")
    problems.add(Problem(said, file_of(table), 1, value=", ".join(cells)))
    return False


def line(
    file: str,
    number: int,
    readers: Mapping[str, Reader],
    cells: Sequence[str],
    problems: Problems,
) -> Line:
    if len(cells) != len(readers):
        said = _("%(many)s cells were expected, here are %(found)s.")
        found = {"many": len(readers), "found": len(cells)}
        problems.add(Problem(said % found, file, number))
        return Line(number, {}, whole=False)
    try:
        values = {
            name: read(cell)
            for (name, read), cell in zip(readers.items(), cells, strict=True)
        }
    except ValidationError:
        return broken_line(file, number, readers, cells, problems)
    return Line(number, values, whole=True)


def broken_line(
    file: str,
    number: int,
    readers: Mapping[str, Reader],
    cells: Sequence[str],
    problems: Problems,
) -> Line:
    """What can be read of it; each cell that cannot is a problem."""
    values: dict[str, Any] = {}
    for (name, read), cell in zip(readers.items(), cells, strict=True):
        try:
            values[name] = read(cell)
        except ValidationError as error:
            said = " ".join(error.messages)
            problems.add(Problem(said, file, number, name, cell))
    return Line(number, values, whole=False)


def reader(column: Column, form: Form) -> Reader:
    if column.worked_out:
        return str
    if column.kind in {KEY, FREE_TEXT}:
        return column.read
    if column.kind is not NUMBER or form.decimal == ".":
        return lru_cache(KEPT)(column.read)
    swapped = str.maketrans({form.decimal: ".", ".": form.decimal})
    return lambda cell: column.read(cell.translate(swapped))
