"""Rate by rater, each with its interval over the range published for that rater."""

from collections.abc import Sequence
from dataclasses import replace

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
    share_axis,
    whisker,
)
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from dashboard.templatetags.rupture_repair import PER_CENT
from ruptures.reference import Range, RangeSet
from ruptures.summaries.rates import Rate

HALF = 0.26  # of a row's height, taken by its band
ROW_HEIGHT = 84
BRACKET = 26  # pixels over the plot

COLUMNS = columns(
    Column("rater", _("Rater"), "text", words.NAMES.__getitem__),
    ("yes", _("Strain")),
    ("answered", _("Answered")),
    ("unsure", _("Unsure")),
    ("observers_differ", _("Observers differ")),
    ("cases", _("Clients")),
    Column("rate", _("Rate"), "share"),
    *interval_columns("wilson", _("Wilson, from"), _("to")),
    *interval_columns("cluster", _("By client, from"), _("to")),
    *interval_columns("range", _("As quoted, from"), _("to")),
    Column("verdict", _("Beside the range"), "text", words.VERDICTS.__getitem__),
)
COMPARED = {"cluster_low", "cluster_high"}


def rate_by_rater(rates: Sequence[Rate], published: RangeSet) -> Figure:
    """One row a rater, the first at the top; a rate from 10 answered sessions on."""
    places = {rate.rater: len(rates) - 1 - row for row, rate in enumerate(rates)}
    ranges = [found for rate in rates if (found := published.of(rate.rater))]
    top = len(rates) - 0.4
    return figure(
        [
            _points(rates, places, published),
            labels(
                [
                    *(_band_label(each, places) for each in ranges),
                    *_bracket_label(published.span, top),
                ]
            ),
        ],
        height=90 + ROW_HEIGHT * len(rates),
        margin={"l": 8, "r": 28, "t": 44, "b": 8},
        xaxis=share_axis([0, 0.2, 0.4, 0.6, 0.8, 1], range=[0, 1]),
        yaxis=axis(
            range=[-0.5, top],
            showgrid=False,
            tickvals=list(places.values()),
            ticktext=[
                f"{words.NAMES[rate.rater]}<br>{words.count_of(rate)}" for rate in rates
            ],
        ),
        shapes=[*(_band(each, places) for each in ranges), *_bracket(published.span)],
    )


def rater_table(rates: Sequence[Rate], published: RangeSet) -> Table:
    return Table(
        _columns_beside(published),
        tuple(_row(each, published.of(each.rater)) for each in rates),
    )


def _columns_beside(published: RangeSet) -> tuple[Column, ...]:
    """The columns; ends that a verdict is about never seem to lie on an edge."""
    edges = [edge for each in published.ranges for edge in (each.low, each.high)]

    def show(limit: float) -> str:
        return f"{words.end(limit, edges)}{PER_CENT}"

    return tuple(
        replace(each, show=show) if each.code in COMPARED else each for each in COLUMNS
    )


def _points(
    rates: Sequence[Rate], places: dict[str, int], published: RangeSet
) -> Figure:
    values = [rate.value for rate in rates]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": values,
        "y": [places[rate.rater] for rate in rates],
        "marker": {"size": 11},
        "cliponaxis": False,  # a dot at 100 % is whole
        "error_x": whisker(values, [rate.interval for rate in rates])
        | {"thickness": 2},
        "hovertext": [_hover(rate, published.of(rate.rater)) for rate in rates],
    }


def _hover(rate: Rate, published: Range | None) -> str:
    name, count = words.NAMES[rate.rater], words.count_of(rate)
    return f"{words.named(name, count)}<br>{words.ends(rate, published)}"


def _band(published: Range, places: dict[str, int]) -> Figure:
    place = places[published.rater]
    return band(
        x0=published.low,
        x1=published.high,
        y0=place - HALF,
        y1=place + HALF,
    )


def _band_label(published: Range, places: dict[str, int]) -> Label:
    """Over its band, from the side on which there is more room."""
    at_right = published.low + published.high > 1
    return Label(
        words.band_label(published),
        published.high if at_right else published.low,
        places[published.rater] + HALF,
        "top left" if at_right else "top right",
    )


def _bracket(span: Range | None) -> list[Figure]:
    """A thin line with two ends over the plot and its own words."""
    if span is None:
        return []
    ends = [f"M{end},{BRACKET - 4}V{BRACKET + 4}" for end in (span.low, span.high)]
    return [
        {
            "type": "path",
            "path": "".join([f"M{span.low},{BRACKET}H{span.high}", *ends]),
            "yref": "paper",
            "ysizemode": "pixel",
            "yanchor": 1,
            "line": {"color": MUTED, "width": 1},
        }
    ]


def _bracket_label(span: Range | None, top: float) -> list[Label]:
    if span is None:
        return []
    middle = (span.low + span.high) / 2
    return [Label(words.band_label(span), middle, top, "top center")]


def _row(rate: Rate, published: Range | None) -> tuple:
    tally = rate.tally
    return (
        rate.rater,
        tally.yes,
        tally.answered,
        tally.unsure,
        tally.differ,
        rate.cases,
        rate.value,
        *ends_of(rate.wilson),
        *ends_of(rate.cluster),
        *ends_of(published),
        rate.beside(published).value if published and tally.answered else None,
    )
