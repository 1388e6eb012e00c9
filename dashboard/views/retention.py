"""Cases whose time to be kept is over: each is erased or kept, by a person alone."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dashboard.forms.base import recorded
from dashboard.forms.keep import KeepForm
from dashboard.http import AppRequest
from dashboard.paging import page_of
from ruptures.models import Case
from ruptures.retention import keep_case, kept, to_review

CASES_A_PAGE = 50


@require_safe
def retention(request: AppRequest) -> HttpResponse:
    context = {
        "years": settings.RETENTION_YEARS,
        "page": page_of(request, to_review(request.user), CASES_A_PAGE),
        "kept": page_of(request, kept(request.user), CASES_A_PAGE, "kept"),
    }
    return render(request, "retention/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case_keep(request: AppRequest, code: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.editable_by(request.user), code=code)
    form = KeepForm(request.POST or None)
    if recorded(
        form,
        lambda: keep_case(
            user=request.user,
            submission=form.cleaned_data["submission"],
            case=case,
            words=form.cleaned_data["words"],
        ),
    ):
        told = _("Case %(code)s is kept for another year.")
        messages.success(request, told % {"code": case.code})
        return redirect("dashboard:retention")
    return render(request, "retention/keep.html", {"case": case, "form": form})
