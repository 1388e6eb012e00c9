"""A rate as it moves: the last 20 answered sessions, again and again."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from ruptures.period import Period
from ruptures.stats.trend import WINDOW, Stretch, rolling
from ruptures.summaries.appointments import Appointment, held
from ruptures.taxonomy import Strain

POINTS = 60  # at most: closer ones share nearly all of their answers


@dataclass(frozen=True, slots=True)
class Turn:
    """The last 20 answered sessions up to a `day`, that of the last of them."""

    day: datetime.date
    stretch: Stretch


def turns(rows: Iterable[Appointment], rater: str, period: Period) -> tuple[Turn, ...]:
    """Stretches of 20 answers of one rater within `period`, evenly spaced to the last.

    Empty below 20 of them. Sessions follow each other by day, within a day as logged.
    """
    first, last = period.iso
    answered = sorted(
        (row.day, row.session, row.case, said == Strain.YES)
        for row in held(rows)
        if first <= row.day <= last
        and (said := getattr(row, rater)) in (Strain.YES, Strain.NO)
    )
    step = max(1, ceil((len(answered) - WINDOW + 1) / POINTS))
    places = range(len(answered) - 1, WINDOW - 2, -step)[::-1]
    stretches = rolling([(case, yes) for *_, case, yes in answered], at=places)
    return tuple(
        Turn(datetime.date.fromisoformat(answered[each.place][0]), each)
        for each in stretches
    )
