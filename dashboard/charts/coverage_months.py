"""Held sessions by month, by what one rater answered; what is not confirmed apart."""

from collections.abc import Sequence
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import coverage_words as words
from dashboard.charts.chart import Chart
from dashboard.charts.coverage import KNOWN, PARTS, UNCONFIRMED, known
from dashboard.charts.layout import CLEAR, MUTED, Figure, axis, figure
from dashboard.charts.months import (
    MONTH,
    MOST,
    PART,
    Row,
    days_of,
    month_axis,
    table_of,
)
from dashboard.charts.rows import count_axis, legend
from dashboard.charts.words import named
from ruptures.dates import write_day
from ruptures.summaries.answered import AnsweredCaseload, AnsweredMonth

COLUMNS = (MONTH, PART, *KNOWN, UNCONFIRMED)


def by_month(load: AnsweredCaseload, rater: str) -> Chart:
    return Chart(
        slug="coverage-months",
        title=_("Answered, month by month"),
        sentences=words.by_month(load, rater),
        figure=None if load.empty else _month_bars(load.months[-MOST:], rater),
        table=table_of(COLUMNS, load.months, lambda month: _row(month, rater)),
    )


def _row(month: AnsweredMonth, rater: str) -> Row:
    return (
        month.first.isoformat()[:7],  # four digits of the year, of any year
        days_of(month),
        *known(month.answers, rater),
        month.answers.unconfirmed,
    )


def _month_bars(months: Sequence[AnsweredMonth], rater: str) -> Figure:
    """Held sessions upwards, expected dates that are not confirmed downwards."""
    drawn = [
        _upwards(label, [count(month.answers, rater) for month in months], months)
        | {"marker": {"color": colour}}
        for label, colour, count in PARTS.values()
    ]
    waiting = [month.answers.unconfirmed for month in months]
    if any(waiting):
        below = _upwards(_("not confirmed"), waiting, months)
        outlined = {"color": CLEAR, "line": {"color": MUTED, "width": 1.5}}
        downwards = [-count or None for count in waiting]  # none would be outlined, too
        drawn.append(below | {"y": downwards, "marker": outlined})
    return figure(
        drawn,
        height=320,
        barmode="relative",
        bargap=0.45,
        xaxis=month_axis(months),
        yaxis=_both_ways(max(month.answers.held for month in months), max(waiting)),
        annotations=[],
        **legend(),
    )


def _upwards(
    label: str | Promise, counts: Sequence[int], months: Sequence[AnsweredMonth]
) -> Figure:
    return {
        "type": "bar",
        "name": str(label),
        "x": list(range(len(months))),
        "y": list(counts),
        "hovertext": [
            f"{write_day(month.first, 'YEAR_MONTH_FORMAT')}<br>{named(label, count)}"
            for month, count in zip(months, counts, strict=True)
        ],
    }


def _both_ways(up: int, down: int) -> Figure:
    """Counts either way of 0, in the steps of the greater."""
    ticks = count_axis(max(up, down, 1))["tickvals"]
    step = ticks[1]
    lowest, highest = -step * ceil(down / step), step * ceil(max(up, 1) / step)
    shown = range(lowest, highest + 1, step)
    return axis(
        range=[lowest, highest],
        tickvals=list(shown),
        ticktext=[str(abs(tick)) for tick in shown],
        zeroline=True,
        zerolinecolor=MUTED,
    )
