"""How much of what was held is known: answered of held, and dates not confirmed."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ruptures.models import Case
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.rhythm import unconfirmed_dates
from ruptures.summaries.caseload import Caseload
from ruptures.taxonomy import Rhythm


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
    sessions: SessionQuerySet,
    period: Period,
) -> Coverage:
    """Compare what `rater` answered with what `cases` expect: one statement."""
    tally = load.rates[rater].tally
    expecting = [case for case in cases if _expects(case, period)]
    return Coverage(
        held=load.held,
        answered=tally.answered,
        unsure=tally.unsure,
        unconfirmed=_unconfirmed(expecting, sessions, period),
        known=bool(expecting),
    )


def _expects(case: Case, period: Period) -> bool:
    """Whether its rhythm reaches into the period."""
    if case.rhythm == Rhythm.NONE or case.rhythm_from is None:
        return False
    ended_before = period.start and case.ended_on and case.ended_on < period.start
    return case.rhythm_from <= period.last_day and not ended_before


def _unconfirmed(
    expecting: Iterable[Case], sessions: SessionQuerySet, period: Period
) -> int:
    dates: dict[int, list[datetime.date]] = defaultdict(list)
    expected = sessions.filter(case__in=[case.pk for case in expecting]).order_by()
    for case_id, date in expected.values_list("case_id", "date"):
        dates[case_id].append(date)
    return sum(
        (period.start is None or day >= period.start) and day <= period.last_day
        for case in expecting
        for day in unconfirmed_dates(case, dates[case.pk], period.known_to)
    )
