"""The list of what may still be completed, and leaving an answer as it is."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.context import known
from dashboard.forms.days import LeaveForm
from dashboard.http import AppRequest, undoable
from ruptures import recording
from ruptures.counted import counted
from ruptures.models import SessionReport
from ruptures.taxonomy import Rater
from ruptures.to_finish import all_to_finish
from ruptures.unfinished import REACH_DAYS, older_unanswered


@require_http_methods(["GET", "POST"])
def log_to_finish(request: AppRequest) -> HttpResponse:
    if request.method == "POST":
        _leave(request)
        return redirect("dashboard:log-to-finish")
    today = timezone.localdate()
    found = all_to_finish(request.user, today)
    older = counted(older_unanswered(request.user, today))
    context: dict[str, Any] = {
        **known(request.user, older=older),
        "found": found,
        "forms": [(each, _form_of(each.report)) for each in found.incomplete],
        "reach": REACH_DAYS,
        "here": request.path,
    }
    return render(request, "days/to_finish.html", context)


def _form_of(report: SessionReport) -> LeaveForm:
    initial = {"report": report.key, "version": report.version}
    return LeaveForm(initial=initial, auto_id=False)


def _leave(request: AppRequest) -> None:
    form = LeaveForm(request.POST)
    form.is_valid()
    reports = SessionReport.objects.editable_by(request.user)
    own = reports.filter(rater=Rater.THERAPIST).select_related("session__case")
    report = get_object_or_404(own, key=form.cleaned_data.get("report"))
    try:
        act = recording.leave_as_is(
            user=request.user,
            submission=form.cleaned_data["submission"],
            report=report,
            version=form.cleaned_data["version"],
        )
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        told = _("%(code)s: nothing to add") % {"code": report.session.case.code}
        undoable(request, told, act.key)
