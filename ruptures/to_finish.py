"""The list of what a therapist may still want to complete."""

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, Prefetch

from ruptures.courses import courses
from ruptures.models import Case, RepairAttempt, Rupture, Session, SessionReport, User
from ruptures.span import Span
from ruptures.unfinished import (
    incomplete,
    lately,
    lately_unanswered,
    markers,
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
    """The list."""

    unanswered: tuple[Session, ...]
    incomplete: tuple[Incomplete, ...]
    unconfirmed: tuple[datetime.date, ...]

    @property
    def count(self) -> int:
        return len(self.unanswered) + len(self.incomplete) + len(self.unconfirmed)

    @property
    def weeks(self) -> list[tuple[datetime.date, int]]:
        """Mondays of the weeks with dates to confirm, and how many each has."""
        mondays = Counter(Span.week(date).first for date in self.unconfirmed)
        return sorted(mondays.items())


def all_to_finish(user: User, today: datetime.date) -> ToFinish:
    """Five queries, whatever there is."""
    sessions = lately_unanswered(user, today).select_related("case")
    known = courses(Case.objects.editable_by(user), lately(today))
    return ToFinish(
        unanswered=tuple(sessions.in_order()),
        incomplete=tuple(_incomplete_ones(user)),
        unconfirmed=tuple(unconfirmed(known, today)),
    )


def _incomplete_ones(user: User) -> Iterator[Incomplete]:
    attempts = Prefetch("attempts", RepairAttempt.objects.latest_first())
    marked = Rupture.objects.annotate(is_marked=Exists(markers()))
    ruptures = Prefetch("session__ruptures", marked.prefetch_related(attempts))
    reports = incomplete(user).select_related("session__case")
    for report in reports.order_by("session__date", "key").prefetch_related(ruptures):
        told = report.session.ruptures.all()
        unmarked = (each for each in told if not _is_marked(each))
        tried = (each.attempts.all() for each in told if not each.closed_reason)
        unsaid = (tries[0] for tries in tried if tries and not _has_outcome(tries))
        yield Incomplete(report, next(unmarked, None), next(unsaid, None))


def _has_outcome(attempts: Iterable[RepairAttempt]) -> bool:
    return any(attempt.outcome is not None for attempt in attempts)


def _is_marked(rupture: Rupture) -> bool:
    return bool(rupture.is_marked)  # type: ignore[attr-defined]
