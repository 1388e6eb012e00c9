"""A file comes in: all of it, or nothing."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from math import inf
from typing import cast

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ruptures.exchange.incoming.beside import POINTING, Batch, Beside, Counts
from ruptures.exchange.incoming.source import Block, Line, Source
from ruptures.exchange.package.rows import Scoped
from ruptures.exchange.package.tables import CASES, REPORTS, SESSIONS, TABLES, Table
from ruptures.exchange.problems import MOST, Problem, Refused
from ruptures.inserting import Columns, Inserting, make_room
from ruptures.models import Case, Differing, Session, User
from ruptures.models.case import CaseQuerySet
from ruptures.recording.cases import free_code
from ruptures.recording.importing import (
    TakeOver,
    broken,
    hold_still,
    note_import,
    put,
)
from ruptures.recording.independence import given_independently
from ruptures.recording.rules import Rule
from ruptures.taxonomy import Rater

Told = Callable[[Counts], None]  # called every few hundred rows
# Columns to look at first where a constraint speaks of a row as a whole.
OF_WHOLE_ROW: dict[tuple[str, str], str] = {(SESSIONS.name, NON_FIELD_ERRORS): "date"}


def not_told(counts: Counts) -> None:
    """Nobody waits to hear how far it is."""


def look(
    source: Source,
    user: User,
    *,
    differing: Differing | None = None,
    told: Told = not_told,
) -> Beside:
    """The file beside what is here; nothing is locked, and nothing written.

    Raises Refused for what can be told without writing: cells, keys, and differences,
    unless it is said what becomes of them.
    """
    beside = Beside(source, user, differing)
    for _batch in beside.rows():
        told(beside.counts)
    beside.problems.refuse()
    return beside


def bring_in(
    source: Source,
    user: User,
    *,
    differing: Differing | None = None,
    seen: str = "",
    at: datetime.datetime | None = None,
    dry_run: bool = False,
    told: Told = not_told,
) -> Counts:
    """Write the rows that are not here, in one transaction; with `dry_run` undo it.

    `seen` is the digest of the differences that somebody agreed to take: others than
    these are not taken. Every act has the time `at`, now unless it is given. Raises
    Refused, also where the database refuses a row, or a rule over rows does.
    """
    with transaction.atomic():
        hold_still(user)
        make_room()
        beside = Beside(source, user, differing)
        arrival = Arrival(beside, at or timezone.now())
        for batch in beside.rows():
            arrival.write(batch.table, batch.new)
            arrival.take(batch)
            beside.problems.refuse()
            told(beside.counts)
        beside.problems.refuse()
        if seen and seen != beside.differences.digest:
            said = _("What is here was changed since the file was checked.")
            raise Refused(Problem(said))
        arrival.finish()
        if dry_run:
            transaction.set_rollback(True)
    return beside.counts


class Arrival:
    """Rows on their way in, and the cases that get any."""

    def __init__(self, beside: Beside, at: datetime.datetime):
        self.beside = beside
        self.user = beside.user
        self.at = at
        self.taking = TakeOver(self.user, at)
        self.into = {table.name: Inserting(table.model) for table in TABLES}
        self.first: dict[str, int] = {}  # number of the first row written, by table
        self.opened: set[int] = set()
        self.of_older: set[str] = set()  # tables with new rows of what was here before
        self.codes: set[str] = set()

    def write(self, table: Table, new: Block) -> None:
        if not new:
            return
        inserting = self.into[table.name]
        numbers = inserting.numbers(len(new))
        self.first.setdefault(table.name, numbers[0])
        rows = self.columns(table, new, numbers)
        for place, error in put(inserting, rows):
            self.refused(table, new.line(place), error)
        self.beside.written(table, new, numbers)
        if table is CASES:
            self.opened.update(numbers)

    def take(self, batch: Batch) -> None:
        """Change rows that are here as the file says, but for what no file changes."""
        if not batch.taken or self.beside.problems:
            return
        keys = [line.values["key"] for line, _values in batch.taken]
        rows = self.taking.rows(batch.table.model, keys, batch.table.cases)
        for line, values in batch.taken:
            try:
                self.taking.change(*rows[line.values["key"]], values)
            except ValidationError as error:
                self.refused(batch.table, line, error)

    def refused(self, table: Table, line: Line, error: ValidationError) -> None:
        for column, said in error.message_dict.items():
            named = OF_WHOLE_ROW.get((table.name, column), column)
            self.beside.add(table, line, named, " ".join(said))

    def columns(self, table: Table, new: Block, numbers: Sequence[int]) -> Columns:
        """What is written: as much of it as the file says, and the rest as usual."""
        columns = self.into[table.name].alike(len(new), logged_at=self.at)
        columns |= {**new.columns, "id": numbers}
        for column in POINTING[table.name]:
            if column.name in new.columns:
                ids = self.beside.ids[column.points_to]
                keys = new.keys(column.name)
                named = [None if key is None else ids[key] for key in keys]
                columns[f"{column.name}_id"] = named
                if self.was_here(column.points_to, named):
                    self.of_older.add(table.name)
        if table is REPORTS:
            columns["independent"] = self.independent(columns)
        if table is CASES:
            columns |= self.of_cases(columns)
        return columns

    def was_here(self, name: str, numbers: Iterable[int | None]) -> bool:
        """Whether any of these rows of that table was here before."""
        known = {each for each in numbers if each is not None}
        return bool(known) and min(known) < self.first.get(name, inf)

    def of_cases(self, columns: Columns) -> Columns:
        """What no file says of a case."""
        user = self.user.pk
        return {
            "therapist_id": [user for _case in columns["id"]],
            "hold_by_id": [user if held else None for held in columns["hold_reason"]],
            "code": [code or self.fresh_code() for code in columns["code"]],
        }

    def independent(self, columns: Columns) -> Sequence[bool]:
        """As it would be if it were entered now, in a session that was here before."""
        asked = zip(
            columns["independent"], columns["rater"], columns["session_id"], strict=True
        )
        first = self.first.get(SESSIONS.name, 0)
        return [
            independent
            and (
                rater != Rater.THERAPIST
                or session >= first > 0
                or given_independently(Session.objects.get(pk=session))
            )
            for independent, rater, session in asked
        ]

    @property
    def cases(self) -> set[int]:
        """Those that got rows; numbers after the first may be of others' too."""
        found = {*self.opened}
        for table in (each for each in TABLES if each.name in self.of_older):
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
        touched = cases | self.taking.cases
        held = Case.objects.filter(pk__in=touched - self.opened)
        for case in held.exclude(hold_reason=""):
            said = _("This case is on hold: nothing of it can be changed.")
            self.beside.problems.add(Problem(said, value=case.code))
        found = defaultdict(list)
        for rule, row in broken(self.noted(cases), MOST):
            found[str(row.key)].append(rule)
        if found:
            self.tell(found)
        self.beside.problems.refuse()

    def noted(self, cases: set[int]) -> CaseQuerySet:
        """The cases with anything new or changed, whose acts say so."""
        return note_import(self.user, sorted(cases), self.at)

    def tell(self, found: Mapping[str, Sequence[Rule]]) -> None:
        """Where in the file rows stand that break rules; others were here before."""
        source = self.beside.source
        for table in source.tables:
            for block in source.blocks(table, self.beside.problems):
                for place, key in enumerate(block.columns.get("key", ())):
                    for rule in found.get(key, ()):
                        line = block.line(place)
                        self.beside.add(table, line, rule.field, rule.message)
