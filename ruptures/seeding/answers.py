"""What each rater said: answers that differ by rater as the published ones do.

Clients say yes in about a third of sessions, therapists in about half, observers in
more; cases differ more than chance alone would make them, and some have no strain.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ruptures.seeding.dice import Dice, Weighted
from ruptures.seeding.rows import MarkerRow, ReportRow
from ruptures.taxonomy import MARKERS, Rater, Source, Strain

YES, NO, UNSURE = Strain.YES.value, Strain.NO.value, Strain.UNSURE.value
THERAPIST, CLIENT, OBSERVER = (
    Rater.THERAPIST.value,
    Rater.CLIENT.value,
    Rater.OBSERVER.value,
)
OWN, PAPER = Source.OWN.value, Source.PAPER.value

INTENSITIES = Weighted({1: 18, 2: 32, 3: 28, 4: 16, 5: 6})
RESOLUTIONS = Weighted({1: 18, 2: 32, 3: 27, 4: 17, 5: 6})
CLIENTS_RESOLUTIONS = Weighted(dict.fromkeys([1, 2, 3, 4, 5], 1))
CODES = MARKERS.codes


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


def answers(dice: Dice, temper: Temper, session: int) -> Iterator[ReportRow]:
    """Reports on one held session; each answered with its own chance."""
    felt = dice.chance(temper.strain)
    if dice.chance(temper.answered):
        yield therapists(dice, session, felt=felt)
    if dice.chance(temper.paper):
        yield clients(dice, temper, session, felt=felt)
    if dice.chance(temper.recorded):
        yield from observers(dice, temper, session, felt=felt)


def therapists(dice: Dice, session: int, *, felt: bool) -> ReportRow:
    strain = said(dice, yes=felt, unsure=0.06)
    report = answer(dice, session, THERAPIST, strain, OWN)
    report.asked = dice.chance(0.4 if felt else 0.2)
    return report


def clients(dice: Dice, temper: Temper, session: int, *, felt: bool) -> ReportRow:
    """On paper; some strain is the client's alone, more where there is more of it."""
    yes = dice.chance(0.5 if felt else 0.3 * temper.strain)
    report = answer(dice, session, CLIENT, said(dice, yes=yes, unsure=0.04), PAPER)
    if report.strain == YES:
        report.resolution = dice.maybe(0.8, CLIENTS_RESOLUTIONS, None)
    return report


def observers(
    dice: Dice, temper: Temper, session: int, *, felt: bool
) -> Iterator[ReportRow]:
    """One coder of the recording, sometimes a second who need not agree."""
    for reporter in "AB" if dice.chance(0.25) else "A":
        yes = dice.chance(0.94 if felt else 0.3 + 0.6 * temper.strain)
        strain = said(dice, yes=yes, unsure=0.03)
        report = answer(dice, session, OBSERVER, strain, PAPER)
        report.reporter = reporter
        yield report


def said(dice: Dice, *, yes: bool, unsure: float) -> str:
    if dice.chance(unsure):
        return UNSURE
    return YES if yes else NO


def answer(dice: Dice, session: int, rater: str, strain: str, source: str) -> ReportRow:
    report = ReportRow(session_id=session, rater=rater, strain=strain, source=source)
    if strain == YES:
        report.intensity = dice.maybe(0.9, INTENSITIES, None)
    return report


def observed(dice: Dice, report: ReportRow) -> Iterator[MarkerRow]:
    """What an observer who says yes ticked, when, and how much it mattered."""
    for code in dice.some(CODES, most=3):
        yield MarkerRow(
            report_id=report.id,
            code=code,
            minute=dice.between(2, 48),
            salience=dice.one(INTENSITIES),
        )
