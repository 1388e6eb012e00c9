"""What all figures share. A figure is a plain dict: building `go.Figure` costs 20 times
as much, so that is left to the tests, which prove every figure with it.

Colours are names of the style sheet's custom properties; charts.js fills them in, so
that a chart follows dark mode and print like the page around it. What figures have in
common stands there, too, as their template: a figure says only what differs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.templatetags.rupture_repair import percent

Figure = dict[str, Any]

INK, MUTED, RULE = "var(--ink)", "var(--muted)", "var(--rule)"
PAPER, BAND, VEIL = "var(--paper)", "var(--band)", "var(--veil)"
WITHDRAWAL, CONFRONTATION = "var(--withdrawal)", "var(--confrontation)"
TINTS = ("var(--stack-1)", "var(--stack-2)", "var(--stack-3)")  # strongest first
CLEAR = "rgba(0,0,0,0)"

SMALL = {"size": 12, "color": MUTED}
ROWS = (list, tuple)
PLACES = 4  # decimals of a coordinate: far finer than a pixel


def figure(data: Iterable[Figure], **layout: Any) -> Figure:
    """Traces and what their layout adds to the template, in short numbers."""
    written: Figure = rounded({"data": list(data), "layout": layout})
    return written


def rounded(value: Any) -> Any:
    """The same with each number cut to what can be seen."""
    if isinstance(value, float):
        return round(value, PLACES)
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, ROWS):
        return [rounded(item) for item in value]
    return value


def axis(**settings: Any) -> Figure:
    """An axis, as the template has it but for these settings."""
    return settings


def share_axis(shares: Sequence[float], **settings: Any) -> Figure:
    """An axis of proportions, labelled as the page writes them; size, not sign."""
    labels = [percent(abs(share)) for share in shares]
    return axis(tickvals=list(shares), ticktext=labels, **settings)


@dataclass(frozen=True, slots=True)
class Label:
    """Words beside a point of the axes, at its "top left", "bottom right" and so on."""

    text: str
    x: float | str
    y: float
    position: str


def labels(found: Sequence[Label]) -> Figure:
    """Words as a trace of their own; over the edge of the plot they are whole.

    Plotly draws them like the words of an axis. Its annotations, which have frames and
    can be turned, take a fifth of the time of a page's first chart: see `note`.
    """
    return {
        "type": "scatter",
        "mode": "text",
        "x": [each.x for each in found],
        "y": [each.y for each in found],
        "text": [each.text for each in found],
        "textposition": [each.position for each in found],
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def note(text: str, x: float | str, y: float, **settings: Any) -> Figure:
    """An annotation; small, grey and without an arrow by the template."""
    return {"text": text, "x": x, "y": y} | settings


def band(**sides: Any) -> Figure:
    """A rectangle under the marks, such as a published range."""
    return {"type": "rect", "fillcolor": BAND, "layer": "below"} | sides


def whisker(values: Sequence[float | None], limits: Sequence[Any]) -> Figure:
    """Error bars from each value to the ends of its interval, where it has one."""
    pairs = list(zip(values, limits, strict=True))
    return {
        "array": [0 if v is None or not end else end.high - v for v, end in pairs],
        "arrayminus": [0 if v is None or not end else v - end.low for v, end in pairs],
        "width": 0,
    }
