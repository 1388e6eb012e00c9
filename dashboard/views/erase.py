"""Erasing a case for good, and the signed-off records of what was erased."""

import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.forms.base import SubmissionField, record
from dashboard.forms.erase import EraseForm
from dashboard.http import AppRequest
from dashboard.paging import page_of
from ruptures.backup.known import days_known
from ruptures.erasing.account_kinds import ALL_LABELS
from ruptures.erasing.case import erase_case, what_goes
from ruptures.erasing.kinds import stamp
from ruptures.models import Case, Erasure

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

RECORDS_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def case_erase(request: AppRequest, code: str) -> HttpResponse:
    """Say what will go, ask, and erase; a form sent again shows what it did."""
    done = _done_by(request)
    if done is not None:
        return redirect("dashboard:erasure", done.key)
    own = Case.objects.editable_by(request.user).select_related("therapist")
    case = get_object_or_404(own, code=code)
    counts = what_goes(case)
    form = EraseForm(request.POST or None, initial={"seen": stamp(counts)})
    erased = _erased(request, form, case) if form.is_valid() else None
    if erased is not None:
        return redirect("dashboard:erasure", erased.key)
    context = {"case": case, "form": form, "goes": told(counts), "days": days_known()}
    return render(request, "erase/case.html", context)


def _erased(request: AppRequest, form: EraseForm, case: Case) -> Erasure | None:
    return record(
        form,
        lambda: erase_case(
            user=request.user,
            submission=form.cleaned_data["submission"],
            case=case,
            entry=form.entry,
        ),
    )


def _done_by(request: AppRequest) -> Erasure | None:
    """What this very form erased already, as when it is sent by a double click."""
    if request.method != "POST":
        return None
    submission = SubmissionField().clean(request.POST.get("submission"))
    erasures = Erasure.objects.visible_to(request.user)
    return erasures.filter(submission=submission).first()


def told(counts: Mapping[str, int]) -> "list[tuple[Words, int]]":
    """Kinds of rows in words, with how many there are of each, where there are any."""
    return [(ALL_LABELS[name], counts[name]) for name in ALL_LABELS if counts.get(name)]


@require_safe
def erasure_list(request: AppRequest) -> HttpResponse:
    erasures = Erasure.objects.visible_to(request.user)
    page = page_of(request, erasures, RECORDS_A_PAGE)
    return render(request, "erase/list.html", {"page": page})


@require_safe
def erasure(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """One record, to print and to file."""
    erasures = Erasure.objects.visible_to(request.user)
    return render(
        request, "erase/record.html", of(get_object_or_404(erasures, key=key))
    )


def of(erasure: Erasure) -> dict[str, Any]:
    return {"erasure": erasure, "went": told(erasure.rows), "days": erasure.days}
