"""Repair: by when ruptures were resolved, what was tried, what is open for how long."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.charts.incidence import incidence
from dashboard.charts.open_age import open_age
from dashboard.charts.strategies import strategies as strategies_chart
from dashboard.forms.filters import Selection
from dashboard.forms.repair import RepairFilter
from dashboard.http import AppRequest
from dashboard.views.caseload import CaseloadPage, show
from ruptures.models import User
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.courses import courses
from ruptures.summaries.open_ages import open_now
from ruptures.summaries.strands import strands_of
from ruptures.summaries.strategies import strategies


@require_safe
def repair(request: AppRequest) -> HttpResponse:
    return show(request, REPAIR)


def results(user: User, selection: Selection) -> dict[str, Any]:
    period, wanted = selection.period, selection.type
    ruptures = selection.ruptures(user)
    chronicle = Chronicle.of(selection.sessions(user), selection.keys)
    strands = strands_of(ruptures)
    followed = courses(strands, chronicle, period, wanted, selection.own["unit"])
    waiting = open_now(strands, chronicle, wanted)
    tried = strategies(ruptures, period, wanted)
    return {
        "charts": [
            incidence(followed),
            strategies_chart(tried),
            open_age(waiting, None if selection.case else period.start),
        ],
        "any": followed.count or waiting.count or waiting.at_the_end or tried.count,
    }


REPAIR = CaseloadPage(
    template="repair/repair.html",
    asks=("case", "type"),
    results=results,
    form=RepairFilter,
)
