"""Agreement: what two raters said of the same sessions, where one alone said yes."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from dashboard.charts import agreement_words as words
from dashboard.charts.agreement import cells
from dashboard.charts.agreement_pairs import LABELS, MEANINGS, SIDES
from dashboard.charts.coefficients import coefficients
from dashboard.charts.observers import observers, observers_coefficients
from dashboard.forms.agreement import AgreementFilter
from dashboard.forms.filters import Selection
from dashboard.http import AppRequest
from dashboard.paging import page_at
from dashboard.views.caseload import CaseloadPage, show
from ruptures.models import User
from ruptures.summaries.agreement import (
    NO,
    PAIRS,
    YES,
    Compared,
    compared,
    one_sided,
)
from ruptures.summaries.observers import observers_compared

SESSIONS_A_PAGE = 25
USUAL = next(iter(PAIRS.values()))


@require_safe
def agreement(request: AppRequest) -> HttpResponse:
    return show(request, AGREEMENT)


def results(user: User, selection: Selection) -> dict[str, Any]:
    sessions, pair = selection.sessions(user), selection.own.get("pair", USUAL)
    found = compared(sessions, selection.period, pair)
    alone = one_sided(sessions, selection.period, pair).select_related("case")
    drawn, coded = cells(found), coefficients(found)
    pairs = observers_compared(sessions, selection.period)
    among, among_coded = observers(pairs), observers_coefficients(pairs)
    return {
        "found": found,
        "cells": drawn,
        "coefficients": coded,
        "observers": among,
        "observers_coefficients": among_coded,
        "charts": [drawn, coded, among, among_coded],
        "meanings": zip(LABELS[pair], MEANINGS[pair], strict=True),
        "left_out": words.left_out(found),
        "alone": page_at(
            selection.page, alone, SESSIONS_A_PAGE, count=found.counts.differing
        ),
        "side_of": {YES: SIDES[pair.first], NO: SIDES[pair.second]},
        **(_figures(found) if found.enough else {}),
    }


AGREEMENT = CaseloadPage(
    template="agreement/agreement.html",
    asks=("case",),
    results=results,
    form=AgreementFilter,
)


def _figures(found: Compared) -> dict[str, Any]:
    """The plain figures, which want enough sessions for shares."""
    counts, limits = found.counts, found.intervals
    return {
        "positive": counts.positive,
        "positive_limits": limits.positive if limits else None,
        "difference": words.points(counts.difference or 0.0),
        "difference_limits": words.points_between(
            limits.difference if limits else None
        ),
        "rates": words.rates(found),
        "no_intervals": words.no_intervals(found),
    }
