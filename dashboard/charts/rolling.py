"""The rate over the last 20 answered sessions, rolling, over the published range."""

import datetime
from collections.abc import Iterator, Sequence
from math import ceil
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import words
from dashboard.charts.layout import (
    MUTED,
    VEIL,
    Figure,
    axis,
    figure,
    share_axis,
    whisker,
)
from dashboard.charts.months import MOST, TOP, range_of_months
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.dates import write_day
from ruptures.period import month_after
from ruptures.reference import Range
from ruptures.stats.rates import wilson_interval
from ruptures.stats.trend import WINDOW
from ruptures.summaries.trend import Turn

DAY = datetime.timedelta(days=1)
STEP = "hv"  # what was said last holds until the next answer, over a gap as well
FILLED = {"fill": "tonexty", "fillcolor": VEIL}


def written_day(iso: str) -> str:
    return write_day(datetime.date.fromisoformat(iso))


COLUMNS = columns(
    Column("until", _("Until"), "text", written_day),
    ("yes", _("Strain")),
    ("answered", _("Answered")),
    ("cases", _("Clients")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("wilson", _("Wilson, from"), _("to")),
    *interval_columns("cluster", _("By client, from"), _("to")),
)


def rolling_rate(turns: Sequence[Turn], published: Range | None) -> Figure | None:
    """A line through the rates, and its interval; None before 20 answers."""
    if not turns:
        return None
    first, last = turns[0].day, turns[-1].day
    drawn = [
        _edge(turns, [turn.stretch.interval.low for turn in turns]),
        _edge(turns, [turn.stretch.interval.high for turn in turns], **FILLED),
        _line(turns),
        _latest(turns[-1]),  # no line has a length on its day yet
    ]
    if first == last:
        first, last, drawn = first - DAY, last + DAY, drawn[-1:]
    shapes, named = range_of_months(published, last.isoformat())
    months = list(_months(first, last))
    months = months[:: ceil(len(months) / MOST)]
    return figure(
        [*drawn, *named],
        height=300,
        margin={"l": 8, "r": 8, "t": 24, "b": 8},
        xaxis=axis(
            type="date",
            range=[first.isoformat(), last.isoformat()],
            showgrid=False,
            tickvals=[month.isoformat() for month in months],
            ticktext=[write_day(month, "MONTH_MARK_FORMAT") for month in months],
        ),
        yaxis=share_axis([0, 0.25, 0.5, 0.75, 1], range=[0, TOP]),
        shapes=shapes,
    )


def rolling_table(turns: Sequence[Turn]) -> Table:
    return Table(COLUMNS, tuple(_row(turn) for turn in turns))


def rolling_sentence(turns: Sequence[Turn], rater: str, answered: int) -> str:
    """The last stretch and how far the points went, or that it is too early.

    Of many stretches only some are drawn: nothing is said of those between them.
    """
    if not turns:
        return gettext(
            "A point needs %(window)s answered sessions; there are %(answered)s."
        ) % {"window": WINDOW, "answered": answered}
    now, shares = turns[-1], [turn.stretch.rate for turn in turns]
    told = gettext(
        "%(source)s, strain in %(yes)s of the last %(window)s answered sessions with "
        "%(clients)s (%(interval)s); the points drawn lie between %(lowest)s and "
        "%(highest)s."
    ) % {
        "source": words.SOURCES[rater],
        "yes": now.stretch.successes,
        "window": WINDOW,
        "clients": words.clients(len(now.stretch.pairs)),
        "interval": interval(now.stretch.interval),
        "lowest": percent(min(shares)),
        "highest": percent(max(shares)),
    }
    return f"{told} {_shared(turns)}".rstrip()


def _shared(turns: Sequence[Turn]) -> str:
    """How much of what two points say is the same; nothing of one point."""
    if len(turns) < 2:
        return ""
    before, last = (turn.stretch.place for turn in turns[-2:])
    shared = WINDOW - (last - before)
    if shared <= 0:
        return gettext("Neighbouring points share no session.")
    return gettext(
        "Neighbouring points share %(shared)s of their %(window)s sessions."
    ) % {"shared": shared, "window": WINDOW}


def _months(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    """First days of the months after `first`, up to `last`; at least one tick."""
    month = month_after(first)
    if month > last:
        yield first
    while month <= last:
        yield month
        month = month_after(month)


def _edge(turns: Sequence[Turn], ends: Sequence[float], **settings: Any) -> Figure:
    """One end of the intervals, not drawn itself."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [turn.day.isoformat() for turn in turns],
        "y": list(ends),
        "line": {"width": 0, "shape": STEP},
        "hoverinfo": "skip",
    } | settings


def _line(turns: Sequence[Turn]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [turn.day.isoformat() for turn in turns],
        "y": [turn.stretch.rate for turn in turns],
        "line": {"width": 2, "shape": STEP},
        "hovertext": [_hover(turn) for turn in turns],
    }


def _latest(turn: Turn) -> Figure:
    """A point, with its interval."""
    rate, limits = turn.stretch.rate, turn.stretch.interval
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [turn.day.isoformat()],
        "y": [rate],
        "marker": {"size": 8},
        "cliponaxis": False,  # it stands on the edge
        "error_y": whisker([rate], [limits]) | {"color": MUTED, "thickness": 1.5},
        "hovertext": [_hover(turn)],
    }


def _hover(turn: Turn) -> str:
    until = gettext("until %(day)s") % {"day": write_day(turn.day)}
    count = gettext("%(yes)s of %(answered)s") % {
        "yes": turn.stretch.successes,
        "answered": turn.stretch.trials,
    }
    return f"{until}<br>{count}<br>{interval(turn.stretch.interval)}"


def _row(turn: Turn) -> tuple:
    stretch = turn.stretch
    return (
        turn.day.isoformat(),
        stretch.successes,
        stretch.trials,
        len(stretch.pairs),
        stretch.rate,
        *ends_of(wilson_interval(stretch.successes, stretch.trials)),
        *ends_of(stretch.interval if stretch.knows_cases else None),
    )
