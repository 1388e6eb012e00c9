"""Rows as plainly as the database takes them: a column each, in text and numbers.

A model's instance costs several times what it holds, and a million sessions bring four
more rows each. Dates and moments (in UTC) are text here, in the one form that SQLite
stores and PostgreSQL reads. A column that no row names has the model's default.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any, TypeVar

from ruptures.seeding.dice import Dice

Line = tuple[Any, ...]


@dataclass(slots=True, kw_only=True)
class Row:
    """`id`, `key` and `logged_at` are given by `Rows.add`."""

    id: int = 0
    key: str = ""
    logged_at: str = ""


@dataclass(slots=True, kw_only=True)
class CaseRow(Row):
    """A case, but for its code and its therapist, which are given on writing."""

    started_on: str
    rhythm: str
    rhythm_from: str | None
    ended_on: str | None = None
    ending: str = ""
    closing_session: str = ""
    synthetic: bool = True


@dataclass(slots=True, kw_only=True)
class SessionRow(Row):
    case_id: int = 0
    date: str
    time: str | None
    attendance: str
    modality: str


@dataclass(slots=True, kw_only=True)
class ReportRow(Row):
    session_id: int
    rater: str
    strain: str
    source: str
    reporter: str = ""
    intensity: int | None = None
    resolution: int | None = None
    asked: bool = False


@dataclass(slots=True, kw_only=True)
class RuptureRow(Row):
    session_id: int
    recognised: str
    type: str
    move: str = ""
    causes: str = ""
    raised_by: str = ""
    raised_when: str = ""
    raised_how: str = ""
    barriers: str = ""
    therapist_states: str = ""
    minute: int | None = None
    familiar: str = ""
    closed_reason: str = ""
    closed_on: str | None = None


@dataclass(slots=True, kw_only=True)
class MarkerRow(Row):
    code: str
    rupture_id: int | None = None
    report_id: int | None = None
    minute: int | None = None
    salience: int | None = None


@dataclass(slots=True, kw_only=True)
class AttemptRow(Row):
    rupture_id: int
    session_id: int
    started_by: str
    strategies: str
    responses: str
    skills: str
    outcome: int | None
    acknowledged: bool
    bond: str = ""


@dataclass(slots=True, kw_only=True)
class ScoreRow(Row):
    session_id: int
    rater: str
    instrument: str
    value: float
    minimum: float
    maximum: float


@dataclass(slots=True, kw_only=True)
class NoteRow(Row):
    case_id: int
    date: str
    text: str


# In the order of writing: parents before what hangs on them.
KINDS: tuple[type[Row], ...] = (
    CaseRow,
    SessionRow,
    ReportRow,
    RuptureRow,
    MarkerRow,
    AttemptRow,
    ScoreRow,
    NoteRow,
)

AnyRow = TypeVar("AnyRow", bound=Row)


def columns(kind: type[Row]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


LINE_OF = {kind: attrgetter(*columns(kind)) for kind in KINDS}


class Rows:
    """What is told and not yet handed over; ids of every table count from `first`."""

    def __init__(self, keys: Dice, first: int):
        self.keys = keys
        self.next = dict.fromkeys(KINDS, first)
        self.kept: dict[type[Row], list[Row]] = {kind: [] for kind in KINDS}

    def add(self, row: AnyRow, logged_at: str) -> AnyRow:
        kind = type(row)
        row.id = self.next[kind]
        row.key = self.keys.key()
        row.logged_at = logged_at
        self.next[kind] += 1
        self.kept[kind].append(row)
        return row

    def __len__(self) -> int:
        """Sessions kept."""
        return len(self.kept[SessionRow])

    def hand_over(self) -> Iterator[list[Line]]:
        """The lines of each kind, in order; afterwards nothing is kept."""
        for kind, rows in self.kept.items():
            yield list(map(LINE_OF[kind], rows))
            rows.clear()
