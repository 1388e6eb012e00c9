"""The funnel plot: rates of those who agreed, within what chance alone would spread.

Never a league table: points without names, in the order of their answered sessions.
"""

from math import ceil

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.chart import Chart
from dashboard.charts.layout import (
    INK,
    MUTED,
    SMALL,
    Figure,
    axis,
    figure,
    note,
    share_axis,
)
from dashboard.charts.table import Column, Table, columns, interval_columns
from dashboard.charts.words import count_of
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.summaries.funnel import LEAST, Funnel

STEPS = 60  # places along the limits: as smooth as whole sessions let them be

COLUMNS = columns(
    Column("place", _("By answered sessions"), "text"),
    ("answered", _("Answered")),
    ("yes", _("Strain")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("limits", _("99.8 % limits, from"), _("to")),
)


def funnel(found: Funnel, name: str = "") -> Chart:
    """`name` is what the chosen point is called; the others have none."""
    return Chart(
        slug="funnel",
        title=_("Rates, and how far chance could spread them"),
        sentences=_sentences(found, name),
        figure=_figure(found, name) if found.shown else None,
        table=_table(found, name),
        key=_(
            "Each point is one who agreed to be counted here: strain by their own log, "
            "of the sessions that they answered, in the cases that they agreed for, "
            "which may be a part of theirs. Lines: the rate of all together, and exact "
            "99.8 % limits round it; sessions with one client resemble each other and "
            "count as fewer."
        ),
    )


def _sentences(found: Funnel, name: str) -> tuple[str, ...]:
    if not found.shown:
        return (_off(found),)
    chosen = [_chosen(found, name)] if found.chosen is not None else []
    return (_spread(found), *chosen)


def _off(found: Funnel) -> str:
    text = ngettext(
        "Not drawn: it needs %(least)s supervisees who each agreed, with 10 answered "
        "sessions or more; so far %(count)s agreed.",
        "Not drawn: it needs %(least)s supervisees who each agreed, with 10 answered "
        "sessions or more; so far %(count)s agreed.",
        found.agreed,
    )
    told = text % {"least": LEAST, "count": found.agreed}
    return f"{told} {_too_few(found)}".rstrip()


def _too_few(found: Funnel) -> str:
    """How many of those who agreed have answered enough, where not all of them."""
    known = len(found.rates)
    if known == found.agreed:
        return ""
    text = ngettext(
        "In this period %(count)s of them has so many answered sessions.",
        "In this period %(count)s of them have so many answered sessions.",
        known,
    )
    return text % {"count": known}


def _spread(found: Funnel) -> str:
    numbers = {"count": found.outside, "all": len(found.rates)}
    if not found.outside:
        text = gettext(
            "All %(all)s lie within the limits: chance, and how much cases differ, "
            "could spread them so far. That does not show that they are alike."
        )
        return text % numbers
    text = ngettext(
        "%(count)s of %(all)s lies beyond the limits. That has many explanations: the "
        "work, the clients, the phase, what was noticed, what was logged.",
        "%(count)s of %(all)s lie beyond the limits. That has many explanations: the "
        "work, the clients, the phase, what was noticed, what was logged.",
        found.outside,
    )
    return text % numbers


def _chosen(found: Funnel, name: str) -> str:
    place = found.chosen or 0
    rate, limits = found.rates[place], found.limits[place]
    inside = limits.low <= (rate.value or 0) <= limits.high
    text = (
        gettext("%(name)s: %(count)s, within %(limits)s, the limits for so many.")
        if inside
        else gettext("%(name)s: %(count)s, beyond %(limits)s, the limits for so many.")
    )
    return text % {"name": name, "count": count_of(rate), "limits": interval(limits)}


def _figure(found: Funnel, name: str) -> Figure:
    reach = ceil(max(rate.tally.answered for rate in found.rates) * 1.08)
    sizes = sorted({max(1, ceil(reach * step / STEPS)) for step in range(1, STEPS + 1)})
    limits = found.limits_at(sizes)
    return figure(
        [
            _line(sizes, [each.high for each in limits], "dash"),
            _line(sizes, [each.low for each in limits], "dash"),
            _line([sizes[0], reach], [found.centre] * 2, "solid"),
            _points(found, name),
        ],
        height=360,
        margin={"l": 8, "r": 16, "t": 12, "b": 44},
        xaxis=axis(
            range=[0, reach],
            showgrid=False,
            title={"text": gettext("Answered sessions"), "font": SMALL},
        ),
        yaxis=share_axis([0, 0.25, 0.5, 0.75, 1], range=[-0.02, 1.02]),
        annotations=[_name(found, name)] if found.chosen is not None else [],
    )


def _line(sizes: list[int], shares: list[float], dash: str) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": sizes,
        "y": shares,
        "line": {"color": MUTED, "width": 1.5, "dash": dash, "shape": "hv"},
        "hoverinfo": "skip",
    }


def _points(found: Funnel, name: str) -> Figure:
    places = range(len(found.rates))
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [rate.tally.answered for rate in found.rates],
        "y": [rate.value for rate in found.rates],
        "marker": {
            "size": [13 if place == found.chosen else 9 for place in places],
            "color": INK,
            "symbol": [
                "diamond" if place == found.chosen else "circle-open"
                for place in places
            ],
            "line": {"width": 1.5},
        },
        "cliponaxis": False,
        "hovertext": [
            "<br>".join(
                filter(
                    None,
                    (
                        name if place == found.chosen else "",
                        count_of(rate),
                        percent(rate.value),
                    ),
                )
            )
            for place, rate in enumerate(found.rates)
        ],
    }


def _name(found: Funnel, name: str) -> Figure:
    rate = found.rates[found.chosen or 0]
    at_right = rate.tally.answered > max(r.tally.answered for r in found.rates) / 2
    return note(
        name,
        rate.tally.answered,
        rate.value or 0,
        xanchor="right" if at_right else "left",
        yanchor="bottom",
        yshift=8,
        font={"size": 13, "color": INK},
    )


def _table(found: Funnel, name: str) -> Table:
    """Without a row where nothing is drawn: each would tell of somebody."""
    if not found.shown:
        return Table(COLUMNS, ())
    return Table(
        COLUMNS,
        tuple(
            (
                name if place == found.chosen else str(place + 1),
                rate.tally.answered,
                rate.tally.yes,
                rate.value,
                limits.low,
                limits.high,
            )
            for place, (rate, limits) in enumerate(
                zip(found.rates, found.limits, strict=True)
            )
        ),
    )
