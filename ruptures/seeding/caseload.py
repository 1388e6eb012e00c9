"""Who comes when: a therapist's weekly slots, the cases that filled them, their dates.

Cases are planned backwards from the last day, so that the practice is in full swing on
that day and the number of sessions comes out exactly.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from ruptures.models import Case, Session, User
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import (
    CODE_ALPHABET,
    RHYTHM_DAYS,
    Attendance,
    ClosingSession,
    Ending,
    Modality,
    Rhythm,
)

DAY = datetime.timedelta(days=1)
HOURS = (8, 9, 10, 11, 13, 14, 15, 16, 17, 18)
LENGTHS = {(3, 7): 26, (8, 20): 40, (21, 40): 26, (41, 60): 8}
RHYTHMS = {Rhythm.WEEKLY: 64, Rhythm.FORTNIGHTLY: 30, Rhythm.NONE: 6}
MODALITIES = {Modality.IN_PERSON: 70, Modality.VIDEO: 26, Modality.PHONE: 4}
ATTENDANCES = {
    Attendance.HELD: 84,
    Attendance.LATE: 5,
    Attendance.CANCELLED_BY_CLIENT: 6,
    Attendance.CANCELLED_BY_THERAPIST: 2,
    Attendance.MISSED: 3,
}
ENDINGS = {
    Ending.AGREED: 45,
    Ending.CLIENT: 20,
    Ending.MOVED: 10,
    Ending.REFERRED: 8,
    Ending.SERVICE: 7,
    Ending.OUTGROWN: 5,
    Ending.OTHER: 3,
    Ending.THERAPIST: 2,
}


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

    case: Case
    sessions: list[Session]


def slots(dice: Dice, sessions: int) -> list[Slot]:
    """So many slots that the sessions fill more than a year, up to a full week."""
    wanted = max(2, min(25, sessions // 38), sessions // 520)
    week = [
        Slot(day, datetime.time(hour, dice.choice((0, 0, 30))))
        for day in range(5)
        for hour in HOURS
    ]
    dice.shuffle(week)
    return [week[place % len(week)] for place in range(wanted)]


def caseload(
    dice: Dice, therapist: User, sessions: int, until: datetime.date, taken: set[str]
) -> Iterator[Treatment]:
    """Cases with `sessions` sessions in all, the latest first, all before `until`."""
    free: list[tuple[int, int, Slot]] = []
    for place, slot in enumerate(slots(dice, sessions)):
        heappush(free, (-until.toordinal(), place, slot))
    while sessions > 0:
        before, place, slot = heappop(free)
        day = datetime.date.fromordinal(-before)
        treatment = plan(dice, therapist, slot, day, sessions, until, taken)
        sessions -= len(treatment.sessions)
        pause = dice.randint(0, 3) * 7
        heappush(free, (pause - treatment.case.started_on.toordinal(), place, slot))
        yield treatment


def plan(
    dice: Dice,
    therapist: User,
    slot: Slot,
    before: datetime.date,
    most: int,
    until: datetime.date,
    taken: set[str],
) -> Treatment:
    """One case that leaves its slot free from `before` on; the newest ones run on."""
    case = Case(key=dice.key(), therapist=therapist, synthetic=True)
    case.code = code(dice, taken)
    case.rhythm = dice.one(RHYTHMS)
    running = before == until and dice.chance(0.86)
    length = min(most, dice.randint(*dice.one(LENGTHS)))
    if case.rhythm != Rhythm.WEEKLY:
        length = (length + 1) // 2
    sessions = appointments(dice, case, slot, slot.last_day(before), length, running)
    case.started_on = sessions[0].date
    case.rhythm_from = None if case.rhythm == Rhythm.NONE else sessions[0].date
    if not running:
        end(dice, case, sessions)
    return Treatment(case, sessions)


def code(dice: Dice, taken: set[str]) -> str:
    """A case code not taken yet, with a fifth letter once four become scarce."""
    length = 4 if len(taken) < 100_000 else 5
    while (found := "".join(dice.choices(CODE_ALPHABET, k=length))) in taken:
        pass
    taken.add(found)
    return found


def appointments(
    dice: Dice, case: Case, slot: Slot, last: datetime.date, length: int, running: bool
) -> list[Session]:
    """Sessions in order, back from `last`; some expected dates are left unconfirmed."""
    time = slot.time if dice.chance(0.9) else None
    rhythm = Rhythm(case.rhythm)
    day, sessions = last, list[Session]()
    while len(sessions) < length:
        recent = running and (last - day).days < 14
        sure = not (running or sessions)
        if sure or not dice.chance(0.15 if recent else 0.03):
            sessions.append(Session(key=dice.key(), case=case, date=day, time=time))
        day -= DAY * (RHYTHM_DAYS.get(rhythm) or dice.choice((7, 14, 14, 21)))
    sessions.reverse()
    attend(dice, sessions)
    return sessions


def attend(dice: Dice, sessions: list[Session]) -> None:
    """Say of each whether and how they met; the first and the last took place."""
    usual = dice.one(MODALITIES)
    for session in sessions[1:-1]:
        session.attendance = dice.one(ATTENDANCES)
        if dice.chance(0.06):
            move(dice, session)
    for session in sessions:
        if session.took_place:
            other = dice.chance(0.08)
            session.modality = dice.one(MODALITIES) if other else usual


def move(dice: Dice, session: Session) -> None:
    """Another day of that week, and another hour."""
    day = session.date + DAY * dice.choice((-2, -1, 1, 2))
    if day.weekday() < 5:
        session.date = day
    if session.time:
        session.time = session.time.replace(hour=dice.choice(HOURS))


def end(dice: Dice, case: Case, sessions: list[Session]) -> None:
    case.ended_on = sessions[-1].date
    short = len(sessions) < 8
    case.ending = dice.one(
        ENDINGS | ({Ending.AGREED: 12, Ending.REFERRED: 20} if short else {})
    )
    if case.ending == Ending.AGREED:
        case.closing_session = ClosingSession.YES
    else:
        case.closing_session = dice.one({"": 2, **dict.fromkeys(ClosingSession, 1)})
