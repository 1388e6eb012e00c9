"""Somebody's file as rows of the package's tables, to be brought in as a package is."""

import datetime
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from django.utils.translation import gettext as _

from ruptures.exchange.incoming.source import (
    AT_ONCE,
    Block,
    Line,
    Place,
    blocks_of,
    shape,
)
from ruptures.exchange.others.answers import answers
from ruptures.exchange.others.cells import NOTHING
from ruptures.exchange.others.keys import keys_of, text_of
from ruptures.exchange.others.layout import BAD, Layout
from ruptures.exchange.others.lines import column_of
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.mapping import Place as Said
from ruptures.exchange.others.opening import plain
from ruptures.exchange.others.visits import Visit, Visits
from ruptures.exchange.others.waiting import Waiting
from ruptures.exchange.package.tables import (
    CASES,
    MARKERS,
    REPORTS,
    RUPTURES,
    SCORES,
    SESSIONS,
    Table,
)
from ruptures.exchange.problems import Problem, Problems, Refused
from ruptures.models import Case, User

MOST = 4_000_000  # sessions, whose keys are held
OF_SESSION = {name: Said(name) for name in ("attendance", "modality")}


def arriving(file: BinaryIO, name: str, user: User, mapping: Mapping) -> "Others":
    """What an import reads from; raises Refused where file and mapping do not fit."""
    mapping.refuse()
    return Others(Layout(plain(file, name, mapping), mapping), user)


class First(NamedTuple):
    """A client's first session: its day, its row and its number."""

    date: datetime.date
    row: int
    number: int


class Others:
    """A client whose id is the code of the user's own case is that case.

    Every other is a new one. The file is read once, as the first table is asked for;
    of its sessions nothing is held but keys.
    """

    tables = (CASES, SESSIONS, RUPTURES, REPORTS, MARKERS, SCORES)

    def __init__(self, layout: Layout, user: User):
        self.layout = layout
        self.user = user
        self._key = keys_of(user, layout.mapping.ids)
        self._visits = Visits(layout)
        self._clients: dict[str, bytes] = {}
        self._first: dict[str, First] = {}
        self._waiting: dict[str, Waiting] = {}
        self._sound = False
        self.each_row: Callable[[], object] = lambda: None  # told of each, while read

    def blocks(self, table: Table, problems: Problems) -> Iterator[Block]:
        """No key comes twice, so rows that have the same columns may stand together."""
        lines = self._lines(table, problems)
        while some := list(islice(lines, AT_ONCE)):
            yield from blocks_of(sorted(some, key=shape))

    def _lines(self, table: Table, problems: Problems) -> Iterator[Line]:
        if table is not CASES:
            yield from self._waiting[table.name].lines()
            return
        if not self._sound:
            before = len(problems)
            self._read(problems)
            self._sound = len(problems) == before
        yield from self._of_clients()

    def place(self, table: Table, line: Line, column: str) -> Place:
        name = column_of(self.layout, table, line, column)
        return Place(self.layout.file.name, name)

    def codes(self) -> dict[str, str]:
        """The case codes of the file's ids, once it was brought in.

        It tells who is who: nothing here keeps it.
        """
        own = Case.objects.editable_by(self.user).values_list("key", "code")
        here = {str(key): code for key, code in own}
        keys = {client: text_of(key) for client, key in self._clients.items()}
        return {
            client: here[keys[client]] for client in self._first if keys[client] in here
        }

    def _read(self, problems: Problems) -> None:
        """All of the file: its lines wait, and what is wrong with it is told."""
        own = dict(Case.objects.editable_by(self.user).values_list("code", "key"))
        self._clients = {code: key.bytes for code, key in own.items()}
        self._first, rows = {}, dict[bytes, int]()
        self._waiting = {table.name: Waiting() for table in self.tables}
        for visit in self._visits.all(problems):
            self.each_row()
            key = self._key("session", *visit.identity)
            if len(rows) == MOST:
                self._refuse_more(visit)
            if (row := rows.setdefault(key, visit.row)) != visit.row:
                self._tell_twice(visit, row, problems)
            else:
                self._wait(visit, key)
        for waiting in self._waiting.values():
            waiting.flush()

    def _wait(self, visit: Visit, key: bytes) -> None:
        first = First(visit.date, visit.row, visit.number or 1)
        self._first[visit.case] = min(first, self._first.get(visit.case, first))
        values = self._session(visit) | {"key": key}
        self._waiting[SESSIONS.name].add(visit.row, values, visit.session)
        for table, values in answers(self._key, visit, key):
            self._waiting[table.name].add(visit.row, values, visit.session)

    def _session(self, visit: Visit) -> dict[str, Any]:
        values: dict[str, Any] = {"case": self._client(visit.case), "date": visit.date}
        if visit.time:
            values["time"] = visit.time
        for name, place in OF_SESSION.items():
            value = visit.part.value(place)
            if value not in (NOTHING, BAD):
                values[name] = value
        return values

    def _client(self, client: str) -> bytes:
        found = self._clients.get(client)
        if found is None:
            found = self._clients[client] = self._key("case", client)
        return found

    def _of_clients(self) -> Iterator[Line]:
        """Of those that are here the key alone: what is known of them stands here."""
        own = Case.objects.editable_by(self.user).values_list("key", flat=True)
        here = {*map(str, own)}
        for client, first in self._first.items():
            values: dict[str, Any] = {"key": text_of(self._clients[client])}
            if values["key"] not in here:
                values |= {"started_on": first.date, "first_number": first.number}
            yield Line(first.row, values, True)

    def _refuse_more(self, visit: Visit) -> None:
        said = _("It has too many sessions: %(most)s at most can be read.")
        name = self.layout.file.name
        raise Refused(Problem(said % {"most": MOST}, name, visit.row))

    def _tell_twice(self, visit: Visit, row: int, problems: Problems) -> None:
        said = _("Row %(row)s is about the same session.") % {"row": row}
        mapping = self.layout.mapping
        column = mapping.named("number") or mapping.named("date")
        problems.add(Problem(said, self.layout.file.name, visit.row, column))
