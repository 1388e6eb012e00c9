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

from dashboard.http import AppRequest
from ruptures import recording
from ruptures.models import Act, Case


@require_POST
def act_undo(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Undo an act and go back to the page that asked.

    The log page alone stays as it is: a form half filled must not be lost.
    """
    act = get_object_or_404(Act.objects.editable_by(request.user), key=key)
    _undo(request, act)
    path = _page_that_asked(request)
    if not request.htmx:
        return redirect(_still_there(request, path, act))
    if path == reverse("dashboard:log"):
        return render(request, "_toast.html")
    return HttpResponseClientRedirect(_still_there(request, path, act))


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
        messages.success(request, _("Undone: %(what)s.") % what)


def _page_that_asked(request: AppRequest) -> str:
    """The path of the page here that the request came from, else the log page."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return reverse("dashboard:log")
    return came_from.path


def _still_there(request: AppRequest, path: str, act: Act) -> str:
    """`path`, unless it names a row that undoing may have taken away."""
    try:
        named = resolve(path).kwargs
    except Resolver404:
        return reverse("dashboard:log")
    cases = Case.objects.editable_by(request.user)
    case = cases.filter(pk=act.case_id).first()
    if case is None:
        return reverse("dashboard:case-list") if "code" in named else path
    if "key" in named:
        return reverse("dashboard:case-detail", args=[case.code])
    return path
