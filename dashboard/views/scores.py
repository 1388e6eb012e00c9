"""A score of a session: entered, changed, deleted."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import EditForm, record
from dashboard.forms.score import ScoreEditForm, ScoreForm
from dashboard.http import AppRequest, undoable, way_back
from dashboard.once import once
from dashboard.own import own_session, session_page
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.models import Act, Score, Session


@require_http_methods(["GET", "POST"])
def score_add(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = own_session(request, key)
    form = going_on(request, ScoreForm(request.POST or None))
    back = way_back(request, session_page(session))
    if form.is_valid():
        act = record(form, lambda: _added(request, session, form))
        if act is not None:
            undoable(request, _("The score is saved"), act.key)
            return redirect(back)
    context = {"session": session, "form": form, "back": back}
    return render(request, "score/add.html", context)


def _added(request: AppRequest, session: Session, form: ScoreForm) -> Act:
    return recording.add_score(
        user=request.user,
        submission=form.cleaned_data["submission"],
        session=session,
        entry=form.entry,
    )


def score_to_edit(request: AppRequest, key: uuid.UUID) -> Score:
    scores = Score.objects.editable_by(request.user).select_related("session__case")
    return get_object_or_404(scores, key=key)


@require_http_methods(["GET", "POST"])
def score_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    score = score_to_edit(request, key)
    standing = ScoreEditForm.standing(score)
    form = going_on(request, ScoreEditForm(request.POST or None, initial=standing))
    back = way_back(request, session_page(score.session))
    if form.is_valid():
        act = record(form, lambda: _edited(request, score, form))
        if act is not None:
            undoable(request, _("The score is saved"), act.key)
            return redirect(back)
    context = {"score": score, "session": score.session, "form": form, "back": back}
    return render(request, "score/edit.html", context)


def _edited(request: AppRequest, score: Score, form: ScoreEditForm) -> Act:
    return recording.edit_score(
        user=request.user,
        submission=form.cleaned_data["submission"],
        score=score,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def score_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    score = score_to_edit(request, key)
    form = EditForm(request.POST or None, initial={"version": score.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, score, form))
        if act is not None:
            undoable(request, _("The score is deleted"), act.key)
            return redirect(way_back(request, session_page(score.session)))
    words = {
        "code": score.session.case.code,
        "day": clinical_date(score.session.date),
        "instrument": score.name,
    }
    context = {
        "question": _("Delete the %(instrument)s of %(code)s, %(day)s?") % words,
        "submit": _("Delete the score"),
        "form": form,
        "cancel_url": session_page(score.session),
    }
    return render(request, "confirm.html", context)


def _deleted(request: AppRequest, score: Score, form: EditForm) -> Act:
    return recording.delete_score(
        user=request.user,
        submission=form.cleaned_data["submission"],
        score=score,
        version=form.cleaned_data["version"],
    )
