"""What an import reads from: rows of the package's tables, whatever file has them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple, Protocol

from ruptures.exchange.package.tables import Table
from ruptures.exchange.problems import Problems

AT_ONCE = 1000  # rows of a block, at most


class Line(NamedTuple):
    """A row by column name; `number` as a spreadsheet has it.

    Keys are text as a package writes them. Columns that the file has not, or whose
    cells could not be read, are not among the values; the row is `whole` where each
    cell could. `session` is the number of the one that it is about, where a row of the
    file is about several.
    """

    number: int
    values: dict[str, Any]
    whole: bool
    session: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of a table that have the same columns, column by column; all whole, or none.

    It holds what as many Lines would, at a fraction of their cost.
    """

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[Any]]
    whole: bool = True
    sessions: Sequence[int | None] = ()  # none: a row is about one at most
    _as_numbers: dict[str, Sequence[int | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.numbers)

    def keys(self, name: str) -> Sequence[int | None]:
        """The keys in that column as numbers, which take half the room of text."""
        if name not in self._as_numbers:
            self._as_numbers[name] = [
                as_number(key) if key else None for key in self.columns[name]
            ]
        return self._as_numbers[name]

    def line(self, place: int) -> Line:
        values = {name: column[place] for name, column in self.columns.items()}
        session = self.sessions[place] if self.sessions else None
        return Line(self.numbers[place], values, self.whole, session)

    def lines(self) -> Iterator[Line]:
        return map(self.line, range(len(self)))

    def at(self, places: Sequence[int]) -> "Block":
        """Those rows alone."""
        return Block(
            [self.numbers[place] for place in places],
            {
                name: [column[place] for place in places]
                for name, column in self.columns.items()
            },
            self.whole,
            [self.sessions[place] for place in places] if self.sessions else (),
        )


def as_number(key: str) -> int:
    return int(key.replace("-", ""), 16)


def blocks_of(lines: Iterable[Line]) -> Iterator[Block]:
    """The same rows in the same order, those beside each other together."""
    for (names, whole), same in groupby(lines, shape):
        numbers, values, _whole, sessions = zip(*same, strict=True)
        columns = {name: [row[name] for row in values] for name in names}
        yield Block(numbers, columns, whole, sessions)


def shape(line: Line) -> tuple[tuple[str, ...], bool]:
    """What rows of one block have in common."""
    return tuple(line.values), line.whole


class Place(NamedTuple):
    """Where a value stands, in the words of the file; no column: the row as a whole."""

    file: str
    column: str = ""


class Source(Protocol):
    """Tables in the order in which they are read: what a row names comes before it."""

    @property
    def tables(self) -> tuple[Table, ...]: ...

    def blocks(self, table: Table, problems: Problems) -> Iterator[Block]:
        """The rows of that table, anew at each call; what is wrong goes to `problems`.

        Each has a `key`, the same whenever the same file is read, unless its cell could
        not be read.
        """
        ...

    def place(self, table: Table, line: Line, column: str) -> Place: ...
