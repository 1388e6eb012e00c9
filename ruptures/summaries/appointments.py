"""The appointments of cases in order, with what was said: one statement for a page."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Case as Choose
from django.db.models import CharField, FilteredRelation, Q, QuerySet, When
from django.db.models.functions import Cast

from ruptures.models import Session
from ruptures.models.report import SENT
from ruptures.models.session import IN_ORDER_OF_A_CASE, SessionQuerySet
from ruptures.prepared import Prepared
from ruptures.summaries.answers import said
from ruptures.taxonomy import ATTENDED, Rater

# As text: a date made for each row costs more than the row.
ISO_DATE = Cast("date", CharField(max_length=10))
HELD = frozenset(attendance.value for attendance in ATTENDED)


class Appointment(NamedTuple):
    """A session of any attendance; `day` as ISO text, an answer None where missing.

    What a client sent counts once the therapist has answered, too: in a month of one
    case it could be read off before. `observer` is "differ" where several of them did
    not say the same.
    """

    session: int
    case: int
    attendance: str
    day: str
    therapist: str | None = None
    client: str | None = None
    observer: str | None = None


def appointments(sessions: SessionQuerySet) -> list[Appointment]:
    """Scoped `sessions` with every rater's answer, case by case, in order."""
    return list(map(Appointment._make, _with_answers(sessions)))


def appointments_in(cases: Sequence[int]) -> list[Appointment]:
    """All those of scoped cases, by their keys."""
    return _prepared(cases)


def _with_answers(sessions: SessionQuerySet) -> QuerySet[Session, Any]:
    return (
        sessions.alias(
            by_therapist=_report_of(Rater.THERAPIST), by_client=_report_of(Rater.CLIENT)
        )
        .order_by("case_id", *IN_ORDER_OF_A_CASE)
        .values_list(
            "pk",
            "case_id",
            "attendance",
            ISO_DATE,
            "by_therapist__strain",
            _once_shown("by_client__strain"),
            said(Rater.OBSERVER),
        )
    )


_prepared = Prepared(
    lambda keys: _with_answers(Session.objects.filter(case__in=keys)), Appointment
)


def _report_of(rater: Rater) -> FilteredRelation:
    return FilteredRelation("reports", condition=Q(reports__rater=rater))


def _once_shown(answer: str) -> Choose:
    waits = When(by_therapist__strain=None, by_client__source__in=SENT, then=None)
    return Choose(waits, default=answer)


def held(rows: Iterable[Appointment]) -> list[Appointment]:
    """Those that took place, late ones included."""
    return [row for row in rows if row.attendance in HELD]
