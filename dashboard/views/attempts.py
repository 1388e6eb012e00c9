"""A repair attempt: logged for a rupture, changed, deleted."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.attempt import AttemptEditForm, AttemptForm
from dashboard.forms.base import EditForm, record
from dashboard.http import AppRequest, undoable, way_back
from dashboard.once import once
from dashboard.own import case_page
from dashboard.templatetags.rupture_repair import clinical_date
from dashboard.views.ruptures import rupture_to_edit
from ruptures import recording
from ruptures.models import Act, RepairAttempt, Rupture, Session


def _choices(request: AppRequest, rupture: Rupture) -> dict[str, Any]:
    """The sessions that an attempt for `rupture` may name."""
    sessions = Session.objects.editable_by(request.user)
    held = sessions.filter(case=rupture.session.case_id).numbered().in_order()
    return {"sessions": list(held), "since": rupture.session}


@require_http_methods(["GET", "POST"])
def attempt_add(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    rupture = rupture_to_edit(request, key)
    form = AttemptForm(request.POST or None, **_choices(request, rupture))
    going_on(request, form)
    back = way_back(request, case_page(rupture.session))
    if form.is_valid():
        act = record(form, lambda: _added(request, rupture, form))
        if act is not None:
            undoable(request, _("The repair attempt is saved"), act.key)
            return redirect(back)
    context = {"rupture": rupture, "form": form, "back": back}
    return render(request, "attempt/add.html", context)


def _added(request: AppRequest, rupture: Rupture, form: AttemptForm) -> Act:
    return recording.add_attempt(
        user=request.user,
        submission=form.cleaned_data["submission"],
        rupture=rupture,
        session=form.chosen_session,
        entry=form.entry,
    )


def attempt_to_edit(request: AppRequest, key: uuid.UUID) -> RepairAttempt:
    attempts = RepairAttempt.objects.editable_by(request.user)
    found = attempts.select_related("session__case", "rupture__session")
    return get_object_or_404(found, key=key)


@require_http_methods(["GET", "POST"])
def attempt_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    attempt = attempt_to_edit(request, key)
    form = AttemptEditForm(
        request.POST or None,
        initial=AttemptEditForm.standing(attempt),
        **_choices(request, attempt.rupture),
    )
    going_on(request, form)
    back = way_back(request, case_page(attempt.session))
    if form.is_valid():
        act = record(form, lambda: _edited(request, attempt, form))
        if act is not None:
            undoable(request, _("The repair attempt is saved"), act.key)
            return redirect(back)
    context = {"attempt": attempt, "form": form, "back": back}
    return render(request, "attempt/edit.html", context)


def _edited(request: AppRequest, attempt: RepairAttempt, form: AttemptEditForm) -> Act:
    return recording.edit_attempt(
        user=request.user,
        submission=form.cleaned_data["submission"],
        attempt=attempt,
        version=form.cleaned_data["version"],
        session=form.chosen_session,
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def attempt_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    attempt = attempt_to_edit(request, key)
    form = EditForm(request.POST or None, initial={"version": attempt.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, attempt, form))
        if act is not None:
            undoable(request, _("The repair attempt is deleted"), act.key)
            return redirect(way_back(request, case_page(attempt.session)))
    words = {
        "code": attempt.session.case.code,
        "day": clinical_date(attempt.session.date),
    }
    context = {
        "question": _("Delete the repair attempt of %(code)s, %(day)s?") % words,
        "submit": _("Delete the repair attempt"),
        "form": form,
        "cancel_url": reverse("dashboard:attempt-edit", args=[attempt.key]),
    }
    return render(request, "confirm.html", context)


def _deleted(request: AppRequest, attempt: RepairAttempt, form: EditForm) -> Act:
    return recording.delete_attempt(
        user=request.user,
        submission=form.cleaned_data["submission"],
        attempt=attempt,
        version=form.cleaned_data["version"],
    )
