"""Giving access: who may see whose cases, offered and told."""

from django.conf import settings
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
)

from dashboard.forms.base import record
from dashboard.forms.grants import GiveForm
from dashboard.http import AppRequest
from ruptures import granting
from ruptures.models import Grant, User


@require_http_methods(["GET", "HEAD", "POST"])
def grant_give(request: AppRequest) -> HttpResponse:
    form = GiveForm(request.POST or None, user=request.user)
    if form.is_valid():
        grant = record(form, lambda: _given(request.user, form))
        if grant is not None:
            _tell(request, grant)
            return redirect("dashboard:grant-detail", grant.key)
    context = {"form": form, "sends_email": settings.SENDS_EMAIL}
    return render(request, "grants/give.html", context)


def _given(user: User, form: GiveForm) -> Grant:
    submission = form.cleaned_data["submission"]
    return granting.give(user=user, submission=submission, entry=form.entry)


def _tell(request: AppRequest, grant: Grant) -> None:
    """Write to whom it is offered where e-mail is set up; an account or none, alike."""
    messages.success(
        request, _("Access is offered. Nothing is open before the answer.")
    )
    if not settings.SENDS_EMAIL:
        return
    about = {
        "grant": grant,
        "url": settings.SITE_URL + reverse("dashboard:grant-detail", args=[grant.key]),
    }
    body = render_to_string("grants/offer.txt", about)
    try:
        send_mail(_("Access is offered to you"), body, None, [grant.email])
    except OSError:  # whatever kept it from the mail server
        text = _("The e-mail could not be sent: tell the person yourself.")
        messages.error(request, text)
