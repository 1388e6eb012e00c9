"""What became of ruptures: how soon resolved, what is open, what was repaired last."""

import datetime
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import (
    BooleanField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Cast

from ruptures.models import RepairAttempt, SessionReport
from ruptures.models.rupture import RuptureQuerySet, Status
from ruptures.models.session import IN_ORDER, SessionQuerySet
from ruptures.period import Period
from ruptures.stats.rates import Interval
from ruptures.stats.survival import (
    CENSORED,
    ENDED,
    RESOLVED,
    CumulativeIncidence,
    cumulative_incidence,
)
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import RESOLVED_FROM, Rater, Recognised, RuptureType

WITHIN = 3  # held sessions: what the plain figure says
LAST_REPAIRS = 5


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The held sessions of cases in order: how many lie between two of them.

    `places` gives a session's place in its case, from 0; `days` the ISO dates of each
    case's held sessions.
    """

    places: Mapping[int, int]
    days: Mapping[int, Sequence[str]]

    @classmethod
    def of(cls, sessions: SessionQuerySet, cases: Iterable[int]) -> Self:
        """Read the held sessions of those cases, of whatever date: one statement."""
        rows = (
            sessions.held()
            .filter(case__in=set(cases))
            .order_by("case_id", *IN_ORDER)
            .values_list("pk", "case_id", Cast("date", CharField(max_length=10)))
        )
        places: dict[int, int] = {}
        days: dict[int, list[str]] = defaultdict(list)
        for session, case, day in rows:
            places[session] = len(days[case])
            days[case].append(day)
        return cls(places, days)

    def last(self, case: int, until: datetime.date | None = None) -> int:
        """The place of the case's last held session, up to a day where one is given."""
        days = self.days[case]
        return (bisect_right(days, until.isoformat()) if until else len(days)) - 1


@dataclass(frozen=True, slots=True)
class Strand:
    """One rupture and what decides how long it stayed open."""

    case: int
    session: int
    date: datetime.date
    type: str
    recognised: str
    status: str
    closed_on: datetime.date | None
    case_ended: bool
    resolved_at_once: bool
    resolved_in: int | None

    @property
    def open(self) -> bool:
        return self.status in (Status.OPEN, Status.PARTLY)

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


@dataclass(frozen=True, slots=True)
class Within:
    """Shares out of all ruptures after so many held sessions."""

    sessions: int
    resolved: float
    ended: float
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class LastRepair:
    """A repair attempt with which a rupture was resolved."""

    case_code: str
    rupture_key: str
    date: datetime.date
    sessions_later: int
    strategies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """The life of ruptures: those that arose in the period, and all still open.

    `recognised_later` are of any type, as the rate is that they stand beside.
    """

    count: int
    recognised_later: int
    incidence: CumulativeIncidence | None
    open_count: int
    oldest_open: int | None
    last_repairs: tuple[LastRepair, ...]

    def within(self, sessions: int = WITHIN) -> Within | None:
        """What became of them within so many sessions.

        None below 10 ruptures, and where none was followed for so long.
        """
        curve = self.incidence
        if curve is None or self.count < RATE_FROM or curve.known_to < sessions:
            return None
        step = curve.step(sessions)
        if step is None:
            return Within(sessions, 0.0, 0.0, None)
        return Within(
            sessions,
            curve.resolved[step],
            curve.ended[step],
            curve.resolved_interval[step],
        )


def repair(
    ruptures: RuptureQuerySet,
    sessions: SessionQuerySet,
    period: Period,
    wanted: str = "",
) -> Repair:
    """Summarise scoped `ruptures` of the `wanted` type, "" for all: 3 statements.

    `sessions` are those of their cases.
    """
    every = _strands(ruptures, period)
    strands = [strand for strand in every if strand.is_of(wanted)]
    repairs = _last_repairs(ruptures.of_type(wanted) if wanted else ruptures, period)
    cases = {strand.case for strand in strands} | {row["case"] for row in repairs}
    chronicle = Chronicle.of(sessions, cases)
    arisen = [strand for strand in strands if _arose_in(period, strand)]
    still_open = [strand for strand in strands if strand.open]
    return Repair(
        count=len(arisen),
        recognised_later=sum(
            each.recognised != Recognised.SAME and _arose_in(period, each)
            for each in every
        ),
        incidence=_incidence(arisen, chronicle),
        open_count=len(still_open),
        oldest_open=max((_age(each, chronicle) for each in still_open), default=None),
        last_repairs=tuple(_repaired(row, chronicle) for row in repairs),
    )


def _strands(ruptures: RuptureQuerySet, period: Period) -> list[Strand]:
    """Ruptures that arose in the period, and those still open from before."""
    in_period = Q(session__date__lte=period.last_day)
    if period.start is not None:
        in_period &= Q(session__date__gte=period.start)
    is_open = Q(status__in=[Status.OPEN, Status.PARTLY])
    rows = (
        ruptures.with_status()
        .filter(in_period | is_open)
        .order_by()
        .values_list(
            "session__case_id",
            "session_id",
            "session__date",
            "type",
            "recognised",
            "status",
            "closed_on",
            ExpressionWrapper(Q(session__case__ended_on__isnull=False), BooleanField()),
            ExpressionWrapper(_resolved_by_report(), BooleanField()),
            Subquery(_resolving_attempts().values("session_id")[:1]),
        )
    )
    return [Strand(*row) for row in rows]


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


def _arose_in(period: Period, strand: Strand) -> bool:
    return (
        period.start is None or strand.date >= period.start
    ) and strand.date <= period.last_day


def _incidence(
    strands: Sequence[Strand], chronicle: Chronicle
) -> CumulativeIncidence | None:
    if not strands:
        return None
    durations, outcomes = zip(*(s.outcome(chronicle) for s in strands), strict=True)
    return cumulative_incidence(durations, outcomes)


def _age(strand: Strand, chronicle: Chronicle) -> int:
    """Held sessions since the one in which it arose."""
    return chronicle.last(strand.case) - chronicle.places.get(strand.session, 0)


def _last_repairs(
    ruptures: RuptureQuerySet, period: Period
) -> Sequence[Mapping[str, Any]]:
    attempts = RepairAttempt.objects.filter(
        rupture__in=ruptures,
        outcome__gte=RESOLVED_FROM,
        session__date__lte=period.last_day,
    )
    if period.start is not None:
        attempts = attempts.filter(session__date__gte=period.start)
    return list(
        attempts.latest_first().values(
            "session_id",
            "strategies",
            case=F("session__case_id"),
            code=F("session__case__code"),
            date=F("session__date"),
            rupture_key=F("rupture__key"),
            arose_in=F("rupture__session_id"),
        )[:LAST_REPAIRS]
    )


def _repaired(row: Mapping[str, Any], chronicle: Chronicle) -> LastRepair:
    place = chronicle.places.get
    start = place(row["arose_in"], 0)
    return LastRepair(
        row["code"],
        str(row["rupture_key"]),
        row["date"],
        max(0, place(row["session_id"], start) - start),
        tuple(row["strategies"]),
    )
