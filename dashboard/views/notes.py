"""Notes on a case, a session or a rupture: written, changed, deleted."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import EditForm, record
from dashboard.forms.note import EventEditForm, EventForm, NoteEditForm, NoteForm
from dashboard.http import AppRequest, undoable, way_back
from dashboard.once import once
from dashboard.own import own_session
from dashboard.paging import page_of
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.models import Act, Case, Grant, Note, Purpose, Rupture, Session

EVENTS_A_PAGE = 10


def title(about: Case | Session | Rupture) -> str:
    """What a note on that row is called."""
    if isinstance(about, Case):
        return _("An event of case %(code)s") % {"code": about.code}
    if isinstance(about, Session):
        words = {"code": about.case.code, "day": clinical_date(about.date)}
        return _("Note on the session of %(code)s, %(day)s") % words
    session = about.session
    words = {"code": session.case.code, "day": clinical_date(session.date)}
    return _("Note on the rupture of %(code)s, %(day)s") % words


def page_about(about: Case | Session | Rupture) -> str:
    """The page where the notes on that row are listed."""
    if isinstance(about, Case):
        return reverse("dashboard:case-detail", args=[about.code])
    name = "session-edit" if isinstance(about, Session) else "rupture-edit"
    return reverse(f"dashboard:{name}", args=[about.key])


def events(request: AppRequest, latest: Sequence[Note]) -> dict[str, Any]:
    """What the case page shows of event notes: a page of them, and the form."""
    return {
        "events": page_of(request, latest, EVENTS_A_PAGE, "events"),
        "event_form": EventForm(auto_id="event_%s"),
    }


def notes_shared(request: AppRequest, case: Case) -> dict[str, Any]:
    """What another reads of notes on sessions and ruptures of a case: those shared.

    To its therapist they are shown where they were written.
    """
    if case.therapist_id == request.user.pk:
        return {}
    on = Q(session__case=case) | Q(rupture__session__case=case)
    notes = Note.objects.visible_to(request.user).filter(on)
    latest = notes.order_by("-logged_at", "-pk").select_related(
        "session", "rupture__session"
    )
    return {"notes_shared": page_of(request, latest, EVENTS_A_PAGE, "notes")}


@require_http_methods(["GET", "POST"])
def note_on_case(request: AppRequest, code: str) -> HttpResponse:
    cases = Case.objects.editable_by(request.user)
    form = EventForm(request.POST or None)
    return _write(request, get_object_or_404(cases, code=code), form)


@require_http_methods(["GET", "POST"])
def note_on_session(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = own_session(request, key)
    return _write(request, session, NoteForm(request.POST or None))


@require_http_methods(["GET", "POST"])
def note_on_rupture(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    ruptures = Rupture.objects.editable_by(request.user)
    found = ruptures.select_related("session__case")
    form = NoteForm(request.POST or None)
    return _write(request, get_object_or_404(found, key=key), form)


def _write(
    request: AppRequest, about: Case | Session | Rupture, form: NoteForm
) -> HttpResponse:
    going_on(request, form)
    back = way_back(request, page_about(about))
    if form.is_valid():
        act = record(form, lambda: _written(request, about, form))
        if act is not None:
            undoable(request, _("The note is saved"), act.key)
            return redirect(back)
    context = {"title": title(about), "form": form, "back": back}
    return render(request, "note/add.html", context)


def _written(
    request: AppRequest, about: Case | Session | Rupture, form: NoteForm
) -> Act:
    return recording.write_note(
        user=request.user,
        submission=form.cleaned_data["submission"],
        about=about,
        entry=form.entry,
    )


def note_to_edit(request: AppRequest, key: uuid.UUID) -> Note:
    notes = Note.objects.editable_by(request.user)
    found = notes.select_related("case", "session__case", "rupture__session__case")
    return get_object_or_404(found, key=key)


@require_http_methods(["GET", "POST"])
def note_edit(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Change a note; one that no key here opens can only be kept or deleted."""
    note = note_to_edit(request, key)
    kind = EventEditForm if note.case else NoteEditForm
    sent = (request.POST or None) if note.is_readable else None
    form = going_on(request, kind(sent, initial=NoteEditForm.standing(note)))
    back = way_back(request, page_about(note.about))
    if form.is_valid():
        act = record(form, lambda: _edited(request, note, form))
        if act is not None:
            undoable(request, _("The note is saved"), act.key)
            return redirect(back)
    context = {"note": note, "title": title(note.about), "form": form, "back": back}
    return render(request, "note/edit.html", context)


def _edited(request: AppRequest, note: Note, form: NoteEditForm) -> Act:
    return recording.edit_note(
        user=request.user,
        submission=form.cleaned_data["submission"],
        note=note,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )


@require_http_methods(["GET", "POST"])
@once
def note_share(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Share this one note with who may read notes of its case, or stop sharing it."""
    note = note_to_edit(request, key)
    case = recording.case_of(note.about)
    form = EditForm(request.POST or None, initial={"version": note.version})
    if form.is_valid():
        act = record(form, lambda: _shared(request, note, form))
        if act is not None:
            undoable(request, act.get_verb_display(), act.key)
            return redirect(way_back(request, page_about(note.about)))
    readers = Grant.objects.editable_by(request.user).live().about(case)
    context = {
        "note": note,
        "title": title(note.about),
        "form": form,
        "readers": readers.filter(purpose=Purpose.SUPERVISE, with_notes=True),
        "back": page_about(note.about),
    }
    return render(request, "note/share.html", context)


def _shared(request: AppRequest, note: Note, form: EditForm) -> Act:
    act = recording.unshare_note if note.shared else recording.share_note
    return act(
        user=request.user,
        submission=form.cleaned_data["submission"],
        note=note,
        version=form.cleaned_data["version"],
    )


@require_http_methods(["GET", "POST"])
@once
def note_delete(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    note = note_to_edit(request, key)
    back = page_about(note.about)
    form = EditForm(request.POST or None, initial={"version": note.version})
    if form.is_valid():
        act = record(form, lambda: _deleted(request, note, form))
        if act is not None:
            undoable(request, _("The note is deleted"), act.key)
            return redirect(way_back(request, back))
    context = {
        "question": _("Delete this note?"),
        "note": note,
        "title": title(note.about),
        "submit": _("Delete the note"),
        "form": form,
        "cancel_url": back,
    }
    return render(request, "note/confirm.html", context)


def _deleted(request: AppRequest, note: Note, form: EditForm) -> Act:
    return recording.delete_note(
        user=request.user,
        submission=form.cleaned_data["submission"],
        note=note,
        version=form.cleaned_data["version"],
    )
