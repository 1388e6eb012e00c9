"""The client's answer on a session as the therapist enters it, and deleting it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import EditForm, record
from dashboard.forms.client import ClientReportForm
from dashboard.http import AppRequest, undoable, way_back
from dashboard.once import once
from dashboard.own import open_check_in_of, own_session, session_page
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.models import Act, Session, SessionReport
from ruptures.taxonomy import Rater


def clients_report(request: AppRequest, session: Session) -> SessionReport | None:
    reports = SessionReport.objects.editable_by(request.user)
    return reports.filter(session=session, rater=Rater.CLIENT).first()


@require_http_methods(["GET", "POST"])
@once
def client_report(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Enter the client's answer, or change what was entered."""
    session = own_session(request, key)
    report = clients_report(request, session)
    if report is not None and not report.by_hand:
        return redirect(session_page(session))
    standing = ClientReportForm.standing(report)
    form = going_on(request, ClientReportForm(request.POST or None, initial=standing))
    if form.is_valid():
        act = record(form, lambda: _saved(request, session, report, form))
        if act is not None:
            undoable(request, _("The client's answer is saved"), act.key)
            return redirect(way_back(request, session_page(session)))
    context = {
        "session": session,
        "report": report,
        "check_in": open_check_in_of(request, session),
        "form": form,
        "back": way_back(request, session_page(session)),
    }
    return render(request, "client/report.html", context)


def _saved(
    request: AppRequest,
    session: Session,
    report: SessionReport | None,
    form: ClientReportForm,
) -> Act:
    submission = form.cleaned_data["submission"]
    if report is None:
        return recording.add_client_report(
            user=request.user, submission=submission, session=session, entry=form.entry
        )
    return recording.edit_client_report(
        user=request.user,
        submission=submission,
        report=report,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def client_report_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = own_session(request, key)
    report = clients_report(request, session)
    if report is None:
        raise Http404
    form = EditForm(request.POST or None, initial={"version": report.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, report, form))
        if act is not None:
            undoable(request, _("The client's answer is deleted"), act.key)
            return redirect(session_page(session))
    words = {"code": session.case.code, "day": clinical_date(session.date)}
    context = {
        "question": _("Delete the client's answer on %(code)s, %(day)s?") % words,
        "submit": _("Delete the client's answer"),
        "form": form,
        "cancel_url": session_page(session),
    }
    return render(request, "confirm.html", context)


def _deleted(request: AppRequest, report: SessionReport, form: EditForm) -> Act:
    return recording.delete_client_report(
        user=request.user,
        submission=form.cleaned_data["submission"],
        report=report,
        version=form.cleaned_data["version"],
    )
