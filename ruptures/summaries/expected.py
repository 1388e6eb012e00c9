"""Dates that the rhythm of cases leads to, and that no session stands for."""

import datetime
from collections.abc import Iterable

from ruptures.models import Case
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.rhythm import unconfirmed_dates
from ruptures.summaries.chronicle import Chronicle
from ruptures.taxonomy import RHYTHM_DAYS, Rhythm

# A session stands for the expected date nearest to it: that much before a period.
NEAR = datetime.timedelta(days=max(RHYTHM_DAYS.values()))


def expecting(cases: Iterable[Case], period: Period) -> list[Case]:
    """Those whose rhythm reaches into the period."""
    return [case for case in cases if _expects(case, period)]


def concerning(sessions: SessionQuerySet, period: Period) -> SessionQuerySet:
    """Sessions of the period, and those that may stand for an expected date in it."""
    if period.start is not None:
        sessions = sessions.filter(date__gte=period.start - NEAR)
    return sessions.filter(date__lte=period.last_day + NEAR)


def unconfirmed(
    cases: Iterable[Case], chronicle: Chronicle, period: Period
) -> dict[str, list[datetime.date]]:
    """Expected dates of the period that no session stands for, by case code."""
    return {
        case.code: [
            day
            for day in unconfirmed_dates(
                case, chronicle.dates(case.pk), period.known_to, period.start
            )
            if day <= period.last_day
        ]
        for case in cases
    }


def _expects(case: Case, period: Period) -> bool:
    if case.rhythm == Rhythm.NONE or case.rhythm_from is None:
        return False
    ended_before = period.start and case.ended_on and case.ended_on < period.start
    return case.rhythm_from <= period.last_day and not ended_before
