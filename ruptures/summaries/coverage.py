"""How much of what was held is known: answered of held, and dates not confirmed."""

from collections.abc import Iterable
from dataclasses import dataclass

from ruptures.models import Case
from ruptures.period import Period
from ruptures.summaries.caseload import Caseload
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.expected import expecting, unconfirmed


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sessions held, late ones included, and how many of them one rater answered.

    `known` is false where nothing but the log itself says what was held.
    """

    held: int
    answered: int
    unsure: int
    unconfirmed: int
    known: bool


def coverage(
    load: Caseload,
    rater: str,
    cases: Iterable[Case],
    chronicle: Chronicle,
    period: Period,
) -> Coverage:
    """Compare what `rater` answered with what `cases`, told by `chronicle`, expect."""
    tally = load.rates[rater].tally
    waiting = expecting(cases, period)
    due = unconfirmed(waiting, chronicle, period)
    return Coverage(
        held=load.held,
        answered=tally.answered,
        unsure=tally.unsure,
        unconfirmed=sum(map(len, due.values())),
        known=bool(waiting),
    )
