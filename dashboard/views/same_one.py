"""What another rater called strain, and a rupture of that session: "the same one"."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.forms.base import record
from dashboard.forms.same_one import SameOneForm, can_be_about_one
from dashboard.http import AppRequest, undoable, way_back
from dashboard.own import session_page
from ruptures import recording
from ruptures.caseload import Numbers, Story, story, told
from ruptures.models import Act, Rupture, SessionReport
from ruptures.models.report import OTHERS
from ruptures.taxonomy import Strain


@dataclass(frozen=True, slots=True)
class Said:
    """What another said, with the form that ties it to a rupture, if it can be."""

    report: SessionReport
    form: SameOneForm | None


def said_by(reports: Sequence[SessionReport], stories: Sequence[Story]) -> list[Said]:
    return [
        Said(
            report,
            SameOneForm(report=report, stories=stories)
            if can_be_about_one(report, stories)
            else None,
        )
        for report in reports
    ]


def report_to_tie(request: AppRequest, key: uuid.UUID) -> SessionReport:
    """Another's yes; Http404 as well for what is kept back, whatever it says."""
    reports = SessionReport.objects.editable_by(request.user).shown()
    found = reports.filter(rater__in=OTHERS, strain=Strain.YES)
    return get_object_or_404(found.select_related("session__case"), key=key)


@require_http_methods(["GET", "POST"])
def report_rupture(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Note which rupture an answer is about, or that it is about none."""
    report = report_to_tie(request, key)
    session = report.session
    ruptures = told(Rupture.objects.editable_by(request.user)).filter(session=session)
    stories = [story(each, session, Numbers({}, {})) for each in ruptures]
    form = SameOneForm(request.POST or None, report=report, stories=stories)
    back = way_back(request, session_page(session))
    if form.is_valid():
        act = record(form, lambda: _tied(request, report, form))
        if act is not None:
            undoable(request, _what_was_noted(form), act.key)
            return redirect(back)
    context = {
        "session": session,
        "report": report,
        "stories": stories,
        "form": form,
        "back": back,
    }
    return render(request, "same_one/same_one.html", context)


def _what_was_noted(form: SameOneForm) -> str:
    if form.chosen is None:
        return _("Noted: not the same one")
    return _("Noted: the same one")


def _tied(request: AppRequest, report: SessionReport, form: SameOneForm) -> Act:
    return recording.link_report(
        user=request.user,
        submission=form.cleaned_data["submission"],
        report=report,
        version=form.cleaned_data["version"],
        rupture=form.chosen,
    )
