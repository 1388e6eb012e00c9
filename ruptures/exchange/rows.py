"""A session with all that was said of it, as one row of the flat file."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from ruptures.models import RepairAttempt, Rupture, Session, SessionReport
from ruptures.taxonomy import (
    MARKERS,
    STRATEGIES,
    Rater,
    Recognised,
    RuptureType,
)


@dataclass(frozen=True)
class SessionRow:
    """`number` is the session's place in its case, None where it was not held."""

    session: Session
    number: int | None

    @cached_property
    def therapist(self) -> SessionReport | None:
        return next(iter(self.reports_of(Rater.THERAPIST)), None)

    @cached_property
    def client(self) -> SessionReport | None:
        return next(iter(self.reports_of(Rater.CLIENT)), None)

    @cached_property
    def observers(self) -> list[SessionReport]:
        return self.reports_of(Rater.OBSERVER)

    def reports_of(self, rater: Rater) -> list[SessionReport]:
        return [each for each in self.session.reports.all() if each.rater == rater]

    @property
    def observed_strain(self) -> str | None:
        """The observers' answer; they count as one only where all agree."""
        answers = {report.strain for report in self.observers}
        if len(answers) > 1:
            return "differ"
        return answers.pop() if answers else None

    @cached_property
    def ruptures(self) -> list[Rupture]:
        return list(self.session.ruptures.all())

    def any_of_type(self, kind: RuptureType) -> bool:
        return any(each.type in (kind, RuptureType.MIXED) for each in self.ruptures)

    @property
    def recognised_later(self) -> int:
        return sum(each.recognised != Recognised.SAME for each in self.ruptures)

    @property
    def markers(self) -> tuple[str, ...]:
        return MARKERS.ordered(
            marker.code for each in self.ruptures for marker in each.markers.all()
        )

    @property
    def strategies(self) -> tuple[str, ...]:
        return STRATEGIES.ordered(
            code for each in self.session.attempts.all() for code in each.strategies
        )

    @property
    def first_outcomes(self) -> list[str]:
        return [first_outcome(each) for each in self.ruptures]

    @property
    def statuses(self) -> list[str]:
        return [each.status for each in self.ruptures]  # type: ignore[attr-defined]


def first_outcome(rupture: Rupture) -> str:
    attempts = list(rupture.attempts.all())
    if not attempts:
        return "none"
    return str(attempts[0].outcome or "unknown")


def with_all_said(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Sessions with what a SessionRow reads, a few queries a batch of rows."""
    ruptures = Rupture.objects.with_status().prefetch_related(
        "markers", Prefetch("attempts", RepairAttempt.objects.in_order())
    )
    return sessions.select_related("case").prefetch_related(
        "reports", "attempts", Prefetch("ruptures", ruptures)
    )
