"""The numbers of one chart as CSV, by the same filter as the page."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from dashboard.charts.caseload import CHARTS
from dashboard.http import AppRequest
from dashboard.views.overview import caseload_filter, shown


@require_safe
def chart_csv(request: AppRequest, slug: str) -> HttpResponse:
    form = caseload_filter(request)
    if slug not in CHARTS or not form.is_valid():
        raise Http404
    chart = CHARTS[slug](shown(request.user, form.selection))
    return HttpResponse(
        chart.table.as_csv(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{slug}.csv"'},
    )
