"""Supervision: what a supervisor sees first, and who may see one's own cases."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard import grant_list
from dashboard.http import AppRequest
from dashboard.looking import note_caseloads_of
from dashboard.supervisor_home import desks
from dashboard.views import agenda
from ruptures.supervisees import counted_with, grants_of


@require_safe
def supervision(request: AppRequest) -> HttpResponse:
    """For a supervisor, a therapist, or somebody who is both."""
    shared = desks(request.user)
    note_caseloads_of(request, grants_of(each.supervisee for each in shared))
    context = {
        "desks": shared,
        "counted_with": counted_with(request.user),
        **(agenda.context(request.user) if shared else {}),
        **grant_list.context(request),
    }
    return render(request, "supervision/home.html", context)
