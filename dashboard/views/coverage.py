"""Coverage: what was answered of what was held, and how soon it was logged."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.charts.coverage import by_case, by_rater
from dashboard.charts.coverage_months import by_month
from dashboard.charts.delay import delay
from dashboard.forms.filters import Selection
from dashboard.http import AppRequest
from dashboard.paging import page_at
from dashboard.views.caseload import CaseloadPage, show
from ruptures.models import User
from ruptures.summaries.answered import answered_caseload
from ruptures.summaries.appointments import appointments
from ruptures.summaries.delay import logging_delay
from ruptures.summaries.expected import concerning
from ruptures.taxonomy import Rater

CASES_A_PAGE = 30


@require_safe
def coverage(request: AppRequest) -> HttpResponse:
    return show(request, COVERAGE)


def results(user: User, selection: Selection) -> dict[str, Any]:
    sessions, period = selection.sessions(user), selection.period
    rows = appointments(concerning(sessions, period))
    load = answered_caseload(selection.cases, rows, period)
    rater = selection.rater or Rater.THERAPIST.value
    cases = by_case(load, rater)
    page = page_at(selection.page, cases.table.rows, CASES_A_PAGE)
    drawn = [
        by_rater(load),
        by_month(load, rater),
        delay(logging_delay(sessions, period)),
    ]
    return {
        "load": load,
        "drawn": drawn,
        "cases": cases,
        "page": page,
        "shown": replace(cases.table, rows=tuple(page)).cells,
        "charts": [*drawn, cases],
    }


COVERAGE = CaseloadPage(
    template="coverage/coverage.html",
    asks=("case", "rater"),
    results=results,
)
