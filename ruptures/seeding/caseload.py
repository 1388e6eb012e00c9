"""Who comes when: a therapist's weekly slots, the cases that filled them, their dates.

Cases are planned backwards from the last day, so that the practice is in full swing on
that day and the number of sessions comes out exactly.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from ruptures.seeding.clock import DAY, Clock
from ruptures.seeding.dice import Dice, Weighted
from ruptures.seeding.rows import CaseRow, SessionRow
from ruptures.taxonomy import (
    ATTENDED,
    RHYTHM_DAYS,
    Attendance,
    ClosingSession,
    Ending,
    Modality,
    Rhythm,
)

HOURS = (8, 9, 10, 11, 13, 14, 15, 16, 17, 18)
LENGTHS = Weighted({(3, 7): 26, (8, 20): 40, (21, 40): 26, (41, 60): 8})
WEEKLY, NO_RHYTHM = Rhythm.WEEKLY.value, Rhythm.NONE.value
RHYTHMS = Weighted({Rhythm.WEEKLY: 64, Rhythm.FORTNIGHTLY: 30, Rhythm.NONE: 6})
STEPS = {rhythm.value: (days,) for rhythm, days in RHYTHM_DAYS.items()}
STEPS_WITHOUT_RHYTHM = (7, 14, 14, 21)
MOVES = (-2, -1, 1, 2)
MODALITIES = Weighted({Modality.IN_PERSON: 70, Modality.VIDEO: 26, Modality.PHONE: 4})
HELD = Attendance.HELD.value
TOOK_PLACE = frozenset(attendance.value for attendance in ATTENDED)
ATTENDANCES = Weighted(
    {
        Attendance.HELD: 84,
        Attendance.LATE: 5,
        Attendance.CANCELLED_BY_CLIENT: 6,
        Attendance.CANCELLED_BY_THERAPIST: 2,
        Attendance.MISSED: 3,
    }
)
LIKELY_ENDINGS = {
    Ending.AGREED: 45,
    Ending.CLIENT: 20,
    Ending.MOVED: 10,
    Ending.REFERRED: 8,
    Ending.SERVICE: 7,
    Ending.OUTGROWN: 5,
    Ending.OTHER: 3,
    Ending.THERAPIST: 2,
}
ENDINGS = Weighted(LIKELY_ENDINGS)
EARLY_ENDINGS = Weighted(LIKELY_ENDINGS | {Ending.AGREED: 12, Ending.REFERRED: 20})
CLOSING_SESSIONS = Weighted({"": 2, **dict.fromkeys(ClosingSession, 1)})


@dataclass(frozen=True)
class Slot:
    """A weekday (Monday is 0) and hour, kept for one case at a time."""

    weekday: int
    time: datetime.time

    def last_day(self, before: datetime.date) -> datetime.date:
        """The latest day of this slot before that date."""
        return before - DAY * ((before.weekday() - self.weekday - 1) % 7 + 1)


@dataclass(frozen=True)
class Treatment:
    """A case with all its sessions, in order, as they come from planning."""

    case: CaseRow
    sessions: list[SessionRow]
    started_on: datetime.date


def slots(dice: Dice, sessions: int) -> list[Slot]:
    """So many slots that the sessions fill more than a year, up to a full week."""
    wanted = max(2, min(25, sessions // 38), sessions // 520)
    week = [
        Slot(day, datetime.time(hour, dice.pick((0, 0, 30))))
        for day in range(5)
        for hour in HOURS
    ]
    dice.shuffle(week)
    return [week[place % len(week)] for place in range(wanted)]


def caseload(dice: Dice, clock: Clock, sessions: int) -> Iterator[Treatment]:
    """Cases with `sessions` sessions in all, the latest first."""
    free: list[tuple[int, int, Slot]] = []
    for place, slot in enumerate(slots(dice, sessions)):
        heappush(free, (-clock.until.toordinal(), place, slot))
    while sessions > 0:
        before, place, slot = heappop(free)
        day = datetime.date.fromordinal(-before)
        treatment = plan(dice, clock, slot, day, sessions)
        sessions -= len(treatment.sessions)
        pause = dice.between(0, 3) * 7
        heappush(free, (pause - treatment.started_on.toordinal(), place, slot))
        yield treatment


def plan(
    dice: Dice, clock: Clock, slot: Slot, before: datetime.date, most: int
) -> Treatment:
    """One case that leaves its slot free from `before` on; the newest ones run on."""
    rhythm = dice.one(RHYTHMS)
    running = before == clock.until and dice.chance(0.86)
    length = min(most, dice.between(*dice.one(LENGTHS)))
    if rhythm != WEEKLY:
        length = (length + 1) // 2
    days = dates(dice, rhythm, slot.last_day(before), length, running)
    sessions = appointments(dice, clock, days, slot.time)
    case = CaseRow(
        started_on=sessions[0].date,
        rhythm=rhythm,
        rhythm_from=None if rhythm == NO_RHYTHM else sessions[0].date,
    )
    if not running:
        end(dice, case, sessions)
    return Treatment(case, sessions, days[0])


def dates(
    dice: Dice, rhythm: str, last: datetime.date, length: int, running: bool
) -> list[datetime.date]:
    """In order, back from `last`; some expected ones are left out, unconfirmed."""
    steps = STEPS.get(rhythm, STEPS_WITHOUT_RHYTHM)
    day, days = last, list[datetime.date]()
    while len(days) < length:
        recent = running and (last - day).days < 14
        sure = not (running or days)
        if sure or not dice.chance(0.15 if recent else 0.03):
            days.append(day)
        day -= DAY * dice.pick(steps)
    days.reverse()
    return days


def appointments(
    dice: Dice, clock: Clock, days: list[datetime.date], hour: datetime.time
) -> list[SessionRow]:
    """Whether and how they met on each day; the first and the last took place."""
    time = hour if dice.chance(0.9) else None
    usual = dice.one(MODALITIES)
    inner = range(1, len(days) - 1)
    return [
        appointment(dice, clock, day, time, usual)
        if place in inner
        else session(dice, clock, day, time, HELD, usual)
        for place, day in enumerate(days)
    ]


def appointment(
    dice: Dice,
    clock: Clock,
    day: datetime.date,
    time: datetime.time | None,
    usual: str,
) -> SessionRow:
    attendance = dice.one(ATTENDANCES)
    if dice.chance(0.06):
        day, time = moved(dice, day, time)
    return session(dice, clock, day, time, attendance, usual)


def moved(
    dice: Dice, day: datetime.date, time: datetime.time | None
) -> tuple[datetime.date, datetime.time | None]:
    """Another day of that week, and another hour."""
    other = day + DAY * dice.pick(MOVES)
    return (
        other if other.weekday() < 5 else day,
        time and time.replace(hour=dice.pick(HOURS)),
    )


def session(
    dice: Dice,
    clock: Clock,
    day: datetime.date,
    time: datetime.time | None,
    attendance: str,
    usual: str,
) -> SessionRow:
    modality = ""
    if attendance in TOOK_PLACE:
        modality = dice.one(MODALITIES) if dice.chance(0.08) else usual
    return SessionRow(
        date=day.isoformat(),
        time=time.isoformat() if time else None,
        attendance=attendance,
        modality=modality,
        logged_at=clock.logged_after(dice, day, time),
    )


def end(dice: Dice, case: CaseRow, sessions: list[SessionRow]) -> None:
    case.ended_on = sessions[-1].date
    case.ending = dice.one(EARLY_ENDINGS if len(sessions) < 8 else ENDINGS)
    agreed = case.ending == Ending.AGREED
    case.closing_session = (
        ClosingSession.YES.value if agreed else dice.one(CLOSING_SESSIONS)
    )
