"""The numbers of one chart, as a table or as CSV, by the same filter as its page."""

from collections.abc import Sequence
from typing import Protocol

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.charts.chart import Chart
from dashboard.files import as_file
from dashboard.http import AppRequest
from dashboard.views.agreement import AGREEMENT
from dashboard.views.coverage import COVERAGE
from dashboard.views.markers import MARKERS
from dashboard.views.overview import OVERVIEW
from dashboard.views.repair import REPAIR
from dashboard.views.timeline import TIMELINE
from dashboard.views.trends import FUNNEL, TRENDS


class Charted(Protocol):
    """A page with charts, such as CaseloadPage."""

    def asked(self, request: AppRequest) -> Sequence[Chart]:
        """Its charts by the filter in the address; none where it cannot be used."""
        ...


PAGE_OF: dict[str, Charted] = {
    "raters": OVERVIEW,
    "months": OVERVIEW,
    "rolling": OVERVIEW,
    "movements": OVERVIEW,
    "agreement": AGREEMENT,
    "agreement-coefficients": AGREEMENT,
    "observers": AGREEMENT,
    "observers-coefficients": AGREEMENT,
    "incidence": REPAIR,
    "strategies": REPAIR,
    "open-age": REPAIR,
    "markers": MARKERS,
    "observed-markers": MARKERS,
    "timeline": TIMELINE,
    "coverage": COVERAGE,
    "coverage-months": COVERAGE,
    "coverage-cases": COVERAGE,
    "logging-delay": COVERAGE,
    "side-rates": TRENDS,
    "side-movements": TRENDS,
    "side-repair": TRENDS,
    "side-courses": TRENDS,
    "side-agreement": TRENDS,
    "funnel": FUNNEL,
}


@require_safe
def chart_table(request: AppRequest, slug: str) -> HttpResponse:
    """A page of its own, or what htmx unfolds under a chart that it swapped in."""
    template = "_chart_table.html" if request.htmx else "chart/table.html"
    context = {"chart": chart_of(request, slug), "query": request.GET.urlencode()}
    return render(request, template, context)


@require_safe
def chart_csv(request: AppRequest, slug: str) -> HttpResponse:
    chart = chart_of(request, slug)
    return as_file(chart.table.as_csv(), f"{slug}.csv")


def chart_of(request: AppRequest, slug: str) -> Chart:
    """The chart by the filter in the address; raises Http404 where it has none."""
    if slug not in PAGE_OF:
        raise Http404
    charts = PAGE_OF[slug].asked(request)
    found = next((chart for chart in charts if chart.slug == slug), None)
    if found is None:
        raise Http404
    return found
