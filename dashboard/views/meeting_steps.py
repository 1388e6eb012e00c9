"""Steps agreed at a supervision meeting, and what became of them."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import (
    require_POST,
)

from dashboard.forms.meeting import OutcomeForm
from dashboard.http import AppRequest, or_404
from dashboard.looking import note_look, note_looks_at
from ruptures.meetings import say_outcome
from ruptures.models import (
    StepOutcome,
    SupervisionMeeting,
    SupervisionStep,
)


def steps_of(request: AppRequest, meeting: SupervisionMeeting | None) -> dict[str, Any]:
    """A meeting before this one, with its steps and what became of them."""
    steps = SupervisionStep.objects.visible_to(request.user)
    steps = steps.select_related("case__therapist")
    found = list(steps.standing().filter(meeting=meeting)) if meeting else []
    return {"last": meeting, "last_steps": found, "outcomes": StepOutcome.choices}


@require_POST
def meeting_step(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Say what became of a step; htmx gets the step anew."""
    steps = SupervisionStep.objects.visible_to(request.user).standing()
    told_with = steps.select_related("case__therapist", "meeting__therapist")
    step = get_object_or_404(told_with, key=key)
    _note(request, step)
    form = OutcomeForm(request.POST)
    refused = _refused(request, step, form) if form.is_valid() else ""
    step.refresh_from_db(fields=["outcome", "outcome_at"])
    if request.htmx:
        told = {"step": step, "outcomes": StepOutcome.choices, "refused": refused}
        return render(request, "meeting/_step.html", told)
    if refused:
        messages.error(request, refused)
    return redirect("dashboard:meeting-detail", step.meeting.key)


def _note(request: AppRequest, step: SupervisionStep) -> None:
    """The answer shows the step: a look at its case, or at what the two agreed."""
    if step.case:
        note_looks_at(request, [step.case])
    elif step.meeting.therapist != request.user:
        note_look(request, step.meeting.therapist)


def _refused(request: AppRequest, step: SupervisionStep, form: OutcomeForm) -> str:
    """Why the answer was not taken; empty where it was."""
    outcome = form.cleaned_data["outcome"]
    stood = form.cleaned_data["stood"] if "stood" in form.data else None
    try:
        with or_404():
            say_outcome(user=request.user, step=step, outcome=outcome, stood=stood)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
