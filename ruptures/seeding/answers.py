"""What each rater said: answers that differ by rater as the published ones do.

Clients say yes in about a third of sessions, therapists in about half, observers in
more; cases differ more than chance alone would make them, and some have no strain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ruptures.models import RuptureMarker, Session, SessionReport
from ruptures.seeding.dice import Dice
from ruptures.taxonomy import MARKERS, Rater, Source, Strain

INTENSITIES = {1: 18, 2: 32, 3: 28, 4: 16, 5: 6}
RESOLUTIONS = {1: 18, 2: 32, 3: 27, 4: 17, 5: 6}


@dataclass(frozen=True)
class Temper:
    """How a case is: how often strained, and who answers how faithfully."""

    strain: float
    answered: float
    paper: float
    recorded: float

    @classmethod
    def of_a_case(cls, dice: Dice) -> "Temper":
        return cls(
            strain=0.0 if dice.chance(0.1) else dice.betavariate(3.2, 2.6),
            answered=dice.uniform(0.82, 1),
            paper=dice.uniform(0.45, 0.95) if dice.chance(0.6) else 0.0,
            recorded=dice.uniform(0.3, 0.6) if dice.chance(0.3) else 0.0,
        )


def answers(dice: Dice, temper: Temper, session: Session) -> Iterator[SessionReport]:
    """Reports on one held session; each answered with its own chance."""
    felt = dice.chance(temper.strain)
    if dice.chance(temper.answered):
        yield therapists(dice, session, felt=felt)
    if dice.chance(temper.paper):
        yield clients(dice, temper, session, felt=felt)
    if dice.chance(temper.recorded):
        yield from observers(dice, temper, session, felt=felt)


def therapists(dice: Dice, session: Session, *, felt: bool) -> SessionReport:
    strain = Strain.YES if felt else Strain.NO
    report = answer(dice, session, Rater.THERAPIST, strain, unsure=0.06)
    report.asked = dice.chance(0.4 if felt else 0.2)
    return report


def clients(
    dice: Dice, temper: Temper, session: Session, *, felt: bool
) -> SessionReport:
    """On paper; some strain is the client's alone, more where there is more of it."""
    yes = dice.chance(0.5 if felt else 0.3 * temper.strain)
    report = answer(dice, session, Rater.CLIENT, yes_or_no(yes=yes), unsure=0.04)
    report.source = Source.PAPER
    if report.strain == Strain.YES:
        report.resolution = dice.maybe(0.8, dict.fromkeys([3, 4, 2, 5, 1], 1), None)
    return report


def observers(
    dice: Dice, temper: Temper, session: Session, *, felt: bool
) -> Iterator[SessionReport]:
    """One coder of the recording, sometimes a second who need not agree."""
    for reporter in "AB" if dice.chance(0.25) else "A":
        yes = dice.chance(0.94 if felt else 0.3 + 0.6 * temper.strain)
        report = answer(dice, session, Rater.OBSERVER, yes_or_no(yes=yes), unsure=0.03)
        report.reporter = reporter
        report.source = Source.PAPER
        yield report


def answer(
    dice: Dice, session: Session, rater: Rater, strain: Strain, *, unsure: float
) -> SessionReport:
    report = SessionReport(key=dice.key(), session=session, rater=rater, strain=strain)
    if dice.chance(unsure):
        report.strain = Strain.UNSURE
    if report.strain == Strain.YES:
        report.intensity = dice.maybe(0.9, INTENSITIES, None)
    return report


def yes_or_no(*, yes: bool) -> Strain:
    return Strain.YES if yes else Strain.NO


def observed(dice: Dice, report: SessionReport) -> Iterator[RuptureMarker]:
    """What an observer who says yes ticked, when, and how much it mattered."""
    for code in dice.some(MARKERS.codes, most=3):
        yield RuptureMarker(
            key=dice.key(),
            report=report,
            code=code,
            minute=dice.randint(2, 48),
            salience=dice.one(INTENSITIES),
        )
