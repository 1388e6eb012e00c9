"""A rupture: recognised later, changed, closed without repair, deleted."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import ConfirmForm, EditForm, record
from dashboard.forms.note import NoteForm
from dashboard.forms.rupture import CloseForm, RuptureEditForm, RuptureForm
from dashboard.http import AppRequest, undoable, way_back
from dashboard.naming import names_of
from dashboard.once import once
from dashboard.own import case_page, own_session
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.caseload import Numbers, story, told
from ruptures.models import Act, Note, Rupture, Session


def rupture_to_edit(request: AppRequest, key: uuid.UUID) -> Rupture:
    ruptures = told(Rupture.objects.editable_by(request.user))
    return get_object_or_404(ruptures.select_related("session__case"), key=key)


def rupture_page(rupture: Rupture) -> str:
    return reverse("dashboard:rupture-edit", args=[rupture.key])


def words_for(rupture: Rupture) -> dict[str, Any]:
    session = rupture.session
    return {"code": session.case.code, "day": clinical_date(session.date)}


@require_http_methods(["GET", "POST"])
def rupture_add(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = own_session(request, key)
    form = going_on(request, RuptureForm(request.POST or None))
    if form.is_valid():
        act = record(form, lambda: _added(request, session, form))
        if act is not None:
            undoable(request, _("The rupture is saved"), act.key)
            return redirect(way_back(request, case_page(session)))
    back = way_back(request, case_page(session))
    context = {"session": session, "form": form, "back": back}
    return render(request, "rupture/add.html", context)


def _added(request: AppRequest, session: Session, form: RuptureForm) -> Act:
    return recording.add_rupture(
        user=request.user,
        submission=form.cleaned_data["submission"],
        session=session,
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
def rupture_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    rupture = rupture_to_edit(request, key)
    standing = RuptureEditForm.standing(rupture)
    form = going_on(request, RuptureEditForm(request.POST or None, initial=standing))
    back = way_back(request, case_page(rupture.session))
    if form.is_valid():
        act = record(form, lambda: _edited(request, rupture, form))
        if act is not None:
            undoable(request, _("The rupture is saved"), act.key)
            return redirect(back)
    sessions = Session.objects.editable_by(request.user)
    numbers = Numbers.among(sessions.filter(case=rupture.session.case_id))
    context = {
        "rupture": rupture,
        "story": story(rupture, rupture.session, numbers),
        "form": form,
        "notes": Note.objects.editable_by(request.user).filter(rupture=rupture),
        "note_form": NoteForm(auto_id="note_%s"),
        "back": back,
    }
    return render(request, "rupture/edit.html", context)


def _edited(request: AppRequest, rupture: Rupture, form: RuptureEditForm) -> Act:
    return recording.edit_rupture(
        user=request.user,
        submission=form.cleaned_data["submission"],
        rupture=rupture,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def rupture_close(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Close without repair; a closed one is reopened at the same address."""
    rupture = rupture_to_edit(request, key)
    if rupture.closed_reason:
        return _reopen(request, rupture)
    standing = {"version": rupture.version}
    form = going_on(request, CloseForm(request.POST or None, initial=standing))
    if form.is_valid():
        act = record(form, lambda: _closed(request, rupture, form))
        if act is not None:
            undoable(request, _("Closed without repair"), act.key)
            return redirect(way_back(request, case_page(rupture.session)))
    back = way_back(request, rupture_page(rupture))
    context = {"rupture": rupture, "form": form, "back": back}
    return render(request, "rupture/close.html", context)


def _closed(request: AppRequest, rupture: Rupture, form: CloseForm) -> Act:
    return recording.close_rupture(
        user=request.user,
        submission=form.cleaned_data["submission"],
        rupture=rupture,
        version=form.cleaned_data["version"],
        reason=form.cleaned_data["reason"],
        closed_on=form.cleaned_data["closed_on"],
    )


def _reopen(request: AppRequest, rupture: Rupture) -> HttpResponse:
    form = EditForm(request.POST or None, initial={"version": rupture.version})
    if form.is_valid():
        act = record(form, lambda: _reopened(request, rupture, form))
        if act is not None:
            undoable(request, _("The rupture is open again"), act.key)
            return redirect(way_back(request, case_page(rupture.session)))
    context = {
        "question": _("Reopen the rupture of %(code)s, %(day)s?") % words_for(rupture),
        "submit": _("Reopen"),
        "form": form,
        "cancel_url": rupture_page(rupture),
    }
    return render(request, "confirm.html", context)


def _reopened(request: AppRequest, rupture: Rupture, form: EditForm) -> Act:
    return recording.reopen_rupture(
        user=request.user,
        submission=form.cleaned_data["submission"],
        rupture=rupture,
        version=form.cleaned_data["version"],
    )


@require_http_methods(["GET", "POST"])
@once
def rupture_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    rupture = rupture_to_edit(request, key)
    form = ConfirmForm(request.POST or None, initial={"version": rupture.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, rupture, form))
        if act is not None:
            undoable(request, _("The rupture is deleted"), act.key)
            return redirect(way_back(request, case_page(rupture.session)))
    context = {
        "question": _("Delete the rupture of %(code)s, %(day)s?") % words_for(rupture),
        "consequences": names_of(recording.dependents(rupture)),
        "submit": _("Delete the rupture"),
        "form": form,
        "cancel_url": rupture_page(rupture),
    }
    return render(request, "confirm.html", context)


def _deleted(request: AppRequest, rupture: Rupture, form: ConfirmForm) -> Act:
    return recording.delete_rupture(
        user=request.user,
        submission=form.cleaned_data["submission"],
        rupture=rupture,
        version=form.cleaned_data["version"],
        confirmed=True,
    )
