"""A file comes in: all of it, or nothing."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ruptures.exchange.incoming.beside import POINTING, Beside, Counts
from ruptures.exchange.incoming.source import Line, Source
from ruptures.exchange.package.rows import Scoped
from ruptures.exchange.package.tables import CASES, TABLES, Table
from ruptures.exchange.problems import MOST, Problem
from ruptures.inserting import Inserting
from ruptures.models import Case, User
from ruptures.recording.cases import free_code
from ruptures.recording.importing import broken, hold_still, note_import, put
from ruptures.recording.rules import Rule


def look(source: Source, user: User) -> Counts:
    """How many of its rows would come in; nothing is locked, and nothing written.

    Raises Refused for what can be told without writing: cells, keys, differences.
    """
    beside = Beside(source, user)
    for _table, _new in beside.new_rows():
        pass
    beside.problems.refuse()
    return beside.counts


def bring_in(source: Source, user: User, *, dry_run: bool = False) -> Counts:
    """Write the rows that are not here, in one transaction; with `dry_run` undo it.

    Raises Refused, also where the database refuses a row, or a rule over rows does.
    """
    with transaction.atomic():
        hold_still(user)
        arrival = Arrival(source, user)
        for table, new in arrival.beside.new_rows():
            arrival.write(table, new)
            arrival.beside.problems.refuse()
        arrival.beside.problems.refuse()
        arrival.finish()
        if dry_run:
            transaction.set_rollback(True)
    return arrival.beside.counts


class Arrival:
    """Rows on their way in, and the cases that get any."""

    def __init__(self, source: Source, user: User):
        self.beside = Beside(source, user)
        self.user = user
        self.at = timezone.now()
        self.into = {table.name: Inserting(table.model) for table in TABLES}
        self.first: dict[str, int] = {}  # number of the first row written, by table
        self.opened: set[int] = set()
        self.codes: set[str] = set()

    def write(self, table: Table, new: Sequence[Line]) -> None:
        if not new:
            return
        inserting = self.into[table.name]
        numbers = inserting.numbers(len(new))
        self.first.setdefault(table.name, numbers[0])
        rows = [
            self.row(table, line, number)
            for line, number in zip(new, numbers, strict=True)
        ]
        for place, error in put(inserting, rows):
            for column, said in error.message_dict.items():
                self.beside.add(table, new[place], column, " ".join(said))
        if table.name in self.beside.ids:
            self.beside.ids[table.name] |= {row["key"].int: row["id"] for row in rows}
        if table is CASES:
            self.opened.update(numbers)

    def row(self, table: Table, line: Line, number: int) -> dict[str, Any]:
        usual = self.into[table.name].usual
        row = {**usual, "logged_at": self.at, **line.values, "id": number}
        for column in POINTING[table.name]:
            if column.name in line.values:
                key = line.values[column.name]
                ids = self.beside.ids[column.points_to]
                row[f"{column.name}_id"] = ids[key.int] if key else None
        if table is CASES:
            row["therapist_id"] = self.user.pk
            row["hold_by_id"] = self.user.pk if row["hold_reason"] else None
            row["code"] = row["code"] or self.fresh_code()
        return row

    @property
    def cases(self) -> set[int]:
        """Those that got rows; numbers after the first may be of others' too."""
        found: set[int] = set()
        for table in TABLES:
            if table.name in self.first:
                rows = cast(Scoped, table.model._default_manager).editable_by(self.user)
                rows = rows.filter(pk__gte=self.first[table.name])
                for of_row in rows.order_by().values_list(*table.cases).distinct():
                    found.update(case for case in of_row if case)
        return found

    def fresh_code(self) -> str:
        """One that neither a case here has nor one on its way in."""
        while (code := free_code()) in self.codes:
            pass
        self.codes.add(code)
        return code

    def finish(self) -> None:
        """Note the import; Refused where a case on hold or a rule is in its way."""
        cases = self.cases
        held = Case.objects.filter(pk__in=cases - self.opened)
        for case in held.exclude(hold_reason=""):
            said = _("This case is on hold: nothing of it can be changed.")
            self.beside.problems.add(Problem(said, value=case.code))
        found = defaultdict(list)
        for rule, row in broken(note_import(self.user, sorted(cases)), MOST):
            found[row.key].append(rule)
        if found:
            self.tell(found)
        self.beside.problems.refuse()

    def tell(self, found: Mapping[uuid.UUID, Sequence[Rule]]) -> None:
        """Where in the file rows stand that break rules; others were here before."""
        source = self.beside.source
        for table in source.tables:
            for line in source.lines(table, self.beside.problems):
                for rule in found.get(line.values["key"], ()):
                    self.beside.add(table, line, rule.field, rule.message)
