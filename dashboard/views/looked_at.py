"""The access log: who looked at what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import (
    require_safe,
)

from dashboard.access_words import in_words, named_in
from dashboard.http import AppRequest
from dashboard.paging import page_of
from ruptures.models import AccessEvent

EVENTS_A_PAGE = 50


@require_safe
def looked_at(request: AppRequest) -> HttpResponse:
    """The access log: deeds about one's own cases, and one's own; the newest first."""
    events = AccessEvent.objects.visible_to(request.user)
    others = request.GET.get("by") == "others"
    if others:
        events = events.exclude(actor_account=request.user.pk)
    page = page_of(request, events, EVENTS_A_PAGE)
    listed = list(page)
    lines = in_words(listed, request.user, named_in(listed, request.user))
    context = {"page": page, "lines": lines, "others": others}
    return render(request, "grants/looked_at.html", context)
