"""Totals of one alliance instrument, filled in by the clients of about half the cases.

Clients score near the ceiling, one score is much like the one before, and a strain
shows as a dip that wears off.
"""

from collections.abc import Iterator, Sequence

from ruptures.instruments import Instrument, instruments
from ruptures.seeding.answers import CLIENT
from ruptures.seeding.dice import Dice, Weighted
from ruptures.seeding.rows import ScoreRow

SCORED = 0.5  # of the cases
FILLED_IN = 0.93  # of the forms handed out
CARRIED_OVER = 0.55  # of how far the last score lay from the client's usual one

# Which form, and every how many sessions.
FORMS = Weighted({("wai-sr", 1): 30, ("wai-sr", 3): 30, ("srs", 1): 40})
INSTRUMENTS = instruments()


def scores(dice: Dice, held: Sequence[int], strained: set[int]) -> Iterator[ScoreRow]:
    """Scores of a case's held sessions, all named by id; `strained` ones lie lower."""
    if not dice.chance(SCORED):
        return
    name, every = dice.one(FORMS)
    form = INSTRUMENTS[name]
    span = form.maximum - form.minimum
    usual = form.minimum + span * dice.betavariate(9, 2.2)
    spread = span * dice.uniform(0.02, 0.06)
    apart = 0.0  # from the usual
    for place, session in enumerate(held):
        apart = CARRIED_OVER * apart + dice.gauss(0, spread)
        if session in strained:
            apart -= spread * dice.uniform(0.5, 3.5)
        if place % every == 0 and dice.chance(FILLED_IN):
            yield score(form, session, usual + apart)


def score(form: Instrument, session: int, value: float) -> ScoreRow:
    return ScoreRow(
        session_id=session,
        rater=CLIENT,
        instrument=form.key,
        value=min(max(round(value, form.decimals), form.minimum), form.maximum),
        minimum=form.minimum,
        maximum=form.maximum,
    )
