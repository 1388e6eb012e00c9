"""Two raters of the same sessions: where both say the same, where one alone yes."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from ruptures.models import Session, SessionReport
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.stats.agreement import (
    BOOTSTRAP_CASES,
    Agreement,
    AgreementIntervals,
    Cells,
    agreement,
    bootstrap_intervals,
)
from ruptures.summaries.answers import DIFFER, said
from ruptures.summaries.caseload import within
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater, Strain

YES, NO, UNSURE = Strain.YES.value, Strain.NO.value, Strain.UNSURE.value
CELLS = ((YES, YES), (YES, NO), (NO, YES), (NO, NO))  # as `agreement` takes them


@dataclass(frozen=True, slots=True)
class Pair:
    """Two raters, the first of whom is named first in every cell and difference."""

    first: Rater
    second: Rater


PAIRS: dict[str, Pair] = {
    "therapist_client": Pair(Rater.THERAPIST, Rater.CLIENT),
    "therapist_observer": Pair(Rater.THERAPIST, Rater.OBSERVER),
    "client_observer": Pair(Rater.CLIENT, Rater.OBSERVER),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Held sessions that are not compared, each under the first reason that holds."""

    first_alone: int = 0
    second_alone: int = 0
    unsure: int = 0
    differ: int = 0
    dependent: int = 0
    unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Compared:
    """Sessions that both answered yes or no, each without seeing the other's answer.

    `cells` has (both, first only, second only, neither), one tuple a case that has any.
    """

    pair: Pair
    held: int
    cells: tuple[Cells, ...]
    left_out: LeftOut
    intervals: AgreementIntervals | None

    @property
    def cases(self) -> int:
        return len(self.cells)

    @property
    def counts(self) -> Agreement:
        return agreement(*(sum(case[cell] for case in self.cells) for cell in range(4)))

    @property
    def enough(self) -> bool:
        """Whether shares and coefficients can be given: from 10 sessions on."""
        return self.counts.total >= RATE_FROM


def compared(sessions: SessionQuerySet, period: Period, pair: Pair) -> Compared:
    """Compare `pair` in scoped `sessions` within `period`: 1 statement."""
    cells: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    left_out: Counter[str] = Counter()
    for case, first, second, dependent, count in _answers(sessions, period, pair):
        reason = _reason(first, second, dependent=dependent)
        if reason:
            left_out[reason] += count
        else:
            cells[case][first, second] += count
    tables = tuple(_table(counts) for counts in cells.values())
    return Compared(
        pair=pair,
        held=left_out.total() + sum(map(sum, tables)),
        cells=tables,
        left_out=LeftOut(**left_out),
        intervals=_intervals(tables),
    )


def cells_by_case(
    sessions: SessionQuerySet, period: Period, pair: Pair
) -> dict[int, Cells]:
    """The four cells of each case in which both raters answered: 1 statement."""
    counts: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for case, first, second, dependent, count in _answers(sessions, period, pair):
        if not _reason(first, second, dependent=dependent):
            counts[case][first, second] += count
    return {case: _table(counted) for case, counted in counts.items()}


def one_sided(
    sessions: SessionQuerySet, period: Period, pair: Pair
) -> QuerySet[Session]:
    """Sessions compared that one rater alone called strained, the newest first.

    `first_said` tells which: the answer of the first rater.
    """
    only_first, only_second = (Q(first_said=a, second_said=b) for a, b in CELLS[1:3])
    newest_first = within(sessions, period).held().in_order().reverse()
    return _heard(newest_first, pair).filter(
        only_first | only_second, Q(dependent=False)
    )


def _answers(sessions: SessionQuerySet, period: Period, pair: Pair) -> Iterable[tuple]:
    """One row a case and kind of answers: case, first, second, dependent, count."""
    held = within(sessions, period).held().order_by()
    said_so = ("first_said", "second_said", "dependent")
    return _heard(held, pair).values_list("case_id", *said_so).annotate(Count("pk"))


def _heard(sessions: SessionQuerySet, pair: Pair) -> QuerySet[Session]:
    """With what the two said, and whether one of them had seen the other's answer."""
    seen = SessionReport.objects.filter(
        session=OuterRef("pk"), rater__in=[pair.first, pair.second], independent=False
    )
    return sessions.annotate(
        first_said=said(pair.first),
        second_said=said(pair.second),
        dependent=Exists(seen),
    )


def _reason(first: str | None, second: str | None, *, dependent: bool) -> str:
    """Why sessions with these answers are not compared; nothing where they are."""
    if first is None and second is None:
        return "unanswered"
    for answer, reason in ((UNSURE, "unsure"), (DIFFER, "differ")):
        if answer in (first, second):
            return reason
    if first is None or second is None:
        return "second_alone" if first is None else "first_alone"
    return "dependent" if dependent else ""


def _table(counts: Counter[tuple[str, str]]) -> Cells:
    both, first_only, second_only, neither = (counts[cell] for cell in CELLS)
    return both, first_only, second_only, neither


def _intervals(tables: tuple[Cells, ...]) -> AgreementIntervals | None:
    """None below 10 cases."""
    return bootstrap_intervals(tables) if len(tables) >= BOOTSTRAP_CASES else None
