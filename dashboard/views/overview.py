"""The dashboard: plain figures and charts of a caseload, as the filter says."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.charts import words
from dashboard.charts.caseload import CHARTS, Shown
from dashboard.forms.filters import CaseloadFilter, Selection
from dashboard.http import AppRequest, partial
from ruptures.models import Case, User
from ruptures.reference import default_set
from ruptures.summaries.caseload import caseload
from ruptures.summaries.coverage import coverage
from ruptures.summaries.repair import Repair, repair


@require_safe
def overview(request: AppRequest) -> HttpResponse:
    """Figures and charts; htmx swaps the results alone when the filter changes."""
    form = caseload_filter(request)
    context: dict[str, Any] = {"form": form, "query": request.GET.urlencode()}
    if form.is_valid():
        context |= results(request.user, form.selection)
    return render(
        request, partial(request, "overview/overview.html", "results"), context
    )


def caseload_filter(request: AppRequest) -> CaseloadFilter:
    cases = Case.objects.visible_to(request.user)
    return CaseloadFilter(request.GET, cases=cases, today=timezone.localdate())


def shown(user: User, selection: Selection) -> Shown:
    """What the charts are drawn from."""
    load = caseload(selection.sessions(user), selection.period)
    published = default_set(settings.OWN_RANGES)
    return Shown(load, published, selection.rater, selection.type)


def results(user: User, selection: Selection) -> dict[str, Any]:
    drawn, sessions = shown(user, selection), selection.sessions(user)
    repaired = repair(
        selection.ruptures(user), sessions, selection.period, selection.type
    )
    return {
        "selection": selection,
        "load": drawn.load,
        "coverage": coverage(
            drawn.load, drawn.main_rater, selection.cases, sessions, selection.period
        ),
        "charts": [chart(drawn) for chart in CHARTS.values()],
        "published": drawn.published,
        **_rate(drawn),
        **_repair(repaired),
    }


def _rate(drawn: Shown) -> dict[str, Any]:
    """The plain figure of the rater who is named, else of the therapist."""
    rate = drawn.load.rates[drawn.main_rater]
    published = drawn.published.of(rate.rater)
    return {
        "rate": rate,
        "rate_title": words.FIGURES[rate.rater],
        "clients": words.clients(rate.cases),
        "rate_ends": words.ends(rate, published),
        "comparison": words.comparison(rate, published) if published else "",
        "unsure": words.unsure_words(rate),
    }


def _repair(repaired: Repair) -> dict[str, Any]:
    return {
        "repair": repaired,
        "repaired": words.repaired_of_100(repaired),
        "repair_words": words.repair_words(repaired),
        "last_repairs": [
            {
                "case_code": each.case_code,
                "when": words.resolved_when(each.sessions_later),
                "strategies": words.tried(each.strategies),
            }
            for each in repaired.last_repairs
        ],
    }
