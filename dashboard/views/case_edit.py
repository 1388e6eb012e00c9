"""Changing a case: its settings, its end, a hold."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import record
from dashboard.forms.case import CaseEditForm, EndForm, HoldForm, StepForm
from dashboard.http import AppRequest, undoable
from dashboard.once import once
from ruptures import recording
from ruptures.models import Act, Case, Rupture
from ruptures.taxonomy import HoldReason

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


@require_http_methods(["GET", "POST"])
def case_edit(request: AppRequest, code: str) -> HttpResponse:
    case = _to_edit(request, code)
    form = going_on(request, CaseEditForm.of(case, request.POST))
    if form.is_valid() and _done(request, case, form, _("The case is changed."), _edit):
        return redirect("dashboard:case-detail", case.code)
    return render(request, "case/edit.html", {"case": case, "form": form})


def _edit(form: CaseEditForm, **given: Any) -> Act:
    return recording.edit_case(**given, entry=form.entry)


@require_http_methods(["GET", "POST"])
def case_end(request: AppRequest, code: str) -> HttpResponse:
    """End a case or say better how it ended; an ended one can be reopened here."""
    case = _to_edit(request, code)
    if "reopen" in request.POST:
        return _reopen(request, case)
    form = going_on(request, EndForm.of(case, request.POST))
    if form.is_valid() and _done(
        request, case, form, _("The treatment is ended"), _end
    ):
        return redirect("dashboard:case-detail", case.code)
    ruptures = Rupture.objects.visible_to(request.user).filter(session__case=case)
    context = {
        "case": case,
        "form": form,
        "reopen": StepForm.of(case),
        "open_here": ruptures.still_open().count(),
    }
    return render(request, "case/end.html", context)


def _end(form: EndForm, **given: Any) -> Act:
    return recording.end_case(**given, **form.values)


def _reopen(request: AppRequest, case: Case) -> HttpResponse:
    form = StepForm.of(case, request.POST)
    if form.is_valid() and _done(
        request, case, form, _("The case is open again"), _open_again
    ):
        return redirect("dashboard:case-detail", case.code)
    for said in form.non_field_errors():
        messages.error(request, str(said))
    return redirect("dashboard:case-end", case.code)


def _open_again(form: StepForm, **given: Any) -> Act:
    return recording.reopen_case(**given)


@require_http_methods(["GET", "POST"])
@once
def case_hold(request: AppRequest, code: str) -> HttpResponse:
    """Put a case on hold, or lift the hold that is on it."""
    case = _to_edit(request, code)
    form = (StepForm if case.on_hold else HoldForm).of(case, request.POST)
    said = _("The hold is lifted") if case.on_hold else _("The case is on hold")
    if form.is_valid() and _done(request, case, form, said, _hold_or_lift):
        return redirect("dashboard:case-detail", case.code)
    return render(request, "case/hold.html", {"case": case, "form": form})


def _hold_or_lift(form: StepForm, **given: Any) -> Act:
    if given["case"].on_hold:
        return recording.lift_hold(**given)
    return recording.hold_case(**given, reason=HoldReason(form.cleaned_data["reason"]))


def _to_edit(request: AppRequest, code: str) -> Case:
    return get_object_or_404(Case.objects.editable_by(request.user), code=code)


def _done(
    request: AppRequest,
    case: Case,
    form: Any,
    text: "Words",
    act_of: Callable[..., Act],
) -> bool:
    """Record the act; say it with Undo, or leave the form to say why not."""
    given = {name: form.cleaned_data[name] for name in ("submission", "version")}
    act = record(form, lambda: act_of(form, user=request.user, case=case, **given))
    if act is not None:
        undoable(request, text, act.key)
    return act is not None
