"""A file beside what is here: which of its rows are new, the same, or differ."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruptures.exchange.incoming.differences import (
    Difference,
    Differences,
    is_fixed,
    is_told,
)
from ruptures.exchange.incoming.here import kept, own_rows, taken
from ruptures.exchange.incoming.source import Block, Line, Source, as_number
from ruptures.exchange.package.tables import CASES, REPORTS, TABLES, Table
from ruptures.exchange.problems import Problem, Problems, shortened
from ruptures.models import Case, Differing, User
from ruptures.taxonomy import Rater

POINTING = {
    table.name: [each for each in table.columns if each.points_to] for table in TABLES
}
NAMED = {each.points_to for columns in POINTING.values() for each in columns}
NO_ROW = gettext_lazy("No row of %(file)s has this key.")
NOT_THERE = {REPORTS.name: gettext_lazy("No observer's row of %(file)s has this key.")}
ALREADY_USED = gettext_lazy("It is already used.")


@dataclass(slots=True)
class Counts:
    """Rows; `different` ones are here with other values."""

    new: int = 0
    here: int = 0
    different: int = 0

    @property
    def all(self) -> int:
        return self.new + self.here + self.different

    def to_write(self, differing: Differing | None) -> int:
        return self.new + (self.different if differing is Differing.TAKE else 0)


class Taken(NamedTuple):
    """What a row of the file says otherwise than the one here."""

    line: Line
    values: dict[str, Any]


class Batch(NamedTuple):
    """Rows of a table that are to be written: new ones, and changes to those here."""

    table: Table
    new: Block
    taken: Sequence[Taken] = ()


class Beside:
    """Rows that differ are problems, unless `differing` says what becomes of them.

    `ids` has the database's number of rows that others name, by table and key.

    It is 0 for those that are not here: whoever writes them says it.
    """

    def __init__(self, source: Source, user: User, differing: Differing | None = None):
        self.source = source
        self.user = user
        self.differing = differing
        self.differences = Differences()
        self.problems = Problems()
        self.counts = Counts()
        self.ids: dict[str, dict[int, int]] = {name: {} for name in NAMED}
        self.real_ones_here = Case.objects.filter(synthetic=False).exists()

    def rows(self) -> Iterator[Batch]:
        """Whole rows that are to be written, what a row names always before it."""
        for table in self.source.tables:
            for block in self.source.blocks(table, self.problems):
                batch = self._sorted(table, block)
                self.counts.new += len(batch.new)
                yield batch

    def add(self, table: Table, line: Line, column: str, said: str | Promise) -> None:
        """What is wrong with a row; `column` may be one that its table has not."""
        file, name = self.source.place(table, line, column)
        cell = cell_of(table, column, line.values.get(column))
        self.problems.add(Problem(said, file, line.number, name, cell))

    def _sorted(self, table: Table, block: Block) -> Batch:
        keys = block.columns.get("key", ())
        used = taken(table, keys)
        if not used and self._is_new(table, block):
            return Batch(table, block)
        new: list[int] = []
        changes: list[Taken] = []
        own = own_rows(table, keys, self.user) if used else {}
        for place, line in enumerate(block.lines()):
            key = line.values.get("key")
            if key is None or not self._first(table, line, own):
                continue
            if key in own:
                changes += self._compared(table, line, own[key])
            elif key in used:
                self.add(table, line, "key", ALREADY_USED)
            elif line.whole and self._fits(table, line):
                new.append(place)
        return Batch(table, block.at(new), changes)

    def _is_new(self, table: Table, block: Block) -> bool:
        """Whether all of it fits, and is not here; its keys are known from here on.

        Where it is false, nothing is noted: each row is to be asked alone.
        """
        if not block.whole or table is CASES:
            return False
        for column in POINTING[table.name]:
            if column.name in block.columns:
                named = {*block.keys(column.name)} - {None}
                if not named <= self.ids[column.points_to].keys():
                    return False
        if table.name in self.ids:
            keys = [key for key in nameable(table, block) if key is not None]
            if len({*keys}) < len(keys) or self.ids[table.name].keys() & keys:
                return False
            self.ids[table.name].update(dict.fromkeys(keys, 0))
        return True

    def written(self, table: Table, block: Block, numbers: Sequence[int]) -> None:
        """Note the database's numbers of these rows, where others may name them."""
        if table.name in self.ids:
            rows = zip(nameable(table, block), numbers, strict=True)
            named = {key: number for key, number in rows if key is not None}
            self.ids[table.name].update(named)

    def _first(
        self, table: Table, line: Line, own: Mapping[str, Sequence[Any]]
    ) -> bool:
        """Whether no row before it has its key, which is known from here on.

        Asked where others name it; else the row before it is here once it is written.
        """
        ids, key = self.ids.get(table.name), line.values["key"]
        if ids is None or not may_be_named(table, line.values.get("rater")):
            return True
        number = as_number(key)
        if number in ids:
            self.add(table, line, "key", _("A row before it has this key."))
            return False
        ids[number] = own[key][-1] if key in own else 0
        return True

    def _compared(
        self, table: Table, line: Line, row: Sequence[Any]
    ) -> Iterator[Taken]:
        """Tell where the row here has another value; what is taken of them."""
        names = [column.name for column in kept(table)]
        held = dict(zip(names, row[:-1], strict=True))
        other = {
            name: value
            for name, value in line.values.items()
            if name in held and held[name] != value
        }
        if not other:
            self.counts.here += line.whole
            return
        self.counts.different += line.whole
        if self.differing is Differing.TAKE:
            yield Taken(line, other)
        for name in other:
            self._tell(table, line, name, held)

    def _tell(
        self, table: Table, line: Line, name: str, held: Mapping[str, Any]
    ) -> None:
        """Note that difference; it is a problem where it cannot stay one."""
        column = next(each for each in kept(table) if each.name == name)
        here = cell_of(table, name, held[name]) if is_told(table, held) else "…"
        fixed = is_fixed(table, column, held)
        place = self.source.place(table, line, name)
        there = cell_of(table, name, line.values[name])
        self.differences.add(
            Difference(place.file, line.number, place.column, here, there), fixed=fixed
        )
        if self.differing is None:
            said = _("Another value is here: %(cell)s.")
            self.add(table, line, name, said % {"cell": repr(shortened(here))})
        elif self.differing is Differing.TAKE and fixed:
            said = _("No file changes this. Here it is: %(cell)s.")
            self.add(table, line, name, said % {"cell": repr(shortened(here))})

    def _fits(self, table: Table, line: Line) -> bool:
        """Whether what it names is in the file, and a case may be added here."""
        before = len(self.problems)
        for column in POINTING[table.name]:
            key = line.values.get(column.name)
            if key and as_number(key) not in self.ids[column.points_to]:
                said = NOT_THERE.get(column.points_to, NO_ROW)
                file = f"{column.points_to}.csv"
                self.add(table, line, column.name, said % {"file": file})
        if table is CASES:
            self._case_fits(line)
        return len(self.problems) == before

    def _case_fits(self, line: Line) -> None:
        code = line.values.get("code")
        if Case.objects.filter(code=code).exists():
            self.add(CASES, line, "code", ALREADY_USED)
        if line.values.get("synthetic") and self.real_ones_here:
            said = _("Synthetic cases do not come in beside real ones.")
            self.add(CASES, line, "synthetic", said)


def nameable(table: Table, block: Block) -> Sequence[int | None]:
    """Keys of its rows, as numbers; None for those that no other may name."""
    if table is not REPORTS:
        return block.keys("key")
    rows = zip(block.columns["key"], block.columns["rater"], strict=True)
    return [as_number(key) if may_be_named(table, of) else None for key, of in rows]


def may_be_named(table: Table, rater: str | None) -> bool:
    """Markers stand on an observer's report alone, so most reports are never named."""
    return table is not REPORTS or rater == Rater.OBSERVER


def cell_of(table: Table, name: str, value: Any) -> str:
    """The cell of that value in that column; empty where there is no such column."""
    column = next((each for each in kept(table) if each.name == name), None)
    return "" if column is None or value is None else column.kind.write(value)
