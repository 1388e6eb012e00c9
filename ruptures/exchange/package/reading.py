"""A table's file as rows of values, some at once; what is wrong is told, not raised."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from io import TextIOWrapper
from itertools import count
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ruptures.exchange.incoming.source import (
    AT_ONCE,
    Block,
    Line,
    Place,
    blocks_of,
)
from ruptures.exchange.package.column import Column
from ruptures.exchange.package.kinds import FREE_TEXT, KEY, NUMBER
from ruptures.exchange.package.opening import DAMAGED, Package, file_of
from ruptures.exchange.package.tables import Table
from ruptures.exchange.package.wanted import Form
from ruptures.exchange.problems import Problem, Problems

LONGEST = 2**20  # characters of a row
KEPT = 5000  # cells of a column whose values are not worked out anew

Reader = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Arriving:
    """A package as what an import reads from."""

    package: Package

    @property
    def tables(self) -> tuple[Table, ...]:
        return self.package.tables

    def blocks(self, table: Table, problems: Problems) -> Iterator[Block]:
        return blocks(self.package, table, problems)

    def place(self, table: Table, line: Line, column: str) -> Place:
        return Place(file_of(table), column if column in line.values else "")


class Rows:
    """Lines of text for the CSV reader, which itself would take a row of any length."""

    def __init__(self, text: TextIOWrapper):
        self._text = text
        self._left = LONGEST

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._left + 1):
            self._left -= len(line)
            if self._left < 0:
                raise csv.Error
            yield line

    def next_row(self) -> int:
        """How many characters the last one had."""
        length, self._left = LONGEST - self._left, LONGEST
        return length


def blocks(package: Package, table: Table, problems: Problems) -> Iterator[Block]:
    """The rows of a table's file; what is wrong with them goes to `problems`."""
    found = records(package, table, problems)
    [header] = next(found, [[]])
    if not fits_header(table, header, problems):
        return
    readers = {each.name: reader(each, package.form) for each in table.columns}
    first = 2
    for some in found:
        if (whole := block(first, readers, some)) is not None:
            yield whole
        else:
            told = partial(line, file_of(table), readers, problems)
            yield from blocks_of(map(told, count(first), some))
        first += len(some)


def records(
    package: Package, table: Table, problems: Problems
) -> Iterator[Sequence[Sequence[str]]]:
    """Cells as text, some rows at once: the header, then as many as are no burden.

    They end where cells cannot be told from each other any more.
    """
    number, some, length, broken = 1, list[Sequence[str]](), 0, None
    try:
        with package.text(table) as text:
            rows = Rows(text)
            for cells in csv.reader(
                rows, delimiter=package.form.delimiter, strict=True
            ):
                some.append(cells)
                length += rows.next_row()
                if number == 1 or len(some) == AT_ONCE or length > LONGEST:
                    yield some
                    some, length = [], 0
                number += 1
    except UnicodeDecodeError:
        broken = Problem(_("It is not in UTF-8."), file_of(table))
    except (csv.Error, *DAMAGED):
        said = _("It cannot be read from here on.")
        broken = Problem(said, file_of(table), number)
    if some:
        yield some
    if broken:
        problems.add(broken)


def fits_header(table: Table, cells: Sequence[str], problems: Problems) -> bool:
    names = [column.name for column in table.columns]
    if list(cells) == names:
        return True
    said = _("These columns were expected: %(all)s.") % {"all": ", ".join(names)}
    if list(cells) == [each.name for each in table.columns if not each.says_when]:
        said = _("A package without dates does not come back.")
    problems.add(Problem(said, file_of(table), 1, value=", ".join(cells)))
    return False


def block(
    first: int, readers: Mapping[str, Reader], some: Sequence[Sequence[str]]
) -> Block | None:
    """These rows, a column at a time; None where any of them is not whole."""
    if {*map(len, some)} != {len(readers)}:
        return None
    numbers, cells = range(first, first + len(some)), zip(*some, strict=True)
    try:
        columns = {
            name: list(map(read, column))
            for (name, read), column in zip(readers.items(), cells, strict=True)
        }
    except ValidationError:
        return None
    return Block(numbers, columns)


def line(
    file: str,
    readers: Mapping[str, Reader],
    problems: Problems,
    number: int,
    cells: Sequence[str],
) -> Line:
    """What can be read of a row; each cell that cannot is a problem."""
    if len(cells) != len(readers):
        said = _("%(many)s cells were expected, here are %(found)s.")
        found = {"many": len(readers), "found": len(cells)}
        problems.add(Problem(said % found, file, number))
        return Line(number, {}, whole=False)
    values: dict[str, Any] = {}
    for (name, read), cell in zip(readers.items(), cells, strict=True):
        try:
            values[name] = read(cell)
        except ValidationError as error:
            said = " ".join(error.messages)
            problems.add(Problem(said, file, number, name, cell))
    return Line(number, values, whole=len(values) == len(readers))


def reader(column: Column, form: Form) -> Reader:
    """What reads its cells; where they come again and again, each is read once."""
    if column.worked_out:
        return str
    if column.kind is KEY or column.kind.type == "datetime":
        return partial(read_other, column)
    if column.kind is FREE_TEXT:
        return column.read
    if column.kind is not NUMBER or form.decimal == ".":
        return lru_cache(KEPT)(column.read)
    swapped = str.maketrans({form.decimal: ".", ".": form.decimal})
    return lambda cell: column.read(cell.translate(swapped))


def read_other(column: Column, cell: str) -> Any:
    """As the column reads it, where hardly two cells are alike: they are many."""
    try:
        return column.kind.read(cell) if cell else column.read(cell)
    except ValueError:
        return column.read(cell)  # says what was expected
