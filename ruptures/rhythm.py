"""The dates a case's rhythm leads one to expect, and which are unconfirmed."""

import datetime
from collections.abc import Iterable

from ruptures.models import Case
from ruptures.taxonomy import RHYTHM_DAYS, Rhythm


def unconfirmed_dates(
    case: Case,
    session_dates: Iterable[datetime.date],
    today: datetime.date,
    since: datetime.date | None = None,
) -> list[datetime.date]:
    """Expected dates before `today` that no session stands for, oldest first.

    Those before `since` are left out.

    A session of any attendance stands for the expected date nearest to it. Nothing is
    expected without a rhythm, or after the case ended.
    """
    step = RHYTHM_DAYS.get(Rhythm(case.rhythm))
    start = case.rhythm_from
    if step is None or start is None:
        return []
    origin = start.toordinal()
    # Halves are rounded up: between two expected dates the later is stood for.
    covered = {
        (2 * (date.toordinal() - origin) + step) // (2 * step) for date in session_dates
    }
    last = today - datetime.timedelta(days=1)
    if case.ended_on:
        last = min(last, case.ended_on)
    first = max(0, -((start - since).days // step)) if since else 0
    count = (last - start).days // step + 1
    return [
        start + datetime.timedelta(days=step * place)
        for place in range(first, count)
        if place not in covered
    ]
