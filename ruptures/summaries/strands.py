"""The strand of each rupture: where it arose, whether it is open, how it left."""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast

from ruptures.models import RepairAttempt, SessionReport
from ruptures.models.rupture import RuptureQuerySet
from ruptures.period import Period
from ruptures.stats.survival import CENSORED, ENDED, RESOLVED
from ruptures.summaries.chronicle import Chronicle
from ruptures.taxonomy import RESOLVED_FROM, Rater, Recognised, RuptureType


class Strand(NamedTuple):
    """One rupture and what decides how long it stayed open; `day` as ISO text."""

    case: int
    session: int
    day: str
    type: str
    recognised: str
    closed_reason: str
    standing: int | None
    closed_on: datetime.date | None
    case_ended: bool
    resolved_at_once: bool
    resolved_in: int | None
    key: str  # as the database writes it: `uuid.UUID` reads both ways
    tried: int | None  # the latest attempt

    @property
    def date(self) -> datetime.date:
        return datetime.date.fromisoformat(self.day)

    @property
    def open(self) -> bool:
        return not self.closed_reason and (self.standing or 0) < RESOLVED_FROM

    def is_of(self, wanted: str) -> bool:
        """Whether it has that movement; a mixed one has both, and "" asks for any."""
        return wanted in ("", self.type) or self.type == RuptureType.MIXED

    def outcome(self, chronicle: Chronicle) -> tuple[int, int]:
        """Held sessions until it left the open ones, and how: censored if it has not.

        A session not held has no place among them: the rupture then counts from the
        first, and its repair at once. What comes after it was closed is not counted.
        """
        place = chronicle.places.get
        start = place(self.session, 0)
        if self.resolved_at_once:
            return 0, RESOLVED
        last = chronicle.last(self.case, self.closed_on)
        if self.resolved_in is not None:
            resolved = place(self.resolved_in, start)
            if resolved <= max(last, start):
                return max(0, resolved - start), RESOLVED
        over = self.closed_on is not None or self.case_ended
        return max(0, last - start), ENDED if over else CENSORED


def strands_of(ruptures: RuptureQuerySet) -> list[Strand]:
    """Of scoped `ruptures` from any time: one statement.

    Which are open is sorted out here: asked for in SQL as well, it would be worked out
    twice for every row.
    """
    rows = (
        ruptures.with_standing()
        .order_by()
        .values_list(
            "session__case_id",
            "session_id",
            Cast("session__date", CharField(max_length=10)),
            "type",
            "recognised",
            "closed_reason",
            "standing",
            "closed_on",
            ExpressionWrapper(Q(session__case__ended_on__isnull=False), BooleanField()),
            ExpressionWrapper(_resolved_by_report(), BooleanField()),
            Subquery(_resolving_attempts().values("session_id")[:1]),
            Cast("key", CharField(max_length=36)),
            "attempted",
        )
    )
    return list(map(Strand._make, rows))


def _resolved_by_report() -> Q:
    """The report speaks for what was seen then, unless an attempt in it does."""
    reports = SessionReport.objects.filter(
        session=OuterRef("session"),
        rater=Rater.THERAPIST,
        resolution__gte=RESOLVED_FROM,
    )
    attempts = RepairAttempt.objects.filter(
        rupture=OuterRef("pk"), session=OuterRef("session"), outcome__isnull=False
    )
    return Q(Exists(reports), ~Exists(attempts), recognised=Recognised.SAME)


def _resolving_attempts() -> QuerySet[RepairAttempt]:
    """The first of them ends the time that a rupture was open."""
    return RepairAttempt.objects.filter(
        rupture=OuterRef("pk"), outcome__gte=RESOLVED_FROM
    ).in_order()


def arisen(strands: Iterable[Strand], period: Period) -> list[Strand]:
    first, last = period.iso
    return [strand for strand in strands if first <= strand.day <= last]


def age(strand: Strand, chronicle: Chronicle) -> int:
    """Held sessions since the one in which it arose."""
    return chronicle.last(strand.case) - chronicle.places.get(strand.session, 0)
