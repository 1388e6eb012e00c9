"""Coefficients of agreement, for researchers: as a table, and why one has no value."""

from collections.abc import Iterator, Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.agreement_words import MINUS, no_intervals
from dashboard.charts.chart import Chart
from dashboard.charts.table import Column, Table, Value, columns, ends_of
from ruptures.stats.agreement import RESAMPLES
from ruptures.summaries.agreement import Compared
from ruptures.summaries.rates import RATE_FROM

UNDEFINED: Mapping[str, Promise] = {
    "positive": _("Agreement on yes has no value: nobody said yes."),
    "negative": _("Agreement on no has no value: nobody said no."),
    "kappa": _(
        "Kappa has no value: all answers are the same, so chance alone would agree "
        "always."
    ),
}


def number(value: float) -> str:
    """A coefficient to two places, which Django would cut off and not round."""
    rounded = round(value, 2) + 0.0  # so that no zero is negative
    return number_format(rounded, 2).replace("-", MINUS)


STATISTICS: dict[str, Promise] = {
    "percent": _("Agreement in all"),
    "positive": _("Agreement on yes"),
    "negative": _("Agreement on no"),
    "difference": _("Difference of the two rates"),
    "kappa": _("Cohen's kappa"),
    "ac1": _("Gwet's AC1"),
}
COLUMNS = columns(
    Column("statistic", _("Statistic"), "text", STATISTICS.__getitem__),
    Column("value", _("Value"), show=number),
    Column("low", _("95 %, from"), show=number),
    Column("high", _("to"), show=number),
)


def coefficients(found: Compared) -> Chart:
    return Chart(
        slug="agreement-coefficients",
        title=_("Agreement as coefficients"),
        sentences=tuple(sentences(found)),
        figure=None,
        table=_table(found),
    )


def sentences(found: Compared) -> Iterator[str]:
    """How the coefficients are made, and why one may have no value or interval."""
    if not found.enough:
        yield gettext("Below %(least)s sessions there are none.") % {"least": RATE_FROM}
        return
    yield from (
        str(why)
        for name, why in UNDEFINED.items()
        if getattr(found.counts, name) is None
    )
    yield no_intervals(found) or _about_intervals(found)
    yield gettext(
        "Each describes how alike two answers are, not who is right. The exact "
        "McNemar test is in the CSV."
    )


def _about_intervals(found: Compared) -> str:
    told = gettext(
        "95 %% intervals by drawing the %(cases)s clients anew, %(resamples)s times. "
        "There is none where the draws have no spread, or too often no value."
    )
    return told % {"cases": found.cases, "resamples": number_format(RESAMPLES)}


def _table(found: Compared) -> Table:
    mcnemar = found.counts.mcnemar_p if found.enough else None
    return Table(
        COLUMNS,
        rows=tuple(_row(found, name) for name in STATISTICS),
        unseen=(("mcnemar_p", _to_four_figures(mcnemar), None, None),),
    )


def _to_four_figures(p: float | None) -> str | None:
    """Four places would make a small p 0, which no p is."""
    return None if p is None else str(float(f"{p:.4g}"))


def _row(found: Compared, name: str) -> tuple[Value, ...]:
    value = getattr(found.counts, name) if found.enough else None
    return name, value, *ends_of(getattr(found.intervals, name, None))
