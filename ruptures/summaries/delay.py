"""How long after the session it was logged."""

import datetime
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median_low

from django.db.models import CharField
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.summaries.caseload import within
from ruptures.summaries.rates import RATE_FROM

# The least days after the session's date, and the name of what begins there.
SPANS = {"same_day": 0, "next_day": 1, "week": 2, "later": 8}

# Pieces of ISO text are read several times as fast as rows of dates and instants.
DAY = Cast("date", CharField(max_length=10))
LOGGED = Substr(Cast("logged_at", CharField(max_length=40)), 1, 16)  # to the minute


@dataclass(frozen=True, slots=True)
class LoggingDelay:
    """Held sessions by the days from their date to the local day they were logged on.

    `median` is the least number of days within which half of them were logged; None
    below 10 sessions.
    """

    counts: Mapping[str, int]
    median: int | None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def share(self, span: str) -> float | None:
        """None below 10 sessions."""
        return self.counts[span] / self.total if self.total >= RATE_FROM else None


def logging_delay(sessions: SessionQuerySet, period: Period) -> LoggingDelay:
    """Summarise scoped `sessions` within `period`: 1 statement."""
    days = sorted(_delays(sessions, period))
    counts = Counter(span_of(each) for each in days)
    return LoggingDelay(
        counts={span: counts[span] for span in SPANS},
        median=median_low(days) if len(days) >= RATE_FROM else None,
    )


def span_of(days: int) -> str:
    return [span for span, least in SPANS.items() if days >= least][-1]


def _delays(sessions: SessionQuerySet, period: Period) -> Iterator[int]:
    """Days, row by row: which day an instant falls on is the zone's to say, not SQL's.

    Never below 0: a day on which the practice moved to another zone is one day.
    """
    zone = timezone.get_default_timezone()
    rows = within(sessions, period).held().order_by().values_list(DAY, LOGGED)
    for day, logged in rows:
        instant = datetime.datetime.fromisoformat(f"{logged}+00:00")
        local = instant.astimezone(zone).date()
        yield max(0, (local - datetime.date.fromisoformat(day)).days)
