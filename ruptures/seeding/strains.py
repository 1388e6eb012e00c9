"""Ruptures and what became of them: repaired at once, later, partly, or never."""

from collections.abc import Iterator, Sequence
from typing import Any

from ruptures.models import Case, RepairAttempt, Rupture, RuptureMarker, Session
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import (
    BARRIERS,
    CAUSES,
    EXPLORATORY,
    IMMEDIATE,
    MARKERS,
    RESOLVED_FROM,
    RESPONSES,
    SKILLS,
    STRATEGIES,
    THERAPIST_STATES,
    BondSince,
    ClosedReason,
    Familiar,
    Move,
    RaisedBy,
    RaisedHow,
    RaisedWhen,
    Recognised,
    RuptureType,
)

TYPES = {
    RuptureType.WITHDRAWAL: 56,
    RuptureType.CONFRONTATION: 26,
    RuptureType.MIXED: 18,
}
MOVES = {Move.CLIENT: 55, Move.BOTH: 30, Move.THERAPIST: 15}
RAISED_BY = {
    RaisedBy.THERAPIST: 38,
    RaisedBy.CLIENT: 24,
    RaisedBy.NOBODY: 28,
    RaisedBy.BOTH: 10,
}
RAISED_HOW = {RaisedHow.SPOKEN: 82, RaisedHow.MESSAGE: 8, RaisedHow.INDIRECTLY: 10}
LATE = {Recognised.LATER: 70, Recognised.BETWEEN: 30}
OUTCOMES_AT_ONCE = {1: 6, 2: 21, 3: 29, 4: 30, 5: 14}
OUTCOMES_LATER = {1: 3, 2: 13, 3: 22, 4: 38, 5: 24}
CLOSED = {
    ClosedReason.FADED: 60,
    ClosedReason.CLIENT_WISH: 20,
    ClosedReason.NOT_A_RUPTURE: 20,
}
BONDS_BETTER = {BondSince.STRONGER: 50, BondSince.SAME: 45, BondSince.WEAKER: 5}
BONDS_WORSE = {BondSince.STRONGER: 10, BondSince.SAME: 60, BondSince.WEAKER: 30}


def rupture(dice: Dice, session: Session, recognised: Recognised) -> Rupture:
    """A strain of that session; two in three have the details of *finish later*."""
    found = Rupture(
        key=dice.key(), session=session, recognised=recognised, type=dice.one(TYPES)
    )
    if dice.chance(0.66):
        for name, value in details(dice).items():
            setattr(found, name, value)
    return found


def details(dice: Dice) -> dict[str, Any]:
    raised_by = dice.one(RAISED_BY)
    raised = raised_by != RaisedBy.NOBODY
    return {
        "move": dice.one(MOVES),
        "causes": CAUSES.ordered(dice.some(CAUSES.codes, most=2)),
        "raised_by": raised_by,
        "raised_when": dice.choice(RaisedWhen.values) if raised else "",
        "raised_how": dice.one(RAISED_HOW) if raised else "",
        "barriers": () if raised else tuple(dice.some(BARRIERS.codes, most=1)),
        "therapist_states": tuple(dice.some(THERAPIST_STATES.codes, most=1)),
        "minute": dice.randint(3, 47) if dice.chance(0.3) else None,
        "familiar": dice.choice(["", *Familiar.values]),
    }


def markers(dice: Dice, found: Rupture) -> Iterator[RuptureMarker]:
    """One to three that fit the type; a mixed rupture has some of both."""
    both = found.type == RuptureType.MIXED
    kinds = (
        [RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION] if both else [found.type]
    )
    for kind in kinds:
        for code in dice.some(MARKERS.of(kind).codes, most=2 if both else 3):
            yield RuptureMarker(key=dice.key(), rupture=found, code=code)


def attempts(
    dice: Dice, found: Rupture, later: Sequence[Session]
) -> Iterator[RepairAttempt]:
    """Tries at repair, until it is resolved or nobody comes back to it.

    `later` are the held sessions after that of the rupture, in order.
    """
    resolved = False
    if found.recognised == Recognised.SAME and dice.chance(0.6):
        try_now = attempt(dice, found, found.session, OUTCOMES_AT_ONCE)
        ask_bond(dice, try_now, bool(later))
        yield try_now
        resolved = (try_now.outcome or 0) >= RESOLVED_FROM
    for place, session in enumerate(later[:6], start=1):
        if dice.chance(0.02 if resolved else 0.42):
            once_more = attempt(dice, found, session, OUTCOMES_LATER)
            ask_bond(dice, once_more, place < len(later))
            yield once_more
            resolved = (once_more.outcome or 0) >= RESOLVED_FROM


def attempt(
    dice: Dice, found: Rupture, session: Session, outcomes: dict[int, int]
) -> RepairAttempt:
    """Immediate strategies come first, exploring and linking more often later."""
    now = session is found.session
    likely = STRATEGIES.of(
        IMMEDIATE if dice.chance(0.6 if now else 0.2) else EXPLORATORY
    )
    tried = dice.some(likely.codes, most=2)
    if dice.chance(0.3):
        tried += dice.some(STRATEGIES.codes, most=1)
    outcome = dice.maybe(0.95, outcomes, None)
    codes: dict[str, Any] = {
        "strategies": STRATEGIES.ordered(tried),
        "responses": RESPONSES.ordered(dice.some(RESPONSES.codes, most=2)),
        "skills": tuple(dice.some(SKILLS.codes, most=1)) if dice.chance(0.3) else (),
    }
    return RepairAttempt(
        key=dice.key(),
        rupture=found,
        session=session,
        started_by=dice.maybe(0.6, MOVES, ""),
        outcome=outcome,
        acknowledged=outcome in (2, 3) and dice.chance(0.25),
        **codes,
    )


def ask_bond(dice: Dice, made: RepairAttempt, met_again: bool) -> None:
    if met_again:
        better = (made.outcome or 0) >= RESOLVED_FROM
        made.bond = dice.maybe(0.4, BONDS_BETTER if better else BONDS_WORSE, "")


def close(
    dice: Dice, found: Rupture, outcome: int | None, later: Sequence[Session]
) -> None:
    """Close some of those not resolved; long-open ones and ended treatments first."""
    case: Case = found.session.case
    if (outcome or 0) >= RESOLVED_FROM:
        return
    if case.ended_on and dice.chance(0.6):
        found.closed_reason = ClosedReason.TREATMENT_ENDED
        found.closed_on = case.ended_on
    elif len(later) > 5 and dice.chance(0.75):
        found.closed_reason = dice.one(CLOSED)
        found.closed_on = dice.choice(later[5:10]).date
