"""What became of ruptures: how soon resolved, what is open, what was repaired last."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import CharField, QuerySet, TextField
from django.db.models.functions import Cast

from ruptures.models import RepairAttempt
from ruptures.period import Period
from ruptures.prepared import Prepared
from ruptures.stats.rates import Interval
from ruptures.stats.survival import CumulativeIncidence, cumulative_incidence
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.rates import RATE_FROM
from ruptures.summaries.strands import Strand, age, arisen
from ruptures.taxonomy import RESOLVED_FROM, Recognised, RuptureType

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
    cases: Sequence[int],
    chronicle: Chronicle,
    period: Period,
    wanted: str = "",
) -> Repair:
    """Summarise ruptures of the `wanted` type, "" for all: 1 statement.

    `strands` are those of scoped `cases`, named by their keys, of which `chronicle`
    tells.
    """
    repairs = _prepared(cases, period, wanted)
    any_type = arisen(strands, period)
    counted = [strand for strand in any_type if strand.is_of(wanted)]
    still_open = [each for each in strands if each.open and each.is_of(wanted)]
    running = [strand for strand in still_open if not strand.case_ended]
    return Repair(
        count=len(counted),
        recognised_later=sum(each.recognised != Recognised.SAME for each in any_type),
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


class _Repair(NamedTuple):
    """An attempt with which a rupture was resolved; codes as they are stored."""

    session: int
    day: str
    code: str
    strategies: str
    arose_in: int


def _latest(
    cases: Sequence[int], period: Period, wanted: str
) -> QuerySet[RepairAttempt, Any]:
    """The last few of the period, the latest first."""
    found = RepairAttempt.objects.filter(
        session__case__in=cases,
        session__date__lte=period.last_day,
        outcome__gte=RESOLVED_FROM,
    )
    if period.start:
        found = found.filter(session__date__gte=period.start)
    if wanted:
        found = found.filter(rupture__type__in=(wanted, RuptureType.MIXED))
    return found.latest_first().values_list(
        "session_id",
        Cast("session__date", CharField(max_length=10)),
        "session__case__code",
        Cast("strategies", TextField()),
        "rupture__session_id",
    )[:LAST_REPAIRS]


_prepared = Prepared(_latest, _Repair)


def _repaired(row: _Repair, chronicle: Chronicle) -> LastRepair:
    place = chronicle.places.get
    start = place(row.arose_in, 0)
    return LastRepair(
        row.code,
        datetime.date.fromisoformat(row.day),
        max(0, place(row.session, start) - start),
        tuple(row.strategies.split(",")) if row.strategies else (),
    )
