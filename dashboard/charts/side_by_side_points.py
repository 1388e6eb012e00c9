"""Points on one scale of 0 to 100 %, a row each: for a whole period."""

from collections.abc import Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.layout import (
    CONFRONTATION,
    INK,
    MUTED,
    PAPER,
    TINTS,
    WITHDRAWAL,
    Figure,
    share_axis,
    whisker,
)
from dashboard.charts.rows import Row, bars, legend, places, rows_figure
from dashboard.charts.side_by_side_words import Shown, name_of, over
from dashboard.charts.words import count_of, named
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.reference import Range
from ruptures.stats.rates import Interval
from ruptures.summaries.rates import Rate
from ruptures.summaries.side_by_side import Beside

SCALE = [0, 0.25, 0.5, 0.75, 1]
SIGNS: dict[str, tuple[Promise, str, str]] = {
    "withdrawal": (_("▽ Withdrawal"), "triangle-down-open", WITHDRAWAL),
    "confrontation": (_("◆ Confrontation"), "diamond", CONFRONTATION),
}
HEIGHTS = {"withdrawal": 0.02, "confrontation": -0.2}  # so that neither hides the other
# From left to right, from the strongest grey: no colour says that one is right.
PARTS: tuple[tuple[Promise, str, str], ...] = (
    (_("both yes"), TINTS[0], PAPER),
    (_("only the therapist"), TINTS[1], PAPER),
    (_("only the client"), TINTS[2], INK),
)


def rate_figure(shown: Shown) -> Figure | None:
    """Rates of now, before and at first, and the steadied one; None without a rate."""
    found = shown.with_rate()
    rows = [Row(over(each)) for each in found]
    marks = [
        _earlier([each.first for each in found], rows, "square-open", gettext("first")),
        _earlier(
            [each.previous for each in found], rows, "circle-open", gettext("before")
        ),
        _steadied(found, rows),
        _rates(found, rows),
    ]
    return _figure(marks, rows, shapes=_range(shown.published)) if found else None


def movement_figure(shown: Shown) -> Figure | None:
    found = shown.with_rate()
    rows = [Row(over(each)) for each in found]
    marks = [_movement(found, rows, movement) for movement in SIGNS]
    return _figure(marks, rows) if found else None


def repair_figure(shown: Shown) -> Figure | None:
    told = [
        (each, stage)
        for each in shown.found
        if (stage := each.repaired) and stage.resolved_share is not None
    ]
    rows = [Row(named(name_of(each), _out_of(each))) for each, _stage in told]
    shares = [stage.resolved_share for _each, stage in told]
    limits = [stage.interval for _each, stage in told]
    said = [
        _with_interval(share, limit)
        for _, share, limit in zip(told, shares, limits, strict=True)
    ]
    mark = _points(rows, shares, said, {"size": 11, "color": INK})
    mark |= {"error_x": whisker(shares, limits) | {"color": INK, "thickness": 2}}
    return _figure([mark], rows) if told else None


def compared_figure(shown: Shown) -> Figure | None:
    """Bars of the sessions both answered; what is left of each is *neither*."""
    found = [each for each in shown.found if each.compared]
    rows = [Row(named(name_of(each), str(each.agreement.total))) for each in found]
    if not found:
        return None
    return rows_figure(
        [_part(found, rows, part) for part in range(len(PARTS))],
        rows,
        share_axis(SCALE, range=[0, 1]),
        **legend(),
    )


def _figure(marks: Sequence[Figure], rows: Sequence[Row], **layout: Any) -> Figure:
    return rows_figure(marks, rows, share_axis(SCALE, range=[-0.02, 1.02]), **layout)


def _points(
    rows: Sequence[Row],
    shares: Sequence[float | None],
    hover: Sequence[str],
    marker: Figure,
) -> Figure:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(shares),
        "y": places(rows),
        "marker": marker,
        "cliponaxis": False,
        "hovertext": list(hover),
    }


def _rates(found: Sequence[Beside], rows: Sequence[Row]) -> Figure:
    values = [each.rate.value for each in found]
    limits = [each.rate.interval for each in found]
    hover = [f"{over(each)}<br>{_rate_words(each.rate)}" for each in found]
    points = _points(rows, values, hover, {"size": 11, "color": INK})
    return points | {
        "error_x": whisker(values, limits) | {"color": INK, "thickness": 2}
    }


def _earlier(
    rates: Sequence[Rate | None], rows: Sequence[Row], symbol: str, when: str
) -> Figure:
    """Hollow, where there is a rate."""
    values = [rate.value if rate else None for rate in rates]
    hover = [
        named(when, f"{_rate_words(rate)} ({count_of(rate)})") if rate else ""
        for rate in rates
    ]
    marker = {"size": 11, "color": MUTED, "symbol": symbol, "line": {"width": 1.5}}
    return _points(rows, values, hover, marker)


def _steadied(found: Sequence[Beside], rows: Sequence[Row]) -> Figure:
    hover = [named(gettext("steadied"), percent(each.steadied)) for each in found]
    marker = {
        "size": 18,
        "color": INK,
        "symbol": "line-ns-open",
        "line": {"width": 1.5},
    }
    return _points(rows, [each.steadied for each in found], hover, marker)


def _movement(found: Sequence[Beside], rows: Sequence[Row], movement: str) -> Figure:
    label, symbol, colour = SIGNS[movement]
    counts = [int(getattr(each.load.movements, movement)) for each in found]
    of = [each.rate.tally.answered for each in found]
    shares = [count / all_ for count, all_ in zip(counts, of, strict=True)]
    hover = [
        f"{label} {count} / {all_} · {percent(share)}"
        for count, all_, share in zip(counts, of, shares, strict=True)
    ]
    marker = {"size": 11, "color": colour, "symbol": symbol, "line": {"width": 2}}
    points = _points(rows, shares, hover, marker)
    return points | {"y": [place + HEIGHTS[movement] for place in points["y"]]}


def _part(found: Sequence[Beside], rows: Sequence[Row], part: int) -> Figure:
    name, tint, text = PARTS[part]
    cells = [_cells(each)[part] for each in found]
    totals = [each.agreement.total for each in found]
    return bars(
        places(rows),
        [cell / total for cell, total in zip(cells, totals, strict=True)],
        [
            named(name, f"{cell} / {total}")
            for cell, total in zip(cells, totals, strict=True)
        ],
        name=str(name),
        marker={"color": tint},
        text=[str(cell or "") for cell in cells],
        textfont={"color": text, "size": 12},
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
    )


def _cells(each: Beside) -> tuple[int, int, int]:
    alike = each.agreement
    return alike.both, alike.first_only, alike.second_only


def _range(published: Range | None) -> list[Figure]:
    """Two dotted lines, so that no band lies behind the words."""
    if published is None:
        return []
    line = {"color": MUTED, "width": 1, "dash": "dot"}
    return [
        {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        | {"x0": end, "x1": end, "line": line}
        for end in (published.low, published.high)
    ]


def _out_of(each: Beside) -> str:
    stage = each.repaired
    resolved = stage.resolved if stage else 0
    return gettext("%(count)s of %(of)s") % {
        "count": resolved,
        "of": each.courses.count,
    }


def _with_interval(share: float | None, limits: Interval | None) -> str:
    return " · ".join(filter(None, (percent(share), interval(limits))))


def _rate_words(rate: Rate) -> str:
    return _with_interval(rate.value, rate.interval)
