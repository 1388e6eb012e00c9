"""The cases that a therapist is likely to log next, and when they usually meet."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.db.models.functions import Coalesce

from ruptures.models import Case, Session
from ruptures.models.case import CaseQuerySet

Moment = tuple[datetime.date, datetime.time | None]

SHOWN = 8
USUAL = datetime.timedelta(weeks=26)  # how far back a habit goes


@dataclass(frozen=True, slots=True)
class RecentCase:
    """A case and the day it usually meets on, for the date's weekday and the hour."""

    code: str
    usual_day: datetime.date | None = None
    usual_time: datetime.time | None = None


def recent_cases(cases: CaseQuerySet, today: datetime.date) -> list[RecentCase]:
    """The running ones of `cases` with the latest sessions, the newest first.

    Two queries for any number of cases and sessions.
    """
    last = Coalesce(Max("sessions__date"), "started_on")
    latest = cases.running().alias(last_on=last).order_by("-last_on", "code")[:SHOWN]
    shown = list(latest)
    moments = _moments(shown, since=today - USUAL)
    return [usual(case.code, moments[case.pk]) for case in shown]


def _moments(cases: Sequence[Case], since: datetime.date) -> dict[int, list[Moment]]:
    found: dict[int, list[Moment]] = defaultdict(list)
    held = Session.objects.filter(case__in=cases, date__gte=since).held()
    for case_id, date, time in held.values_list("case_id", "date", "time"):
        found[case_id].append((date, time))
    return found


def usual(code: str, moments: Sequence[Moment]) -> RecentCase:
    """The weekday met on most often, and the time of day most often noted on it."""
    if not moments:
        return RecentCase(code)
    weekdays = Counter(date.weekday() for date, _time in moments)
    weekday = weekdays.most_common(1)[0][0]
    same_day = [(date, time) for date, time in moments if date.weekday() == weekday]
    times = Counter(time for _date, time in same_day if time)
    time = times.most_common(1)[0][0] if times else None
    return RecentCase(code, same_day[-1][0], time)
