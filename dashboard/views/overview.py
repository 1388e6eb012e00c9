"""The dashboard: plain figures and charts of a caseload, as the filter says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from dashboard.charts import words
from dashboard.charts.caseload import CHARTS, Shown
from dashboard.context import known_of
from dashboard.forms.filters import Selection
from dashboard.forms.overview import ROLLING, OverviewFilter
from dashboard.http import AppRequest
from dashboard.talk_list import to_talk_about
from dashboard.views.caseload import CaseloadPage, show
from ruptures.models import User
from ruptures.reference import RangeSet, range_sets
from ruptures.summaries.appointments import Appointment, appointments_in
from ruptures.summaries.caseload import Caseload, kinds_of, summed
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.coverage import coverage
from ruptures.summaries.repair import Repair, repair
from ruptures.summaries.strands import strands_in
from ruptures.summaries.trend import turns


@require_safe
def overview(request: AppRequest) -> HttpResponse:
    return show(request, OVERVIEW)


def results(user: User, selection: Selection) -> dict[str, Any]:
    rows = appointments_in(selection.keys)
    chronicle = Chronicle.told(rows)
    strands = strands_in(selection.keys)
    kinds = kinds_of((strand.session, strand.type) for strand in strands)
    load = summed(rows, kinds, selection.period)
    drawn = _shown(rows, load, selection)
    repaired = repair(
        strands, selection.keys, chronicle, selection.period, selection.type
    )
    return {
        "load": load,
        "coverage": coverage(
            load, drawn.main_rater, selection.cases, chronicle, selection.period
        ),
        "charts": [chart(drawn) for chart in CHARTS],
        "published": drawn.published,
        "talk": SimpleLazyObject(
            lambda: to_talk_about(selection.cases, rows, strands, selection.case)
        ),
        **_rate(drawn),
        **_repair(repaired),
        **known_of(user, selection, strands),
    }


OVERVIEW = CaseloadPage(
    template="overview/overview.html",
    asks=("case", "rater", "type"),
    results=results,
    form=OverviewFilter,
)


def _shown(rows: Sequence[Appointment], load: Caseload, selection: Selection) -> Shown:
    chosen: RangeSet = selection.own["criterion"]
    shown = Shown(
        load=load,
        published=chosen,
        rater=selection.rater,
        type=selection.type,
        others=[each for each in range_sets(settings.OWN_RANGES) if each != chosen],
    )
    if selection.own["trend"] == ROLLING:
        series = turns(rows, shown.main_rater, selection.period)
        return replace(shown, turns=series)
    return shown


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
