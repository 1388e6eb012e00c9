"""How many sessions two raters called strained, and how many cannot be compared."""

from collections.abc import Mapping
from dataclasses import fields

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, ngettext_lazy

from dashboard.charts.agreement_pairs import COUNTED, NOTHING, RATES
from dashboard.templatetags.rupture_repair import percent
from ruptures.stats.agreement import BOOTSTRAP_CASES, Agreement
from ruptures.stats.rates import Interval
from ruptures.summaries.agreement import Compared
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater

MINUS = "\N{MINUS SIGN}"
CELLS = ("both", "first_only", "second_only", "neither")

ALONE: Mapping[Rater, Promise] = {
    Rater.THERAPIST: ngettext_lazy(
        "%(count)s session answered by you alone",
        "%(count)s sessions answered by you alone",
        "count",
    ),
    Rater.CLIENT: ngettext_lazy(
        "%(count)s session answered by the client alone",
        "%(count)s sessions answered by the client alone",
        "count",
    ),
    Rater.OBSERVER: ngettext_lazy(
        "%(count)s session answered by observers alone",
        "%(count)s sessions answered by observers alone",
        "count",
    ),
}
REASONS: Mapping[str, Promise] = {
    "unanswered": ngettext_lazy(
        "%(count)s session answered by neither",
        "%(count)s sessions answered by neither",
        "count",
    ),
    "unsure": ngettext_lazy(
        "%(count)s session in which one of the two was unsure, or both",
        "%(count)s sessions in which one of the two was unsure, or both",
        "count",
    ),
    "differ": ngettext_lazy(
        "%(count)s session in which the observers did not all say the same",
        "%(count)s sessions in which the observers did not all say the same",
        "count",
    ),
    "dependent": ngettext_lazy(
        "%(count)s session answered after seeing the other's answer",
        "%(count)s sessions answered after seeing the other's answer",
        "count",
    ),
}


def sentences(found: Compared) -> tuple[str, ...]:
    """What the four counts are, and that few of them are no shares."""
    counts = found.counts
    if not counts.total:
        return (str(NOTHING[found.pair]),)
    numbers = {"total": counts.total} | {cell: getattr(counts, cell) for cell in CELLS}
    told = str(COUNTED[found.pair]) % numbers
    if found.enough:
        return (told,)
    few = gettext("Below %(least)s sessions there are counts only, no shares.")
    return told, few % {"least": RATE_FROM}


def left_out(found: Compared) -> list[str]:
    """How many held sessions are not compared, each with the reason."""
    alone = {"first_alone": found.pair.first, "second_alone": found.pair.second}
    return [
        str((ALONE[alone[name]] if name in alone else REASONS[name]) % {"count": count})
        for field in fields(found.left_out)
        if (name := field.name) and (count := getattr(found.left_out, name))
    ]


def no_intervals(found: Compared) -> str:
    """Why there are none; nothing where there are, or where there are no shares."""
    if found.intervals is not None or not found.enough:
        return ""
    return ngettext(
        "No intervals: they need %(least)s clients with such sessions, and there is "
        "%(count)s.",
        "No intervals: they need %(least)s clients with such sessions, and there are "
        "%(count)s.",
        found.cases,
    ) % {"least": BOOTSTRAP_CASES, "count": found.cases}


def rates(found: Compared) -> str:
    """Each rater's own share of yes among the sessions compared."""
    counts = found.counts
    return str(RATES[found.pair]) % {
        "first": percent((counts.both + counts.first_only) / counts.total),
        "second": percent((counts.both + counts.second_only) / counts.total),
    }


def points(difference: float) -> str:
    """ "+14" or "−3": per cent less per cent, signed unless it rounds to 0."""
    rounded = round(difference * 100)
    sign = {1: "+", 0: "", -1: MINUS}[(rounded > 0) - (rounded < 0)]
    return f"{sign}{abs(rounded)}"


def points_between(limits: Interval | None) -> str:
    if limits is None:
        return ""
    ends = {"low": points(limits.low), "high": points(limits.high)}
    return gettext("%(low)s to %(high)s points") % ends


def cell_counts(counts: Agreement) -> list[int]:
    return [getattr(counts, cell) for cell in CELLS]
