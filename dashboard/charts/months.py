"""The rate month by month, each with its interval, over the published range."""

import datetime
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import words
from dashboard.charts.layout import (
    MUTED,
    Figure,
    Label,
    axis,
    band,
    figure,
    labels,
    note,
    share_axis,
    whisker,
)
from dashboard.charts.table import (
    Column,
    Table,
    Value,
    columns,
    ends_of,
    interval_columns,
)
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.dates import write_day, write_month
from ruptures.reference import Range
from ruptures.summaries.caseload import Month
from ruptures.summaries.rates import Rate

BEGIN = -0.6  # of an axis of months: before the first, which is at 0
TOP = 1.02  # of an axis of shares: a dot at 100 % is whole
YEAR = 12  # months that need no year beside their name
MOST = 120  # months shown, the latest: dots of more would not stand apart on a screen

DAYS = {"all": _("all"), "part": _("a part")}


class CalendarMonth(Protocol):
    """A month of which the period may hold only some days."""

    @property
    def first(self) -> datetime.date: ...

    @property
    def part(self) -> bool: ...


def month_of_year(month: str) -> str:
    """ "Nov 2026" for "2026-11"."""
    return write_month(datetime.date.fromisoformat(f"{month}-01"))


AMonth = TypeVar("AMonth", bound=CalendarMonth)
Row = tuple[Value, ...]

MONTH = Column("month", _("Month"), "text", month_of_year)
PART = Column("days", _("Days"), "text", DAYS.__getitem__)
COLUMNS = columns(
    MONTH,
    PART,
    ("held", _("Held")),
    ("yes", _("Strain")),
    ("answered", _("Answered")),
    ("unsure", _("Unsure")),
    ("cases", _("Clients")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("wilson", _("Wilson, from"), _("to")),
    *interval_columns("cluster", _("By client, from"), _("to")),
)


def rate_by_month(
    months: Sequence[Month], rater: str, published: Range | None
) -> Figure | None:
    """A point from 10 answered sessions on, else their count; None without a point."""
    months = months[-MOST:]
    rates = [month.rates[rater] for month in months]
    if all(rate.value is None for rate in rates):
        return None
    shapes, named = range_of_months(published, end_of(months))
    return figure(
        [_points(months, rates), *named],
        height=300,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        xaxis=month_axis(months),
        yaxis=share_axis([0, 0.25, 0.5, 0.75, 1], range=[0, TOP]),
        shapes=shapes,
        annotations=_counts(rates),
    )


def range_of_months(
    published: Range | None, end: float | str
) -> tuple[list[Figure], list[Figure]]:
    """A published range across the figure, and its words above the `end` of the axis,
    where no interval crosses them; nothing where none is.
    """
    if published is None:
        return [], []
    label = Label(words.band_label(published), end, TOP, "top left")
    return [_band(published)], [labels([label])]


def month_axis(months: Sequence[CalendarMonth], below: Sequence[object] = ()) -> Figure:
    """Places 0, 1, 2... under the months' names, with a second line where given."""
    names = [month_name(month, len(months)) for month in months]
    if below:
        names = [f"{name}<br>{line}" for name, line in zip(names, below, strict=True)]
    return axis(
        range=[BEGIN, end_of(months)],
        showgrid=False,
        tickvals=list(range(len(months))),
        ticktext=names,
    )


def end_of(months: Sequence[object]) -> float:
    return len(months) - 1 - BEGIN


def month_name(month: CalendarMonth, of: int = YEAR) -> str:
    """ "Nov", "Nov 26" among many; with * where it is only a part of that month."""
    name = write_day(
        month.first, "MONTH_NAME_FORMAT" if of <= YEAR else "MONTH_MARK_FORMAT"
    )
    return f"{name}*" if month.part else name


def days_of(month: CalendarMonth) -> str:
    return "part" if month.part else "all"


def month_table(months: Sequence[Month], rater: str) -> Table:
    return table_of(COLUMNS, months, lambda month: _row(month, month.rates[rater]))


def table_of(
    described: tuple[Column, ...],
    months: Sequence[AMonth],
    row: Callable[[AMonth], Row],
) -> Table:
    """A row for each month; those before the ones shown are in the CSV alone."""
    rows = tuple(row(month) for month in months)
    return Table(described, rows[-MOST:], earlier=rows[:-MOST])


def _points(months: Sequence[Month], rates: Sequence[Rate]) -> Figure:
    values = [rate.value for rate in rates]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(months))),
        "y": values,
        "line": {"width": 1.5},
        "marker": {
            "size": 8,
            "symbol": ["circle-open" if month.part else "circle" for month in months],
        },
        "error_y": whisker(values, [rate.interval for rate in rates])
        | {"color": MUTED, "thickness": 1.5},
        "hovertext": [
            _hover(month, rate) for month, rate in zip(months, rates, strict=True)
        ],
    }


def _counts(rates: Sequence[Rate]) -> list[Figure]:
    """ "1 of 5" where that is too little for a point; nothing where none answered."""
    return [
        note(
            gettext("%(yes)s of %(answered)s")
            % {"yes": rate.tally.yes, "answered": rate.tally.answered},
            place,
            0.02,
            yanchor="bottom",
            name="count",
        )
        for place, rate in enumerate(rates)
        if rate.value is None and rate.tally.answered
    ]


def _hover(month: Month, rate: Rate) -> str:
    name = write_month(month.first)
    return (
        f"{words.named(name, percent(rate.value))}<br>{words.count_of(rate)}<br>"
        f"{interval(rate.interval)}"
    )


def _band(published: Range) -> Figure:
    return band(xref="paper", x0=0, x1=1, y0=published.low, y1=published.high)


def _row(month: Month, rate: Rate) -> Row:
    return (
        month.first.isoformat()[:7],  # four digits of the year, of any year
        days_of(month),
        month.held,
        rate.tally.yes,
        rate.tally.answered,
        rate.tally.unsure,
        rate.cases,
        rate.value,
        *ends_of(rate.wilson),
        *ends_of(rate.cluster),
    )
