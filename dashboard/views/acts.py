"""Undoing what was just done."""

import uuid
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from dashboard.http import AppRequest, is_ours
from ruptures import recording
from ruptures.models import Act, Case


@require_POST
def act_undo(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Undo an act and go back to the page that asked.

    The log page alone stays as it is: a form half filled must not be lost.
    """
    act = get_object_or_404(Act.objects.editable_by(request.user), key=key)
    _undo(request, act)
    page = _page_that_asked(request)
    if request.htmx and urlsplit(page).path == reverse("dashboard:log"):
        return render(request, "_toast.html")
    page = _still_there(request, page, act)
    return HttpResponseClientRedirect(page) if request.htmx else redirect(page)


def _undo(request: AppRequest, act: Act) -> None:
    """Undo once: the key of the undoing follows from the act's, so twice is once."""
    submission = uuid.uuid5(act.key, "undo")
    try:
        recording.undo(user=request.user, submission=submission, act=act)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    else:
        what = {"what": act.get_verb_display()}
        messages.success(request, _("Undone: %(what)s") % what)


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
