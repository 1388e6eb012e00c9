"""What became of ruptures: how soon resolved, what is open, what was repaired last."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    F,
)

from ruptures.models import RepairAttempt
from ruptures.models.rupture import RuptureQuerySet
from ruptures.period import Period
from ruptures.stats.rates import Interval
from ruptures.stats.survival import (
    CumulativeIncidence,
    cumulative_incidence,
)
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.rates import RATE_FROM
from ruptures.summaries.strands import Strand, age, arisen
from ruptures.taxonomy import RESOLVED_FROM, Recognised

WITHIN = 3  # held sessions: what the plain figure says
LAST_REPAIRS = 5


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

    `recognised_later` are of any type, as the rate is that they stand beside. What is
    open is counted in running cases, and apart where the case ended with it.
    """

    count: int
    recognised_later: int
    incidence: CumulativeIncidence | None
    open_count: int
    open_at_the_end: int
    oldest_open: int | None
    last_repairs: tuple[LastRepair, ...]

    def within(self, sessions: int = WITHIN) -> Within | None:
        """What became of them within so many sessions.

        None below 10 ruptures, and where none was followed for so long; without an
        interval where fewer than 10 were still open and followed then.
        """
        curve = self.incidence
        standing = curve.at(sessions) if curve and self.count >= RATE_FROM else None
        if standing is None:
            return None
        known = standing.at_risk >= RATE_FROM
        return Within(
            sessions,
            standing.resolved,
            standing.ended,
            standing.resolved_interval if known else None,
        )


def repair(
    strands: Iterable[Strand],
    ruptures: RuptureQuerySet,
    chronicle: Chronicle,
    period: Period,
    wanted: str = "",
) -> Repair:
    """Summarise ruptures of the `wanted` type, "" for all: 1 statement.

    `strands` are those of the scoped `ruptures`, `chronicle` tells of their cases.
    """
    of_type = [strand for strand in strands if strand.is_of(wanted)]
    repairs = _last_repairs(ruptures.of_type(wanted) if wanted else ruptures, period)
    counted = arisen(of_type, period)
    still_open = [strand for strand in of_type if strand.open]
    running = [strand for strand in still_open if not strand.case_ended]
    return Repair(
        count=len(counted),
        recognised_later=sum(
            each.recognised != Recognised.SAME for each in arisen(strands, period)
        ),
        incidence=_incidence(counted, chronicle),
        open_count=len(running),
        open_at_the_end=len(still_open) - len(running),
        oldest_open=max((age(each, chronicle) for each in running), default=None),
        last_repairs=tuple(_repaired(row, chronicle) for row in repairs),
    )


def _incidence(
    strands: Sequence[Strand], chronicle: Chronicle
) -> CumulativeIncidence | None:
    if not strands:
        return None
    durations, outcomes = zip(*(s.outcome(chronicle) for s in strands), strict=True)
    return cumulative_incidence(durations, outcomes)


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
