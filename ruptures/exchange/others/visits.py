"""The sessions of somebody's file, whichever way its rows hold them."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ruptures.exchange.others.cells import NOTHING
from ruptures.exchange.others.days import Moment
from ruptures.exchange.others.layout import BAD, Cells, Layout, Part
from ruptures.exchange.others.mapping import Place
from ruptures.exchange.others.targets import SESSION
from ruptures.exchange.problems import Problems

CASE, START, ROW, EVENT = (Place(name) for name in ("case", "start", "row", "event"))
DATE, TIME, NUMBER = Place("date"), Place("time"), Place("number")
ANSWERED = (
    *("attendance", "modality", "type", "strain", "intensity", "resolution"),
    *("box", "score"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """One session of a row; `session` is its number where the row has several."""

    row: int
    case: str
    number: int | None
    date: datetime.date
    time: datetime.time | None
    session: int | None
    part: Part

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells it apart from every other session of the file."""
        if self.number is not None:
            return self.case, f"{self.number}"
        return self.case, f"{self.date}", f"{self.time or ''}"


class Visits:
    def __init__(self, layout: Layout):
        self.layout = layout
        self.dated = layout.mapping.has("date")
        self.every = layout.mapping.every or 0

    @cached_property
    def starts(self) -> dict[str, datetime.date]:
        """The first such day that the file has of each client; bad ones are no day."""
        found: dict[str, datetime.date] = {}
        if not self.layout.mapping.has("start"):
            return found
        for row, cells in self.layout.file.rows(Problems()):
            tell = self.layout.teller(Problems(), row, cells)
            whole = self.layout.part(None, cells, tell)
            case, start = whole.value(CASE), whole.value(START)
            if isinstance(case, str) and isinstance(start, datetime.date):
                found.setdefault(case, start)
        return found

    def all(self, problems: Problems) -> Iterator[Visit]:
        """Every session whose client and day can be read; the rest is told."""
        layout = self.layout
        for row, cells in layout.file.rows(problems):
            whole = layout.part(None, cells, layout.teller(problems, row, cells))
            if self._says_anything(cells) and self._is_session(whole):
                yield from self._of_row(row, whole)

    def _says_anything(self, cells: Cells) -> bool:
        of = self.layout.says_anything
        return of(None, cells) or any(of(each, cells) for each in self.layout.sessions)

    def _is_session(self, whole: Part) -> bool:
        """Without a column for it every row is."""
        asked = [place for place in (EVENT, ROW) if place in whole.spots]
        if asked:
            whole.value(START)
        return all(self._says_session(whole, place) for place in asked)

    def _says_session(self, whole: Part, place: Place) -> bool:
        """A cell that says nothing is of no session, unless others are of none all."""
        value, codes = whole.value(place), whole.spots[place].meaning.values.values()
        if value is NOTHING:
            return bool(codes) and SESSION not in codes
        return bool(value == SESSION)

    def _of_row(self, row: int, whole: Part) -> Iterator[Visit]:
        case, start = whole.needed(CASE), whole.value(START)
        for session in self._sessions(whole.cells):
            part = whole
            if session is not None:
                part = self.layout.part(session, whole.cells, whole.tell)
            number = self._number(session, part)
            when = self._when(case, number, part, whole)
            if isinstance(when, Moment) and BAD not in (case, start, number):
                yield Visit(row, case, number, when.date, when.time, session, part)
            else:
                list(part.values(*ANSWERED))  # tells what else is wrong there

    def _sessions(self, cells: Cells) -> Sequence[int | None]:
        """Those that were held, where a row has several.

        With a day for each, those that have anything; without, all up to the last that
        has: numbers count held sessions, so those before it were.
        """
        several = self.layout.sessions
        if not several:
            return (None,)
        says = [each for each in several if self.layout.says_anything(each, cells)]
        if self.dated:
            return says
        last = max(says, default=0)
        return [each for each in several if each <= last]

    def _number(self, session: int | None, part: Part) -> Any:
        if session is not None:
            return session
        number = part.value(NUMBER) if self.dated else part.needed(NUMBER)
        return None if number is NOTHING else number

    def _when(self, case: Any, number: Any, part: Part, whole: Part) -> Any:
        """The moment; BAD where it cannot be told."""
        if not self.dated:
            return BAD if BAD in (case, number) else self._counted(case, number, whole)
        when, time = part.needed(DATE), part.value(TIME)
        if when is BAD or time in (NOTHING, BAD):
            return when
        return Moment(when.date, time)

    def _counted(self, case: str, number: int, whole: Part) -> Any:
        """From the first session on, `every` so many days."""
        start = self.starts.get(case, self.layout.mapping.start)
        if start is None:
            said = _("The day of this client's first session is missing.")
            whole.tell(whole.spots[START], said)
            return BAD
        try:
            days = datetime.timedelta(days=self.every * (number - 1))
            return Moment(start + days, None)
        except OverflowError:
            return Moment(datetime.date.max, None)  # refused as a day to come
