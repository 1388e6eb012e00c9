"""Markers by how often they were noted: the therapist's own, and observers' apart."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.charts.markers import noted_markers, observed_markers
from dashboard.forms.filters import Selection
from dashboard.http import AppRequest
from dashboard.views.caseload import CaseloadPage, show
from ruptures.models import User
from ruptures.summaries.markers import markers_by_observers, markers_on_ruptures


@require_safe
def markers(request: AppRequest) -> HttpResponse:
    return show(request, MARKERS)


def results(user: User, selection: Selection) -> dict[str, Any]:
    period, wanted = selection.period, selection.type
    noted = markers_on_ruptures(selection.ruptures(user), period, wanted)
    observed = markers_by_observers(selection.sessions(user), period)
    return {
        "charts": [noted_markers(noted, wanted), observed_markers(observed, wanted)],
        "any": noted.rows or observed.rows,
    }


MARKERS = CaseloadPage(
    template="markers/markers.html",
    asks=("case", "type"),
    results=results,
)
