"""Undoing what was just done."""

import uuid
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from dashboard.http import AppRequest, is_ours, way_back
from ruptures import recording
from ruptures.models import Act, Case


@require_POST
def act_undo(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Undo an act and go back to the page that asked.

    The log page alone stays as it is: a form half filled must not be lost.
    """
    act = Act.objects.editable_by(request.user).filter(key=key).first()
    if act is None:
        return _undo_form(request, key)
    undoing = _undo(request, act)
    page = way_back(request, _page_that_asked(request))
    if request.htmx and urlsplit(page).path == reverse("dashboard:log"):
        return render(request, "_toast.html")
    page = _still_there(request, page, undoing or act)
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


def _undo(request: AppRequest, act: Act) -> Act | None:
    """Undo once: the key of the undoing follows from the act's, so twice is once.

    None where it was refused, which is said on the next page.
    """
    submission = uuid.uuid5(act.key, "undo")
    try:
        undoing = recording.undo(user=request.user, submission=submission, act=act)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return None
    what = {"what": act.get_verb_display()}
    messages.success(request, _("Undone: %(what)s") % what)
    return undoing


def _undo_form(request: AppRequest, submission: uuid.UUID) -> HttpResponse:
    """Undo all that one form logged together, or nothing."""
    acts = get_list_or_404(recording.logged_together(request.user, submission))
    try:
        recording.undo_together(user=request.user, acts=acts)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        told = _("Undone: %(what)s") % {"what": acts[0].get_verb_display()}
        messages.success(request, told)
    page = _page_that_asked(request)
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


def _page_that_asked(request: AppRequest) -> str:
    """The page here that the request came from, else the log page."""
    here = f"{request.scheme}://{request.get_host()}"
    page = request.headers.get("Referer", "").removeprefix(here)
    return page if is_ours(page) else reverse("dashboard:log")


def _still_there(request: AppRequest, page: str, act: Act) -> str:
    """`page`, unless it names a row that undoing may have taken away."""
    try:
        named = resolve(urlsplit(page).path).kwargs
    except Resolver404:
        return reverse("dashboard:log")
    cases = Case.objects.editable_by(request.user)
    case = cases.filter(acts=act).first()
    if case is None:
        return reverse("dashboard:case-list") if "code" in named else page
    if "key" in named:
        return reverse("dashboard:case-detail", args=[case.code])
    return page
