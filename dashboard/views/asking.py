"""Asking the client about a session: a link to send, or the device handed over."""

import uuid
from datetime import timedelta
from urllib.parse import urlsplit

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dashboard import sign_in
from dashboard.forms.client import LinkForm
from dashboard.http import AppRequest, leave_nothing
from dashboard.own import open_check_in_of, own_session, session_page
from dashboard.views.client import clients_report
from ruptures import recording
from ruptures.models import Session, Way

IN_THE_ROOM = timedelta(hours=1)
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@require_http_methods(["GET", "POST"])
def client_ask(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """A new link is shown in this one answer and can never be read again."""
    session = own_session(request, key)
    reachable = reached_by_others()
    form = LinkForm((reachable and request.POST) or None)
    link = _new_link(request, session, form) if form.is_valid() else ""
    context = {
        "session": session,
        "report": clients_report(request, session),
        "check_in": open_check_in_of(request, session),
        "form": form,
        "link": link,
        "picture": picture_of(link) if link else "",
        "reachable": reachable,
        "site": settings.SITE_URL,
        "back": session_page(session),
    }
    return render(request, "client/ask.html", context)


def _new_link(request: AppRequest, session: Session, form: LinkForm) -> str:
    """The address that the client is given; empty, with an error, where refused."""
    try:
        token = recording.open_check_in(
            user=request.user, session=session, way=Way.LINK, lasting=form.validity
        )
    except ValidationError as refused:
        form.add_error(None, refused)
        return ""
    return f"{settings.SITE_URL}{reverse('dashboard:check-in', args=[token])}"


def reached_by_others() -> bool:
    """Whether a link made here can be opened on another device."""
    return urlsplit(settings.SITE_URL).hostname not in LOOPBACK


def picture_of(link: str) -> str:
    """The link as a QR code, in an address of the kind `data:`."""
    code = segno.make(link, error="m")
    return str(code.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"))


@require_POST
def client_hand_over(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Sign the therapist out here, and only then show the questions."""
    session = own_session(request, key)
    try:
        token = recording.open_check_in(
            user=request.user, session=session, way=Way.DEVICE, lasting=IN_THE_ROOM
        )
    except ValidationError as refused:
        for message in refused.messages:
            messages.error(request, message)
        return redirect(session_page(session))
    logout(request)
    response = redirect("dashboard:check-in", token)
    sign_in.forget(response)
    return leave_nothing(response)


@require_POST
def client_withdraw(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = own_session(request, key)
    recording.withdraw_check_in(user=request.user, session=session)
    text = _("The check-in is withdrawn. It opens nothing any more.")
    messages.success(request, text)
    return redirect(session_page(session))
