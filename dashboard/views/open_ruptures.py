"""What is still open: every rupture neither resolved nor closed, the oldest first."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.forms.attempt import AttemptForm
from dashboard.http import AppRequest
from dashboard.paging import page_of
from ruptures.caseload import Numbers, Story, story, told
from ruptures.models import Case, Rupture, Session

RUPTURES_A_PAGE = 50


@require_safe
def rupture_open(request: AppRequest) -> HttpResponse:
    """The list; `?case=` narrows it, `?attempt=` opens the form of that rupture."""
    ruptures = Rupture.objects.visible_to(request.user).still_open()
    cases = Case.objects.visible_to(request.user)
    code = request.GET.get("case", "").upper()
    case = get_object_or_404(cases, code=code) if code else None
    wanted = ruptures.filter(session__case=case) if case else ruptures
    page = page_of(request, told(oldest_first(wanted)), RUPTURES_A_PAGE)
    stories = _stories(request, list(page))
    context = {
        "chosen": case,
        "cases": cases.filter(pk__in=ruptures.order_by().values("session__case")),
        "page": page,
        "stories": stories,
        "form": _attempt_form(request, stories),
    }
    return render(request, "rupture/open.html", context)
