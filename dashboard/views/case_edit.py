"""Changing a case: its settings, its end, a hold."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dashboard.forms.case import AboutCase, CaseEditForm, EndForm, HoldForm, StepForm
from dashboard.http import AppRequest, undoable
from ruptures import recording
from ruptures.history import row_in_words
from ruptures.models import Act, Case, Rupture
from ruptures.taxonomy import HoldReason


def case_to_edit(request: AppRequest, code: str) -> Case:
    return get_object_or_404(Case.objects.editable_by(request.user), code=code)


def common(request: AppRequest, case: Case, form: AboutCase) -> dict[str, Any]:
    """What every act on a case takes from who sends which form."""
    names = ("submission", "version")
    return {name: form.cleaned_data[name] for name in names} | {
        "user": request.user,
        "case": case,
    }


def saved(request: AppRequest, case: Case, act: Act, text: str | Promise) -> HttpResponse:
    undoable(request, text, act.key)
    return redirect("dashboard:case-detail", case.code)


def shown(
    request: AppRequest, template: str, case: Case, form: AboutCase, **more: Any
) -> HttpResponse:
    """The form's page, beside it how the case stands where it changed meanwhile."""
    stands = form.stale and row_in_words(form.stale, form.fields)
    context = {"case": case, "form": form, "stands": stands} | more
    return render(request, template, context)


@require_http_methods(["GET", "POST"])
def case_edit(request: AppRequest, code: str) -> HttpResponse:
    case = case_to_edit(request, code)
    form = CaseEditForm(request.POST) if request.POST else CaseEditForm.of(case)
    if form.is_valid():
        given = common(request, case, form)
        act = form.record(lambda: recording.edit_case(**given, entry=form.entry))
        if act is not None:
            return saved(request, case, act, _("The case is changed."))
    return shown(request, "case/edit.html", case, form)


@require_http_methods(["GET", "POST"])
def case_end(request: AppRequest, code: str) -> HttpResponse:
    """End a case or say better how it ended; an ended one can be reopened here."""
    case = case_to_edit(request, code)
    if "reopen" in request.POST:
        return _reopen(request, case)
    form = EndForm(request.POST) if request.POST else EndForm.of(case)
    if form.is_valid():
        given = common(request, case, form) | form.values
        act = form.record(lambda: recording.end_case(**given))
        if act is not None:
            return saved(request, case, act, _("The treatment is ended."))
    return _end_page(request, case, form)


def _end_page(request: AppRequest, case: Case, form: AboutCase) -> HttpResponse:
    ruptures = Rupture.objects.visible_to(request.user).filter(session__case=case)
    open_here = ruptures.still_open().count()
    reopen = StepForm.of(case)
    return shown(
        request, "case/end.html", case, form, open_here=open_here, reopen=reopen
    )


def _reopen(request: AppRequest, case: Case) -> HttpResponse:
    form = StepForm(request.POST)
    if form.is_valid():
        given = common(request, case, form)
        act = form.record(lambda: recording.reopen_case(**given))
        if act is not None:
            return saved(request, case, act, _("The case is open again."))
    for message in form.non_field_errors():
        messages.error(request, message)
    return redirect("dashboard:case-end", case.code)


@require_http_methods(["GET", "POST"])
def case_hold(request: AppRequest, code: str) -> HttpResponse:
    """Put a case on hold, or lift the hold that is on it."""
    case = case_to_edit(request, code)
    kind = StepForm if case.on_hold else HoldForm
    form = kind(request.POST) if request.POST else kind.of(case)
    if form.is_valid():
        act = form.record(lambda: _held_or_lifted(request, case, form))
        if act is not None:
            said = _("The hold is lifted.") if case.on_hold else _("The case is on hold.")
            return saved(request, case, act, said)
    return shown(request, "case/hold.html", case, form)


def _held_or_lifted(request: AppRequest, case: Case, form: AboutCase) -> Act:
    given = common(request, case, form)
    if case.on_hold:
        return recording.lift_hold(**given)
    return recording.hold_case(**given, reason=HoldReason(form.cleaned_data["reason"]))
