"""The list of what a therapist may still want to complete."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch

from ruptures.courses import courses
from ruptures.models import Case, RepairAttempt, Rupture, Session, SessionReport, User
from ruptures.period import DAY
from ruptures.span import Span
from ruptures.unfinished import (
    REACH_DAYS,
    incomplete,
    lately,
    unanswered,
    unconfirmed,
)


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A yes that lacks something, and where each of it can be said.

    `unmarked` is a rupture without a marker, `untold` an attempt without an outcome;
    what else is missing is said on the page of the session.
    """

    report: SessionReport
    unmarked: Rupture | None
    untold: RepairAttempt | None


@dataclass(frozen=True, slots=True)
class ToFinish:
    """The list; `older` counts unanswered sessions that it no longer asks about."""

    unanswered: tuple[Session, ...]
    incomplete: tuple[Incomplete, ...]
    unconfirmed: tuple[datetime.date, ...]
    older: int

    @property
    def count(self) -> int:
        return len(self.unanswered) + len(self.incomplete) + len(self.unconfirmed)

    @property
    def weeks(self) -> list[tuple[datetime.date, int]]:
        """Mondays of the weeks with dates to confirm, and how many each has."""
        mondays = Counter(Span.week(date).first for date in self.unconfirmed)
        return sorted(mondays.items())


def all_to_finish(user: User, today: datetime.date) -> ToFinish:
    """Seven queries, whatever there is."""
    sessions = unanswered(user).select_related("case").in_order()
    since = today - REACH_DAYS * DAY
    known = courses(Case.objects.editable_by(user), lately(today))
    return ToFinish(
        unanswered=tuple(sessions.filter(date__gte=since)),
        incomplete=tuple(_incomplete_ones(user)),
        unconfirmed=tuple(unconfirmed(known, today)),
        older=sessions.filter(date__lt=since).count(),
    )


def _incomplete_ones(user: User) -> Iterator[Incomplete]:
    attempts = Prefetch("attempts", RepairAttempt.objects.latest_first())
    ruptures = Prefetch(
        "session__ruptures", Rupture.objects.prefetch_related("markers", attempts)
    )
    reports = incomplete(user).select_related("session__case")
    for report in reports.order_by("session__date", "key").prefetch_related(ruptures):
        told = report.session.ruptures.all()
        unmarked = (each for each in told if not each.markers.all())
        tried = (each.attempts.all() for each in told if not each.closed_reason)
        unsaid = (tries[0] for tries in tried if tries and not _has_outcome(tries))
        yield Incomplete(report, next(unmarked, None), next(unsaid, None))


def _has_outcome(attempts: Iterable[RepairAttempt]) -> bool:
    return any(attempt.outcome is not None for attempt in attempts)
