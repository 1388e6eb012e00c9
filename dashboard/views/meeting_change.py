"""Changing a supervision meeting, removing it, and putting it back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.drafts import going_on
from dashboard.forms.base import EditForm, RecordingForm, record, recorded
from dashboard.forms.meeting_change import MeetingChangeForm
from dashboard.http import AppRequest
from dashboard.looking import note_look
from dashboard.templatetags.rupture_repair import clinical_date
from dashboard.views.meetings import note_meeting
from ruptures.meeting_changes import (
    change_meeting,
    put_back_meeting,
    remove_meeting,
    removed_meetings,
)
from ruptures.models import SupervisionMeeting
from ruptures.models.supervision import MeetingQuerySet
from ruptures.pairs import Pair


@require_http_methods(["GET", "POST"])
def meeting_change(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Either of the two corrects it, or adds what was forgotten."""
    meeting = _found(SupervisionMeeting.objects.editable_by(request.user), key)
    form = MeetingChangeForm(request.POST or None, meeting=meeting, user=request.user)
    going_on(request, form)
    page = reverse("dashboard:meeting-detail", args=[meeting.key])
    if recorded(form, lambda: _changed(request, meeting, form)):
        messages.success(request, _("The meeting is saved"))
        return redirect(page)
    pair = Pair(meeting.therapist, meeting.supervisor)
    offered = [item.case for item in form.items.values()]
    note_meeting(request, pair, [*offered, *form.cases.values()])
    told = {"form": form, "meeting": meeting, "back": page}
    return render(request, "meeting/change.html", told)


def _changed(
    request: AppRequest, meeting: SupervisionMeeting, form: MeetingChangeForm
) -> SupervisionMeeting:
    return change_meeting(
        user=request.user,
        submission=form.cleaned_data["submission"],
        meeting=meeting,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
def meeting_remove(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then remove it; a second click finds it removed."""
    if request.method == "POST" and removed_meetings(request.user).filter(key=key):
        return redirect("dashboard:meeting-list")
    meeting = _found(SupervisionMeeting.objects.editable_by(request.user), key)
    form = EditForm(request.POST or None, initial={"version": meeting.version})
    if recorded(form, lambda: _removed(request, meeting, form)):
        messages.success(request, _("The meeting is removed"))
        return redirect("dashboard:meeting-list")
    if meeting.therapist != request.user:
        note_look(request, meeting.therapist)
    day = clinical_date(meeting.date)
    told = {
        "question": _("Remove the meeting of %(day)s?") % {"day": day},
        "submit": _("Remove"),
        "form": form,
        "meeting": meeting,
        "cancel_url": reverse("dashboard:meeting-detail", args=[meeting.key]),
    }
    return render(request, "meeting/remove.html", told)


def _removed(
    request: AppRequest, meeting: SupervisionMeeting, form: EditForm
) -> SupervisionMeeting:
    return remove_meeting(
        user=request.user,
        submission=form.cleaned_data["submission"],
        meeting=meeting,
        version=form.cleaned_data["version"],
    )


@require_POST
def meeting_put_back(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """One that the other has put back already is back."""
    gone = removed_meetings(request.user).filter(key=key).first()
    if gone is None:
        _found(SupervisionMeeting.objects.visible_to(request.user), key)
    else:
        form = RecordingForm(request.POST)
        if form.is_valid():
            record(form, lambda: _put_back(request, gone, form))
    return redirect("dashboard:meeting-detail", key)


def _put_back(
    request: AppRequest, meeting: SupervisionMeeting, form: RecordingForm
) -> SupervisionMeeting:
    submission = form.cleaned_data["submission"]
    return put_back_meeting(user=request.user, submission=submission, meeting=meeting)


def _found(meetings: MeetingQuerySet, key: uuid.UUID) -> SupervisionMeeting:
    whole = meetings.select_related("therapist", "supervisor")
    return get_object_or_404(whole, key=key)
