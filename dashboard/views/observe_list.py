"""The sessions that an observer may rate from the recording."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.http import AppRequest
from dashboard.looking import note_caseloads_of
from dashboard.paging import page_of
from ruptures.models import Case, Grant, Session, SessionReport
from ruptures.models.grant import GrantQuerySet

CASES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class ToRate:
    """The sessions of one case, each with its number; `rated` by this observer."""

    case: Case
    sessions: tuple[tuple[Session, bool], ...]

    @property
    def rated(self) -> int:
        return sum(rated for _session, rated in self.sessions)


@require_safe
def observe_list(request: AppRequest) -> HttpResponse:
    """Cases by their code and sessions by their number; a date stands nowhere."""
    cases = Case.objects.observed_by(request.user).select_related("therapist")
    page = page_of(request, cases, CASES_A_PAGE)
    note_caseloads_of(request, _grants(request, page))
    context = {"page": page, "found": list(_to_rate(request, page))}
    return render(request, "observe/list.html", context)


def _grants(request: AppRequest, cases: Iterable[Case]) -> GrantQuerySet:
    """What opens cases of these therapists to this observer."""
    held = Grant.objects.observing(request.user).select_related("therapist")
    return held.filter(therapist__in={case.therapist_id for case in cases})


def _to_rate(request: AppRequest, cases: Iterable[Case]) -> Iterable[ToRate]:
    mine = SessionReport.objects.given_by(request.user)
    rated = set(mine.values_list("session_id", flat=True))
    sessions = Session.objects.observed_by(request.user).filter(case__in=list(cases))
    by_case: dict[int, list[tuple[Session, bool]]] = defaultdict(list)
    for session in sessions.numbered().in_order():
        by_case[session.case_id].append((session, session.pk in rated))
    for case in cases:
        yield ToRate(case, tuple(by_case[case.pk]))
