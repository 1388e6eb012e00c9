"""What an import reads from: rows of the package's tables, whatever file has them."""

from collections.abc import Iterator
from typing import Any, NamedTuple, Protocol

from ruptures.exchange.package.tables import Table
from ruptures.exchange.problems import Problems


class Line(NamedTuple):
    """A row by column name; `number` as a spreadsheet has it.

    Columns that the file has not, or whose cells could not be read, are not among the
    values; the row is `whole` where each cell could. `session` is the number of the
    one that it is about, where a row of the file is about several.
    """

    number: int
    values: dict[str, Any]
    whole: bool
    session: int | None = None


class Place(NamedTuple):
    """Where a value stands, in the words of the file; no column: the row as a whole."""

    file: str
    column: str = ""


class Source(Protocol):
    """Tables in the order in which they are read: what a row names comes before it."""

    @property
    def tables(self) -> tuple[Table, ...]: ...

    def lines(self, table: Table, problems: Problems) -> Iterator[Line]:
        """The rows of that table, anew at each call; what is wrong goes to `problems`.

        Each has a `key`, the same whenever the same file is read.
        """
        ...

    def place(self, table: Table, line: Line, column: str) -> Place: ...
