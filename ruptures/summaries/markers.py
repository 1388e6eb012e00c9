"""How often each marker was noted: by the therapist on ruptures, by observers apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Value

from ruptures.models import SessionReport
from ruptures.models.report import SessionReportQuerySet
from ruptures.models.rupture import RuptureQuerySet
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.stats.rates import Interval, wilson_interval
from ruptures.summaries.caseload import within
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import MARKERS, Rater

ANY = "any"


@dataclass(frozen=True, slots=True)
class Noted:
    """One marker; `count` of the `of` ruptures or reports with any marker have it."""

    marker: str
    count: int
    of: int

    @property
    def share(self) -> float | None:
        """None below 10."""
        return self.count / self.of if self.of >= RATE_FROM else None

    @property
    def interval(self) -> Interval | None:
        return wilson_interval(self.count, self.of) if self.of >= RATE_FROM else None


@dataclass(frozen=True, slots=True)
class Markers:
    """What was noted on `rows` ruptures or reports, `marked` of them with any marker.

    `counts` are by marker, each once a row.
    """

    rows: int
    marked: int
    counts: Mapping[str, int]

    def of(self, movement: str) -> tuple[Noted, ...]:
        """The markers of that movement that were noted, the most frequent first."""
        noted = [
            Noted(code, self.counts[code], self.marked)
            for code in MARKERS.of(movement).codes
            if code in self.counts
        ]
        return tuple(sorted(noted, key=lambda each: -each.count))

    def never(self, movement: str) -> tuple[str, ...]:
        """The markers of that movement that were not noted at all."""
        return tuple(c for c in MARKERS.of(movement).codes if c not in self.counts)


def markers_on_ruptures(
    ruptures: RuptureQuerySet, period: Period, wanted: str = ""
) -> Markers:
    """The therapist's markers on scoped `ruptures` that arose in the period.

    `wanted` is the type of rupture, "" for all: one statement.
    """
    arisen = ruptures.of_type(wanted) if wanted else ruptures
    arisen = arisen.filter(session__date__lte=period.last_day)
    if period.start is not None:
        arisen = arisen.filter(session__date__gte=period.start)
    return _counted(arisen)


def markers_by_observers(sessions: SessionQuerySet, period: Period) -> Markers:
    """Markers on observers' reports of scoped `sessions`: one statement."""
    reports: SessionReportQuerySet = SessionReport.objects.filter(
        rater=Rater.OBSERVER, session__in=within(sessions, period)
    )
    return _counted(reports)


def _counted(rows: QuerySet[Any]) -> Markers:
    """Rows by marker, those without any under None, and those with any: one statement.

    An observer may note a marker at several minutes: it counts once a report.
    """
    once = Count("pk", distinct=True)
    by_code = rows.order_by().values_list("markers__code").annotate(rows=once)
    marked = rows.order_by().filter(markers__isnull=False)
    in_all = marked.values_list(Value(ANY)).annotate(rows=once)
    counts: dict[str | None, int] = dict(by_code.union(in_all, all=True))
    without, with_any = counts.pop(None, 0), counts.pop(ANY, 0)
    return Markers(
        rows=without + with_any,
        marked=with_any,
        counts={code: count for code, count in counts.items() if code is not None},
    )
