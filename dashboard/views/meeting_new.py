"""A new supervision meeting: what is discussed, and the steps agreed."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
)

from dashboard.drafts import going_on
from dashboard.forms.base import record
from dashboard.forms.meeting import MeetingForm
from dashboard.http import AppRequest
from dashboard.views.meeting_steps import steps_of
from dashboard.views.meetings import note_meeting, told_of
from ruptures.meetings import hold_meeting
from ruptures.models import (
    Grant,
    SupervisionMeeting,
)
from ruptures.pairs import Pair, live_grants


@require_http_methods(["GET", "POST"])
def meeting_new(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """A meeting of the two whom the live grant `key` binds; either may write it."""
    grant = get_object_or_404(live_grants(request.user), key=key)
    pair = Pair.of(grant)
    form = going_on(request, MeetingForm(request.POST or None, pair=pair))
    if form.is_valid():
        meeting = record(form, lambda: _held(request, grant, form))
        if meeting is not None:
            return redirect("dashboard:meeting-detail", meeting.key)
    last = steps_of(request, pair.meeting_before())
    told = {"form": form, "pair": pair, "never": pair.never_brought()}
    told |= {"back": reverse("dashboard:meeting-list"), **last}
    offered = [item.case for item in form.items.values()]
    note_meeting(request, pair, [*offered, *told_of(last["last_steps"])])
    return render(request, "meeting/new.html", told)


def _held(request: AppRequest, grant: Grant, form: MeetingForm) -> SupervisionMeeting:
    submission = form.cleaned_data["submission"]
    return hold_meeting(
        user=request.user, submission=submission, grant=grant, entry=form.entry
    )
