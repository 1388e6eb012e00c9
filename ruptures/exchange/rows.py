"""A session with all that was said of it, as one row of the flat file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ruptures.exchange.cells import Value
from ruptures.models import (
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
)
from ruptures.taxonomy import (
    MARKERS,
    STRATEGIES,
    Rater,
    Recognised,
    RuptureType,
    Strain,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SessionRow:
    """`number` is the session's place in its case, None where it was not held.

    `first_outcomes` has a word for each of the ruptures, in their order.
    """

    session: Session
    number: int | None
    reports: Sequence[SessionReport]
    ruptures: Sequence[Any]  # with their status
    first_outcomes: Sequence[str]
    markers: Sequence[str]
    strategies: Sequence[str]
    scores: Sequence[str]

    def said(self, rater: Rater, what: str) -> Value:
        """What the therapist's or the client's report holds; None without one."""
        for report in self.reports:
            if report.rater == rater:
                value: Value = getattr(report, what)
                return value
        return None

    @property
    def observers(self) -> list[SessionReport]:
        return [each for each in self.reports if each.rater == Rater.OBSERVER]

    @property
    def observed_strain(self) -> str | None:
        """The observers' answer; they count as one only where all agree."""
        answers = {report.strain for report in self.observers}
        if len(answers) > 1:
            return "differ"
        return answers.pop() if answers else None

    def any_of_type(self, kind: RuptureType) -> bool | None:
        """Never a no where the therapist did not say yes or no."""
        if any(each.type in (kind, RuptureType.MIXED) for each in self.ruptures):
            return True
        answered = self.said(Rater.THERAPIST, "strain") in (Strain.YES, Strain.NO)
        return False if answered else None

    @property
    def recognised_later(self) -> int:
        return sum(each.recognised != Recognised.SAME for each in self.ruptures)


def with_all_said(
    numbered: Sequence[tuple[Session, int | None]],
) -> Iterator[SessionRow]:
    """Rows of these sessions; the same few queries for any number of them."""
    keys = [session.pk for session, _ in numbered]
    reports = by_session(SessionReport.objects.filter(session__in=keys))
    ruptures = by_session(Rupture.objects.filter(session__in=keys).with_status())
    outcomes = first_outcomes(keys)
    markers = markers_seen(keys)
    strategies = strategies_tried(keys)
    scores = totals(keys)
    for session, number in numbered:
        arose = ruptures[session.pk]
        yield SessionRow(
            session,
            number,
            reports[session.pk],
            arose,
            [outcomes.get(rupture.pk, "none") for rupture in arose],
            MARKERS.ordered(markers[session.pk]),
            STRATEGIES.ordered(strategies[session.pk]),
            scores[session.pk],
        )


def by_session(rows: Iterable[Any]) -> dict[int, list[Any]]:
    return gathered((row.session_id, row) for row in rows)


def gathered(pairs: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def first_outcomes(keys: Sequence[int]) -> dict[int, str]:
    """By rupture, what came of the first attempt; "unknown" where that is not known."""
    attempts = RepairAttempt.objects.filter(rupture__session__in=keys).in_order()
    words: dict[int, str] = {}
    for rupture, outcome in attempts.values_list("rupture_id", "outcome"):
        words.setdefault(rupture, str(outcome or "unknown"))
    return words


def markers_seen(keys: Sequence[int]) -> dict[int, list[str]]:
    markers = RuptureMarker.objects.filter(rupture__session__in=keys).order_by()
    return gathered(markers.values_list("rupture__session_id", "code"))


def totals(keys: Sequence[int]) -> dict[int, list[str]]:
    """By session, each score as "wai-sr:client:52", by instrument and rater."""
    scores = Score.objects.filter(session__in=keys).order_by("instrument", "rater")
    return gathered(
        (score.session_id, f"{score.instrument}:{score.rater}:{score.shown:f}")
        for score in scores
    )


def strategies_tried(keys: Sequence[int]) -> dict[int, list[str]]:
    attempts = RepairAttempt.objects.filter(session__in=keys).order_by()
    return gathered(
        (session, code)
        for session, codes in attempts.values_list("session_id", "strategies")
        for code in codes
    )
