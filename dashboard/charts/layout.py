"""What all figures share. A figure is a plain dict: building `go.Figure` costs 20 times
as much, so that is left to the tests, which prove every figure with it.

Colours are names of the style sheet's custom properties; charts.js fills them in, so
that a chart follows dark mode and print like the page around it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from dashboard.templatetags.rupture_repair import percent

Figure = dict[str, Any]

INK, MUTED, RULE = "var(--ink)", "var(--muted)", "var(--rule)"
PAPER, BAND = "var(--paper)", "var(--band)"
WITHDRAWAL, CONFRONTATION = "var(--withdrawal)", "var(--confrontation)"
CLEAR = "rgba(0,0,0,0)"

SMALL = {"size": 12, "color": MUTED}


def figure(data: Iterable[Figure], **layout: Any) -> Figure:
    """Traces under the common layout; the font's family is the page's own."""
    return {
        "data": list(data),
        "layout": {
            "font": {"size": 13, "color": INK},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverlabel": {
                "bgcolor": PAPER,
                "bordercolor": RULE,
                "font": {"color": INK},
                "align": "left",
            },
        }
        | layout,
    }


def axis(**settings: Any) -> Figure:
    return {
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "showline": False,
        "gridcolor": RULE,
        "tickangle": 0,
        "ticklabelstandoff": 4,
    } | settings


def share_axis(shares: Sequence[float], **settings: Any) -> Figure:
    """An axis of proportions, labelled as the page writes them; size, not sign."""
    labels = [percent(abs(share)) for share in shares]
    return axis(tickvals=list(shares), ticktext=labels, **settings)


def note(text: str, x: float | str, y: float, **settings: Any) -> Figure:
    """Words in the figure, without an arrow."""
    return {
        "text": text,
        "x": x,
        "y": y,
        "showarrow": False,
        "font": SMALL,
    } | settings


def band(low: float, high: float, **settings: Any) -> Figure:
    """A rectangle for a published range; `settings` give its other side."""
    return {
        "type": "rect",
        "fillcolor": BAND,
        "line": {"width": 0},
        "layer": "below",
    } | settings


def whisker(values: Sequence[float | None], limits: Sequence[Any]) -> Figure:
    """Error bars from each value to the ends of its interval, where it has one."""
    pairs = list(zip(values, limits, strict=True))
    return {
        "type": "data",
        "symmetric": False,
        "array": [0 if v is None or not end else end.high - v for v, end in pairs],
        "arrayminus": [0 if v is None or not end else v - end.low for v, end in pairs],
        "width": 0,
    }
