"""Supervision meetings: the list, and the page of one."""

import uuid
from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import (
    require_safe,
)

from dashboard.agenda_lines import ItemLine, with_all
from dashboard.http import AppRequest
from dashboard.looking import note_look, note_looks_at
from dashboard.paging import page_of
from dashboard.views.meeting_steps import steps_of
from ruptures.meeting_changes import removed_meetings
from ruptures.models import (
    Case,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionStep,
    User,
)
from ruptures.models.supervision import StepQuerySet
from ruptures.pairs import Pair, pairs_of

MEETINGS_A_PAGE = 30


@require_safe
def meeting_list(request: AppRequest) -> HttpResponse:
    meetings = SupervisionMeeting.objects.visible_to(request.user)
    page = page_of(
        request, meetings.select_related("therapist", "supervisor"), MEETINGS_A_PAGE
    )
    removed = removed_meetings(request.user)
    told = {
        "page": page,
        "pairs": pairs_of(request.user),
        "removed": removed.select_related("therapist", "supervisor", "changed_by"),
    }
    return render(request, "meeting/list.html", told)


@require_safe
def meeting_detail(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """What both of them see: discussed, agreed, and what became of the time before."""
    meetings = SupervisionMeeting.objects.visible_to(request.user)
    found = meetings.select_related("therapist", "supervisor", "changed_by")
    meeting = get_object_or_404(found, key=key)
    pair = Pair(meeting.therapist, meeting.supervisor)
    items = SupervisionItem.objects.visible_to(request.user).filter(meetings=meeting)
    lines = [ItemLine(item, request.user) for item in with_all(items)]
    agreed = steps_of(request, meeting)["last_steps"]
    earlier = _earlier(request.user, meeting)
    before = steps_of(request, pair.meeting_before(meeting))
    steps = [*agreed, *earlier, *before["last_steps"]]
    note_meeting(request, pair, [*(line.item.case for line in lines), *told_of(steps)])
    told = {
        "meeting": meeting,
        "lines": lines,
        "steps": agreed,
        "earlier": earlier,
        "never": pair.never_brought(),
        "cases": pair.cases,
        **before,
    }
    return render(request, "meeting/meeting.html", told)


def _earlier(user: User, meeting: SupervisionMeeting) -> StepQuerySet:
    """Steps taken back, and the words that others had before they were corrected."""
    steps = SupervisionStep.objects.visible_to(user).filter(meeting=meeting)
    gone = steps.exclude(taken_back_at=None)
    gone = gone.select_related("case__therapist", "taken_back_by")
    return gone.order_by("taken_back_at", "pk")


def told_of(steps: Iterable[SupervisionStep]) -> list[Case]:
    """Their cases, ended ones too."""
    return [step.case for step in steps if step.case]


def note_meeting(request: AppRequest, pair: Pair, cases: Iterable[Case]) -> None:
    """Note the look: at each case that is shown, or at the meeting where none is."""
    if pair.therapist == request.user:
        return
    shown = {*cases, *pair.cases}
    if shown:
        note_looks_at(request, shown)
    else:
        note_look(request, pair.therapist)
