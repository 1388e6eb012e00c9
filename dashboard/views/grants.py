"""One grant: what it is, accepting it, and ending it from either side."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dashboard.access_words import in_words
from dashboard.http import AppRequest
from ruptures import granting
from ruptures.models import AccessEvent, Case, Grant, User

LATEST = 20


@require_safe
def grant_detail(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """For its therapist: who, what, since when, what they looked at; for whom it is
    offered to or who holds it: what it is, and the answer.
    """
    grant = _grant(request, key)
    context: dict[str, Any] = {"grant": grant, "sends_email": settings.SENDS_EMAIL}
    if grant.therapist_id != request.user.pk:
        return render(request, "grants/held.html", context)
    events = AccessEvent.objects.visible_to(request.user).filter(grant=grant.key)
    latest = list(events[:LATEST])
    context |= {
        "cases": _cases_of(request.user, grant),
        "lines": in_words(latest, request.user, {grant.key: grant.email}),
    }
    return render(request, "grants/detail.html", context)


def _cases_of(user: User, grant: Grant) -> Iterable[Case]:
    own = Case.objects.editable_by(user)
    return own.running() if grant.every_case else own.filter(grants=grant)


@require_POST
def grant_accept(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    grant = get_object_or_404(
        Grant.objects.visible_to(request.user), key=key, holder=request.user
    )
    try:
        granting.accept(user=request.user, grant=grant)
    except ValidationError as error:  # ended or over by now
        messages.error(request, " ".join(error.messages))
        return redirect("dashboard:supervision")
    messages.success(request, _("You have accepted. Every look is noted for them."))
    return redirect("dashboard:grant-detail", key)


@require_http_methods(["GET", "HEAD", "POST"])
def grant_end(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, then end it at once; from either side."""
    grant = _grant(request, key)
    if request.method == "POST":
        granting.end(user=request.user, grant=grant)
        messages.success(request, _("It is ended: nothing is open by it any more."))
        return redirect("dashboard:supervision")
    return render(request, "grants/end.html", {"grant": grant})


def _grant(request: AppRequest, key: uuid.UUID) -> Grant:
    grants = Grant.objects.visible_to(request.user).select_related(
        "therapist", "holder", "ended_by"
    )
    return get_object_or_404(grants, key=key)
