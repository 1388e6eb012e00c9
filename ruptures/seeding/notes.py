"""A few events of the clients' lives, as short notes on the case."""

import datetime
from collections.abc import Iterator, Sequence

from ruptures.seeding.clock import DAY
from ruptures.seeding.dice import Dice
from ruptures.seeding.rows import CaseRow, NoteRow, SessionRow

NOTED = 0.15  # of the cases
EVENTS = (
    "New job",
    "Holiday of three weeks",
    "Changed to video",
    "Moved house",
    "Exams",
    "A death in the family",
    "Back at work",
    "New medication",
    "Separated",
    "In hospital for a week",
)


def notes(
    dice: Dice, case: CaseRow, sessions: Sequence[SessionRow]
) -> Iterator[tuple[NoteRow, SessionRow]]:
    """Events, each with the session at which it was told, up to five days later."""
    if not dice.chance(NOTED):
        return
    for text in dice.some(EVENTS, most=3):
        told = dice.pick(sessions)
        day = datetime.date.fromisoformat(told.date) - DAY * dice.between(0, 5)
        date = max(day.isoformat(), case.started_on)
        yield NoteRow(case_id=case.id, date=date, text=text), told
