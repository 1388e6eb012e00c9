"""The page of a client who was asked: no account, no cookie, nothing of anyone's data.

The token in the address is the right to answer once. config/middleware/privacy.py
keeps cookies from these pages and sets their headers.
"""

import uuid

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dashboard.forms.client import CheckInForm
from ruptures import recording
from ruptures.models import CheckIn, Way


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, token: str) -> HttpResponse:
    """Looking uses nothing up; unknown, used and withdrawn links look alike."""
    if too_often(request):
        return render(request, "check_in/wait.html", status=429)
    asked = recording.check_in_of(token)
    if asked is None:
        return gone(request)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return answer(request, asked, form)
    contact = settings.LOCAL_CONTACT or _("call your local emergency number")
    is_today = asked.session.date == timezone.localdate()
    context = {"form": form, "contact": contact, "is_today": is_today}
    return render(request, "check_in/ask.html", context)


def answer(request: HttpRequest, asked: CheckIn, form: CheckInForm) -> HttpResponse:
    try:
        recording.answer_check_in(
            check_in=asked, submission=uuid.uuid4(), entry=form.entry
        )
    except (CheckIn.DoesNotExist, ValidationError):  # a moment ago it was still open
        return gone(request)
    in_the_room = asked.way == Way.DEVICE
    context = {"in_the_room": in_the_room, "session": asked.session}
    return render(request, "check_in/thanks.html", context)


def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "check_in/gone.html", status=404)


def too_often(request: HttpRequest) -> bool:
    """Whether this address asked more often than ACCOUNT_RATE_LIMITS lets it."""
    return not ratelimit.consume(
        request, app="allauth.account", action="check_in", limit_get=True
    )
