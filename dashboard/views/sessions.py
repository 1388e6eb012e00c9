"""A session already logged: changing it with its answer, deleting it."""

import uuid
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import ConfirmForm, hide_fields, record
from dashboard.forms.note import NoteForm
from dashboard.forms.score import ScoreForm
from dashboard.forms.session import SessionForm
from dashboard.http import AppRequest, undoable, way_back
from dashboard.naming import names_of
from dashboard.once import once
from dashboard.own import case_page, open_check_in_of, session_page
from dashboard.templatetags.rupture_repair import clinical_date
from dashboard.views.same_one import said_by
from ruptures import recording
from ruptures.caseload import (
    Numbers,
    Story,
    client_waits,
    others_shown,
    story,
    told,
)
from ruptures.models import Act, Note, Rupture, Score, Session, SessionReport
from ruptures.recording import NeedsConfirmation
from ruptures.taxonomy import Rater


def session_to_edit(request: AppRequest, key: uuid.UUID) -> Session:
    sessions = Session.objects.editable_by(request.user)
    ruptures = told(Rupture.objects.editable_by(request.user))
    found = sessions.select_related("case").prefetch_related(
        "reports__markers", Prefetch("ruptures", ruptures)
    )
    return get_object_or_404(found, key=key)


def own_report(session: Session) -> SessionReport | None:
    reports = session.reports.all()
    own = (report for report in reports if report.rater == Rater.THERAPIST)
    return next(own, None)


@require_http_methods(["GET", "POST"])
def session_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = session_to_edit(request, key)
    standing = SessionForm.standing(session, own_report(session))
    form = going_on(request, SessionForm(request.POST or None, initial=standing))
    if not form.is_valid():
        return _show(request, session, form)
    try:
        act = record(form, lambda: _edited(request, session, form))
    except NeedsConfirmation as asked:
        return _ask(request, session, form, names_of(asked.rows))
    if act is None:
        return _show(request, session, form)
    day = clinical_date(form.cleaned_data["date"])
    text = _("%(code)s, %(day)s: saved") % {"code": session.case.code, "day": day}
    undoable(request, text, act.key)
    return redirect(way_back(request, case_page(session)))


def _edited(request: AppRequest, session: Session, form: SessionForm) -> Act:
    data = form.cleaned_data
    if form.lost_answers() and not data["confirmed"]:
        raise NeedsConfirmation(recording.what_no_longer_fits(session, form.entry))
    return recording.edit_session(
        user=request.user,
        submission=data["submission"],
        session=session,
        version=data["version"],
        report_version=data["report_version"],
        edit=form.entry,
        confirmed=data["confirmed"],
    )


def _show(request: AppRequest, session: Session, form: SessionForm) -> HttpResponse:
    form.refresh(confirmed="")  # what was confirmed once is asked again
    stories = _stories(request, session)
    context = {
        "session": session,
        "form": form,
        **_what_others_said(request, session, stories),
        "stories": stories,
        **_scores_and_notes(request, session),
        "back": way_back(request, case_page(session)),
    }
    return render(request, "session/edit.html", context)


def _what_others_said(
    request: AppRequest, session: Session, stories: list[Story]
) -> dict[str, Any]:
    """Other raters' answers; what the client sent waits for the therapist's."""
    reports = list(session.reports.all())
    own = own_report(session)
    clients = (report for report in reports if report.rater == Rater.CLIENT)
    client = next(clients, None)
    return {
        "others": said_by(others_shown(reports), stories),
        "answered": own is not None,
        "client": client,
        "client_waits": client_waits(reports),
        "after_client": client and own and not own.independent,
        "check_in": open_check_in_of(request, session),
    }


def _scores_and_notes(request: AppRequest, session: Session) -> dict[str, Any]:
    """What is kept of the session, with forms to add to it."""
    return {
        "scores": Score.objects.editable_by(request.user).filter(session=session),
        "score_form": ScoreForm(auto_id="score_%s"),
        "notes": Note.objects.editable_by(request.user).filter(session=session),
        "note_form": NoteForm(auto_id="note_%s"),
    }


def _stories(request: AppRequest, session: Session) -> list[Story]:
    sessions = Session.objects.editable_by(request.user)
    numbers = Numbers.among(sessions.filter(case=session.case_id))
    return [story(rupture, session, numbers) for rupture in session.ruptures.all()]


def _ask(
    request: AppRequest, session: Session, form: SessionForm, rows: list[str]
) -> HttpResponse:
    lost = [f"{label} {value}" for label, value in form.lost_answers()]
    form.refresh(confirmed=True)
    context: dict[str, Any] = {
        "question": _("Save this session of %(code)s with that answer?")
        % {"code": session.case.code},
        "consequences": [*lost, *rows],
        "submit": _("Save and take these away"),
        "form": hide_fields(form),
        "cancel_url": request.get_full_path(),
    }
    return render(request, "confirm.html", context)


@require_http_methods(["GET", "POST"])
@once
def session_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = session_to_edit(request, key)
    form = ConfirmForm(request.POST or None, initial={"version": session.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, session, form))
        if act is not None:
            undoable(request, _("The session is deleted"), act.key)
            return redirect(case_page(session))
    words = {"code": session.case.code, "day": clinical_date(session.date)}
    context = {
        "question": _("Delete the session of %(code)s on %(day)s?") % words,
        "consequences": names_of(recording.dependents(session)),
        "submit": _("Delete the session"),
        "form": form,
        "cancel_url": session_page(session),
    }
    return render(request, "confirm.html", context)


def _deleted(request: AppRequest, session: Session, form: ConfirmForm) -> Act:
    return recording.delete_session(
        user=request.user,
        submission=form.cleaned_data["submission"],
        session=session,
        version=form.cleaned_data["version"],
        confirmed=True,
    )
