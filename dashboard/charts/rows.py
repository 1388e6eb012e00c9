"""Horizontal bars, each under its own words: so long labels fit a phone, too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from dashboard.charts.layout import INK, PAPER, Figure, axis, figure, note

ROW_HEIGHT = 44  # pixels
THICK = 0.36  # of a row, taken by its bar
LEGEND_HEIGHT = 32
TICKS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """Words over a bar; a heading has no bar, and words in its own `colour`."""

    words: str
    heading: bool = False
    colour: str = INK


def rows_figure(
    data: Iterable[Figure], rows: Sequence[Row], xaxis: Figure, **layout: Any
) -> Figure:
    """Bars at `places(rows)` under the words of each row, the first at the top."""
    legend = LEGEND_HEIGHT if layout.get("showlegend") else 0
    return figure(
        data,
        height=56 + ROW_HEIGHT * len(rows) + legend,
        margin={"l": 16},
        barmode="stack",
        xaxis=xaxis,
        yaxis=axis(
            range=[-0.4, len(rows) - 0.1],
            showgrid=False,
            showticklabels=False,
            tickvals=[],
            ticktext=[],
        ),
        annotations=[
            _words(row, place)
            for row, place in zip(rows, _from_top(len(rows)), strict=True)
        ],
        **layout,
    )


def places(rows: Sequence[Row]) -> list[int]:
    """Where the bars stand; a heading takes a place and has none."""
    found = zip(rows, _from_top(len(rows)), strict=True)
    return [place for row, place in found if not row.heading]


def bars(
    at: Sequence[int], lengths: Sequence[float], hover: Sequence[str], **settings: Any
) -> Figure:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(at),
        "x": list(lengths),
        "width": THICK,
        "hovertext": list(hover),
    } | settings


def legend() -> dict[str, Any]:
    """What the tints mean, over the bars; it tells and cannot be clicked."""
    return {
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "y": 1,
            "xanchor": "left",
            "yanchor": "bottom",
            "traceorder": "normal",
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }


def count_axis(highest: int) -> Figure:
    """From 0 in whole steps to the next one after the highest count, to 5 at least."""
    step = _step(highest)
    reach = ceil(max(highest, TICKS) / step) * step
    ticks = list(range(0, reach + 1, step))
    return axis(
        range=[0, reach], tickvals=ticks, ticktext=[str(tick) for tick in ticks]
    )


def _step(highest: int) -> int:
    """The first of 1, 2, 5, 10, 20, 50, ... that needs few ticks."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if highest <= step * TICKS:
                return step
        power *= 10


def _from_top(count: int) -> range:
    return range(count - 1, -1, -1)


def _words(row: Row, place: int) -> Figure:
    height = -THICK / 2 if row.heading else THICK / 2
    return note(
        row.words,
        0,
        place + height,
        xanchor="left",
        yanchor="bottom",
        font={"size": 13, "color": row.colour},
        bgcolor=PAPER,  # no grid line crosses the words
        borderpad=0,
    )
