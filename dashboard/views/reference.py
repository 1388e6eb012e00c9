"""Every range, instrument, rule and claim that the product uses."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard.http import AppRequest
from ruptures.instruments import instruments
from ruptures.reference import claims, range_sets
from ruptures.stats.agreement import BOOTSTRAP_CASES
from ruptures.stats.rates import CLUSTER_CASES
from ruptures.summaries.rates import RATE_FROM, VERDICT_FROM
from ruptures.taxonomy import RESOLVED_FROM
from ruptures.unfinished import REACH_DAYS


@require_safe
def reference(request: AppRequest) -> HttpResponse:
    context = {
        "sets": range_sets(settings.OWN_RANGES),
        "instruments": instruments(settings.OWN_INSTRUMENTS).values(),
        "claims": claims(),
        "rate_from": RATE_FROM,
        "verdict_from": VERDICT_FROM,
        "verdict_cases": CLUSTER_CASES,
        "resolved_from": RESOLVED_FROM,
        "agreement_cases": BOOTSTRAP_CASES,
        "finish_days": REACH_DAYS,
    }
    return render(request, "reference/reference.html", context)
