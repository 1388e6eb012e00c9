"""Ethical and safety concerns: one's own, those one was let read, and a new one."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.drafts import going_on
from dashboard.forms.base import recorded
from dashboard.forms.concerns import ConcernForm
from dashboard.http import AppRequest
from dashboard.looking import note_looks_at
from dashboard.paging import page_of
from ruptures.concerns import add_concern
from ruptures.models import Case, Concern

CONCERNS_A_PAGE = 25


@require_safe
def concern_list(request: AppRequest) -> HttpResponse:
    """One's own concerns, what is not settled first; and those shared with one."""
    concerns = Concern.objects.visible_to(request.user).select_related(
        "case__therapist"
    )
    open_first = (F("closed_on").desc(nulls_first=True), "-made_at", "-pk")
    own = concerns.filter(case__therapist=request.user).order_by(*open_first)
    others = concerns.exclude(case__therapist=request.user)
    context = {
        "page": page_of(request, own, CONCERNS_A_PAGE),
        "shared": page_of(request, others, CONCERNS_A_PAGE, "shared"),
    }
    note_looks_at(request, [concern.case for concern in context["shared"]])
    return render(request, "concern/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_add(request: AppRequest, code: str) -> HttpResponse:
    cases = Case.objects.editable_by(request.user)
    case = get_object_or_404(cases, code=code)
    form = going_on(request, ConcernForm(request.POST or None, case=case))
    if recorded(
        form,
        lambda: add_concern(
            user=request.user,
            submission=form.cleaned_data["submission"],
            case=case,
            entry=form.entry,
        ),
    ):
        messages.success(request, _("The concern is saved. Nobody was notified."))
        return redirect("dashboard:concern-list")
    return render(request, "concern/add.html", {"case": case, "form": form})
