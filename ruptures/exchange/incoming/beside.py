"""A file beside what is here: which of its rows are new, the same, or differ."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ruptures.exchange.incoming.differences import (
    Difference,
    Differences,
    is_fixed,
    is_told,
)
from ruptures.exchange.incoming.source import Line, Source
from ruptures.exchange.package.column import Column
from ruptures.exchange.package.rows import Scoped
from ruptures.exchange.package.tables import CASES, TABLES, Table
from ruptures.exchange.problems import Problem, Problems, shortened
from ruptures.models import Case, Differing, User

AT_ONCE = 500  # rows asked of the database
POINTING = {
    table.name: [each for each in table.columns if each.points_to] for table in TABLES
}
NAMED = {each.points_to for columns in POINTING.values() for each in columns}
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
    new: list[Line]
    taken: list[Taken]


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
            found = self.source.lines(table, self.problems)
            while some := list(islice(found, AT_ONCE)):
                batch = Batch(table, [], [])
                self._sort(batch, some)
                self.counts.new += len(batch.new)
                yield batch

    def add(self, table: Table, line: Line, column: str, said: str | Promise) -> None:
        """What is wrong with a row; `column` may be one that its table has not."""
        file, name = self.source.place(table, line, column)
        cell = cell_of(table, column, line.values.get(column))
        self.problems.add(Problem(said, file, line.number, name, cell))

    def _sort(self, batch: Batch, some: Sequence[Line]) -> None:
        table = batch.table
        keys = [line.values["key"] for line in some if "key" in line.values]
        taken = {*by_key(table, keys).values_list("key", flat=True)}
        own = own_rows(table, keys, self.user) if taken else {}
        for line in some:
            key = line.values.get("key")
            if key is None or not self._first(table, line, own):
                continue
            if key in own:
                self._compare(batch, line, own[key])
            elif key in taken:
                self.add(table, line, "key", ALREADY_USED)
            elif line.whole and self._fits(table, line):
                batch.new.append(line)

    def _first(
        self, table: Table, line: Line, own: Mapping[uuid.UUID, Sequence[Any]]
    ) -> bool:
        """Whether no row before it has its key, which is known from here on.

        Asked where others name it; else the row before it is here once it is written.
        """
        ids, key = self.ids.get(table.name), line.values["key"]
        if ids is None:
            return True
        if key.int in ids:
            self.add(table, line, "key", _("A row before it has this key."))
            return False
        ids[key.int] = own[key][-1] if key in own else 0
        return True

    def _compare(self, batch: Batch, line: Line, row: Sequence[Any]) -> None:
        """Tell where the row here has another value."""
        table = batch.table
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
            batch.taken.append(Taken(line, other))
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
            if key and key.int not in self.ids[column.points_to]:
                said = _("No row of %(file)s has this key.") % {
                    "file": f"{column.points_to}.csv"
                }
                self.add(table, line, column.name, said)
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


def own_rows(
    table: Table, keys: Sequence[uuid.UUID], user: User
) -> Mapping[uuid.UUID, Sequence[Any]]:
    """What stands in the columns of one's own rows, and the database's number."""
    own = cast(Scoped, table.model._default_manager).editable_by(user)
    paths = [column.path for column in kept(table)]
    rows = own.filter(key__in=keys).values_list(*paths, "pk")
    return {row[0]: row for row in rows}


def by_key(table: Table, keys: Sequence[uuid.UUID]) -> QuerySet[Any]:
    return table.model._default_manager.filter(key__in=keys)


def kept(table: Table) -> list[Column]:
    return [column for column in table.columns if not column.worked_out]


def cell_of(table: Table, name: str, value: Any) -> str:
    """The cell of that value in that column; empty where there is no such column."""
    column = next((each for each in kept(table) if each.name == name), None)
    return "" if column is None or value is None else column.kind.write(value)
