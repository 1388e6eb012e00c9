"""Observers of the same recordings, two by two: where both say the same."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from ruptures.models import SessionReport
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
from ruptures.summaries.agreement import CELLS
from ruptures.summaries.caseload import within
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater

Codes = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ObserverPair:
    """Two observers by their codes, in the order of these, and what both answered.

    `cells` has (both, first only, second only, neither), one tuple a case.
    """

    codes: Codes
    cells: tuple[Cells, ...]

    @property
    def counts(self) -> Agreement:
        return agreement(*(sum(case[cell] for case in self.cells) for cell in range(4)))

    @property
    def enough(self) -> bool:
        """Whether shares and coefficients can be given: from 10 sessions on."""
        return self.counts.total >= RATE_FROM

    @property
    def intervals(self) -> AgreementIntervals | None:
        """None below 10 cases, or without shares."""
        many = len(self.cells) >= BOOTSTRAP_CASES and self.enough
        return bootstrap_intervals(self.cells) if many else None


def observers_compared(
    sessions: SessionQuerySet, period: Period
) -> tuple[ObserverPair, ...]:
    """Every two who both said yes or no of a session, each without having seen
    another's answer: 1 statement.
    """
    counts: dict[Codes, dict[int, list[int]]] = defaultdict(dict)
    for case, codes, cell in _both(sessions, period):
        counts[codes].setdefault(case, [0] * len(CELLS))[cell] += 1
    return tuple(
        ObserverPair(codes, tuple((a, b, c, d) for a, b, c, d in cases.values()))
        for codes, cases in sorted(counts.items())
    )


def _both(
    sessions: SessionQuerySet, period: Period
) -> Iterator[tuple[int, Codes, int]]:
    """Case, codes and cell, one each session and two of its observers."""
    reports = SessionReport.objects.answered().filter(
        rater=Rater.OBSERVER,
        independent=True,
        session__in=within(sessions, period).held().order_by(),
    )
    said: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for case, session, code, answer in reports.order_by("reporter").values_list(
        "session__case_id", "session_id", "reporter", "strain"
    ):
        said[case, session][code] = answer
    for (case, _session), answers in said.items():
        for first, second in combinations(answers, 2):
            cell = CELLS.index((answers[first], answers[second]))
            yield case, (first, second), cell
