"""A file comes in: all of it, or nothing."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ruptures.exchange.incoming.beside import Beside, Counts, kept
from ruptures.exchange.incoming.source import Line, Source
from ruptures.exchange.package.tables import CASES, Table
from ruptures.exchange.problems import MOST, Problem
from ruptures.models import Case, User
from ruptures.models.base import ClinicalModel
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
        self.cases: set[int] = set()
        self.opened: set[int] = set()
        self.codes: set[str] = set()

    def write(self, table: Table, new: Sequence[Line]) -> None:
        rows = [self.row(table, line) for line in new]
        for row, error in put(rows):
            line = new[rows.index(row)]
            for column, said in error.message_dict.items():
                self.beside.add(table, line, column, " ".join(said))
        numbers = [row.pk for row in rows if row.pk]
        if table.name in self.beside.ids:
            self.beside.ids[table.name] |= {row.key.int: row.pk or 0 for row in rows}
        found = table.model._default_manager.filter(pk__in=numbers)
        for of_row in found.values_list(*table.cases).distinct():
            self.cases.update(case for case in of_row if case)
        if table is CASES:
            self.opened.update(numbers)

    def row(self, table: Table, line: Line) -> ClinicalModel:
        row = table.model(logged_at=self.at)
        for column in kept(table):
            if column.name not in line.values:
                continue
            value = line.values[column.name]
            if column.points_to:
                number = self.beside.ids[column.points_to][value.int] if value else None
                setattr(row, f"{column.name}_id", number)
            else:
                setattr(row, column.name, value)
        if isinstance(row, Case):
            row.therapist = self.user
            row.hold_by = self.user if row.hold_reason else None
            row.code = row.code or self.fresh_code()
        return row

    def fresh_code(self) -> str:
        """One that neither a case here has nor one on its way in."""
        while (code := free_code()) in self.codes:
            pass
        self.codes.add(code)
        return code

    def finish(self) -> None:
        """Note the import; Refused where a case on hold or a rule is in its way."""
        held = Case.objects.filter(pk__in=self.cases - self.opened)
        for case in held.exclude(hold_reason=""):
            said = _("This case is on hold: nothing of it can be changed.")
            self.beside.problems.add(Problem(said, value=case.code))
        found = defaultdict(list)
        for rule, row in broken(note_import(self.user, sorted(self.cases)), MOST):
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
