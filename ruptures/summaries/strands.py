"""The strand of each rupture: where it arose, whether it is open, how it left."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from ruptures.models import RepairAttempt, Rupture, SessionReport
from ruptures.models.rupture import RuptureQuerySet
from ruptures.period import Period
from ruptures.prepared import Prepared
from ruptures.stats.survival import CENSORED, ENDED, RESOLVED
from ruptures.summaries.chronicle import Chronicle
from ruptures.taxonomy import RESOLVED_FROM, Rater, Recognised, RuptureType

TEXT = CharField(max_length=10)  # of a date


class Strand(NamedTuple):
    """One rupture and what decides how long it stayed open; days as ISO text.

    `case_ended` is that of its case; `by_report` is 1 where the report of its session
    says that it was resolved by the end.
    """

    case: int
    session: int
    day: str
    type: str
    recognised: str
    closed_reason: str
    standing: int | None
    closed: str | None
    case_ended: str | None
    by_report: int | None
    resolved_in: int | None
    key: str  # as the database writes it: `uuid.UUID` reads both ways
    tried: bool

    @property
    def date(self) -> datetime.date:
        return datetime.date.fromisoformat(self.day)

    @property
    def closed_on(self) -> datetime.date | None:
        return datetime.date.fromisoformat(self.closed) if self.closed else None

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
        if self.by_report and self.recognised == Recognised.SAME:
            return 0, RESOLVED
        last = chronicle.last(self.case, self.closed)
        if self.resolved_in is not None:
            resolved = place(self.resolved_in, start)
            if resolved <= max(last, start):
                return max(0, resolved - start), RESOLVED
        over = self.closed or self.case_ended
        return max(0, last - start), ENDED if over else CENSORED


def strands_of(ruptures: RuptureQuerySet) -> list[Strand]:
    """Of scoped `ruptures` from any time: one statement.

    Which are open is sorted out here: asked for in SQL as well, it would be worked out
    twice for every row.
    """
    return list(map(Strand._make, _told(ruptures)))


def strands_in(cases: Sequence[int]) -> list[Strand]:
    """Of all ruptures of scoped cases, by their keys."""
    return _prepared(cases)


def _told(ruptures: RuptureQuerySet) -> QuerySet[Rupture, Any]:
    return (
        ruptures.with_standing()
        .order_by()
        .values_list(
            "session__case_id",
            "session_id",
            Cast("session__date", TEXT),
            "type",
            "recognised",
            "closed_reason",
            "standing",
            Cast("closed_on", TEXT),
            Cast("session__case__ended_on", TEXT),
            _resolved_by_report(),
            Subquery(_resolving_attempts().values("session_id")[:1]),
            Cast("key", CharField(max_length=36)),
            "attempted",
        )
    )


_prepared = Prepared(
    lambda keys: _told(Rupture.objects.filter(session__case__in=keys)), Strand
)


def _resolved_by_report() -> Subquery:
    """A 1 where the report, which speaks for what was seen then, says so: unless an
    attempt in that session says it.
    """
    spoken_of = RepairAttempt.objects.filter(
        rupture=OuterRef(OuterRef("pk")), session=OuterRef("session"), outcome__gte=1
    )
    reports = SessionReport.objects.filter(
        ~Exists(spoken_of),
        session=OuterRef("session"),
        rater=Rater.THERAPIST,
        resolution__gte=RESOLVED_FROM,
    )
    return Subquery(reports.order_by().values(said=Value(1))[:1])


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
