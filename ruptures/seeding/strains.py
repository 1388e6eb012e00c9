"""Ruptures and what became of them: repaired at once, later, partly, or never."""

from collections.abc import Iterator, Sequence

from ruptures.seeding.dice import Dice, Weighted
from ruptures.seeding.rows import (
    AttemptRow,
    CaseRow,
    MarkerRow,
    RuptureRow,
    SessionRow,
)
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

TYPES = Weighted(
    {
        RuptureType.WITHDRAWAL: 56,
        RuptureType.CONFRONTATION: 26,
        RuptureType.MIXED: 18,
    }
)
MOVES = Weighted({Move.CLIENT: 55, Move.BOTH: 30, Move.THERAPIST: 15})
RAISED_BY = Weighted(
    {
        RaisedBy.THERAPIST: 38,
        RaisedBy.CLIENT: 24,
        RaisedBy.NOBODY: 28,
        RaisedBy.BOTH: 10,
    }
)
RAISED_WHEN = RaisedWhen.values
RAISED_HOW = Weighted(
    {RaisedHow.SPOKEN: 82, RaisedHow.MESSAGE: 8, RaisedHow.INDIRECTLY: 10}
)
FAMILIAR = ["", *Familiar.values]
SAME = Recognised.SAME.value
LATE = Weighted({Recognised.LATER: 70, Recognised.BETWEEN: 30})
OUTCOMES_AT_ONCE = Weighted({1: 6, 2: 21, 3: 29, 4: 30, 5: 14})
OUTCOMES_LATER = Weighted({1: 3, 2: 13, 3: 22, 4: 38, 5: 24})
TREATMENT_ENDED = ClosedReason.TREATMENT_ENDED.value
CLOSED = Weighted(
    {
        ClosedReason.FADED: 60,
        ClosedReason.CLIENT_WISH: 20,
        ClosedReason.NOT_A_RUPTURE: 20,
    }
)
BONDS_BETTER = Weighted(
    {BondSince.STRONGER: 50, BondSince.SAME: 45, BondSince.WEAKER: 5}
)
BONDS_WORSE = Weighted(
    {BondSince.STRONGER: 10, BondSince.SAME: 60, BondSince.WEAKER: 30}
)

# Codes as tuples: a catalogue would gather them anew for each row.
MARKED = [RuptureType.WITHDRAWAL.value, RuptureType.CONFRONTATION.value]
MARKERS_OF = {kind: MARKERS.of(kind).codes for kind in MARKED}
STRATEGIES_OF = {kind: STRATEGIES.of(kind).codes for kind in (IMMEDIATE, EXPLORATORY)}
ALL_STRATEGIES = STRATEGIES.codes
ALL_CAUSES, ALL_BARRIERS = CAUSES.codes, BARRIERS.codes
ALL_STATES, ALL_RESPONSES, ALL_SKILLS = (
    THERAPIST_STATES.codes,
    RESPONSES.codes,
    SKILLS.codes,
)


def rupture(dice: Dice, session: SessionRow, recognised: str) -> RuptureRow:
    """A strain of that session; two in three have the details of *finish later*."""
    found = RuptureRow(
        session_id=session.id, recognised=recognised, type=dice.one(TYPES)
    )
    if dice.chance(0.66):
        add_details(dice, found)
    return found


def add_details(dice: Dice, found: RuptureRow) -> None:
    found.move = dice.one(MOVES)
    found.causes = dice.codes(ALL_CAUSES, most=2)
    found.raised_by = dice.one(RAISED_BY)
    if found.raised_by == RaisedBy.NOBODY:
        found.barriers = dice.codes(ALL_BARRIERS, most=1)
    else:
        found.raised_when = dice.pick(RAISED_WHEN)
        found.raised_how = dice.one(RAISED_HOW)
    found.therapist_states = dice.codes(ALL_STATES, most=1)
    found.minute = dice.between(3, 47) if dice.chance(0.3) else None
    found.familiar = dice.pick(FAMILIAR)


def markers(dice: Dice, found: RuptureRow) -> Iterator[MarkerRow]:
    """One to three that fit the type; a mixed rupture has some of both."""
    both = found.type == RuptureType.MIXED
    for kind in MARKED if both else [found.type]:
        for code in dice.some(MARKERS_OF[kind], most=2 if both else 3):
            yield MarkerRow(rupture_id=found.id, code=code)


def attempts(
    dice: Dice, found: RuptureRow, arose: SessionRow, later: Sequence[SessionRow]
) -> Iterator[tuple[AttemptRow, SessionRow]]:
    """Tries at repair and their sessions, until resolved or nobody comes back to it.

    `later` are the held sessions after the one in which the rupture `arose`.
    """
    resolved = False
    if found.recognised == SAME and dice.chance(0.6):
        try_now = attempt(dice, found, arose, OUTCOMES_AT_ONCE)
        ask_bond(dice, try_now, bool(later))
        yield try_now, arose
        resolved = (try_now.outcome or 0) >= RESOLVED_FROM
    for place, session in enumerate(later[:6], start=1):
        if dice.chance(0.02 if resolved else 0.42):
            once_more = attempt(dice, found, session, OUTCOMES_LATER)
            ask_bond(dice, once_more, place < len(later))
            yield once_more, session
            resolved = (once_more.outcome or 0) >= RESOLVED_FROM


def attempt(
    dice: Dice, found: RuptureRow, session: SessionRow, outcomes: Weighted[int]
) -> AttemptRow:
    outcome = dice.maybe(0.95, outcomes, None)
    return AttemptRow(
        rupture_id=found.id,
        session_id=session.id,
        started_by=dice.maybe(0.6, MOVES, ""),
        strategies=strategies(dice, at_once=session.id == found.session_id),
        responses=dice.codes(ALL_RESPONSES, most=2),
        skills=dice.codes(ALL_SKILLS, most=1) if dice.chance(0.3) else "",
        outcome=outcome,
        acknowledged=outcome in (2, 3) and dice.chance(0.25),
    )


def strategies(dice: Dice, *, at_once: bool) -> str:
    """Immediate ones come first, exploring and linking more often later."""
    likely = IMMEDIATE if dice.chance(0.6 if at_once else 0.2) else EXPLORATORY
    tried = set(dice.some(STRATEGIES_OF[likely], most=2))
    if dice.chance(0.3):
        tried.add(dice.pick(ALL_STRATEGIES))
    return ",".join(sorted(tried, key=ALL_STRATEGIES.index))


def ask_bond(dice: Dice, made: AttemptRow, met_again: bool) -> None:
    if met_again:
        better = (made.outcome or 0) >= RESOLVED_FROM
        made.bond = dice.maybe(0.4, BONDS_BETTER if better else BONDS_WORSE, "")


def close(
    dice: Dice,
    found: RuptureRow,
    outcome: int | None,
    case: CaseRow,
    later: Sequence[SessionRow],
) -> None:
    """Close some of those not resolved; long-open ones and ended treatments first."""
    if (outcome or 0) >= RESOLVED_FROM:
        return
    if case.ended_on and dice.chance(0.6):
        found.closed_reason = TREATMENT_ENDED
        found.closed_on = case.ended_on
    elif len(later) > 5 and dice.chance(0.75):
        found.closed_reason = dice.one(CLOSED)
        found.closed_on = dice.pick(later[5:10]).date
