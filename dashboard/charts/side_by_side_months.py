"""Small pictures one under the other, all on the same months and the same scale."""

import datetime
from collections.abc import Callable, Mapping, Sequence

from django.utils.translation import gettext

from dashboard.charts.layout import INK, MUTED, Figure, figure, note, whisker
from dashboard.charts.months import MOST, month_axis
from dashboard.charts.side_by_side_panels import (
    TALL,
    height_of,
    lifted,
    name_over,
    scale,
)
from dashboard.charts.side_by_side_points import SIGNS
from dashboard.charts.side_by_side_words import Shown, name_of, over
from dashboard.charts.words import named
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.dates import write_month
from ruptures.stats.rates import Interval
from ruptures.summaries.caseload import Month
from ruptures.summaries.rates import RATE_FROM
from ruptures.summaries.side_by_side import Beside
from ruptures.taxonomy import Rater

Series = Callable[["Panel"], list[Figure]]


class Panel:
    """One member's months; `base` is where its 0 % lies on the axis of them all."""

    def __init__(self, each: Beside, base: int, places: Mapping[datetime.date, int]):
        self.each = each
        self.base = base
        self.months = each.load.months[-MOST:]
        self.places = [places[month.first] for month in self.months]

    def at(self, share: float | None) -> float | None:
        return lifted(share, self.base)


def rates_by_month(shown: Shown) -> Figure | None:
    return _panels(shown, lambda panel: [_rates(panel)])


def movements_by_month(shown: Shown) -> Figure | None:
    return _panels(
        shown, lambda panel: [_movement(panel, movement) for movement in SIGNS]
    )


def _panels(shown: Shown, series: Series) -> Figure | None:
    """The first on top; None where no month of anybody has a rate."""
    found = [
        each for each in shown.found if any(map(_own_rate, each.load.months[-MOST:]))
    ]
    if not found:
        return None
    months = _all_months(found)
    places = {month.first: place for place, month in enumerate(months)}
    panels = [
        Panel(each, len(found) - 1 - place, places) for place, each in enumerate(found)
    ]
    return figure(
        [trace for panel in panels for trace in series(panel)],
        height=height_of(len(panels)),
        xaxis=month_axis(months),
        yaxis=scale(len(panels)),
        annotations=[
            *(name_over(over(panel.each), panel.base) for panel in panels),
            *(count for panel in panels for count in _counts(panel)),
        ],
    )


def _all_months(found: Sequence[Beside]) -> list[Month]:
    """In order, each once."""
    by_first = {month.first: month for each in found for month in each.load.months}
    return [by_first[first] for first in sorted(by_first)[-MOST:]]


def _own_rate(month: Month) -> bool:
    return month.rates[Rater.THERAPIST].value is not None


def _counts(panel: Panel) -> list[Figure]:
    """ "1 of 5" where that is too little for a point; nothing where none answered."""
    tallies = [month.rates[Rater.THERAPIST].tally for month in panel.months]
    return [
        note(
            gettext("%(yes)s of %(answered)s")
            % {"yes": tally.yes, "answered": tally.answered},
            place,
            panel.base + 0.02,
            yanchor="bottom",
            name="count",
        )
        for place, tally in zip(panel.places, tallies, strict=True)
        if 0 < tally.answered < RATE_FROM
    ]


def _rates(panel: Panel) -> Figure:
    rates = [month.rates[Rater.THERAPIST] for month in panel.months]
    values = [panel.at(rate.value) for rate in rates]
    limits = [_lifted(panel, rate.interval) for rate in rates]
    hover = [
        f"{_when(panel, month)}<br>{percent(rate.value)}<br>{interval(rate.interval)}"
        for month, rate in zip(panel.months, rates, strict=True)
    ]
    line = {"line": {"color": INK, "width": 1.5}}
    bars = whisker(values, limits) | {"color": MUTED, "thickness": 1.5}
    marker = {"size": 8, "color": INK, "symbol": _symbols(panel, "circle")}
    return _trace(panel, values, hover, marker) | line | {"error_y": bars}


def _movement(panel: Panel, movement: str) -> Figure:
    label, symbol, colour = SIGNS[movement]
    shares = [_share(month, movement) for month in panel.months]
    hover = [
        f"{_when(panel, month)}<br>{label} {percent(share)}"
        for month, share in zip(panel.months, shares, strict=True)
    ]
    marker = {"size": 10, "color": colour, "symbol": symbol, "line": {"width": 1.5}}
    line = {"line": {"color": colour, "width": 1}}
    return _trace(panel, [panel.at(share) for share in shares], hover, marker) | line


def _trace(
    panel: Panel, values: Sequence[float | None], hover: Sequence[str], marker: Figure
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": panel.places,
        "y": list(values),
        "marker": marker,
        "hovertext": list(hover),
    }


def _symbols(panel: Panel, symbol: str) -> list[str]:
    """Hollow where only a part of the month is there."""
    return [f"{symbol}-open" if month.part else symbol for month in panel.months]


def _share(month: Month, movement: str) -> float | None:
    answered = month.rates[Rater.THERAPIST].tally.answered
    if answered < RATE_FROM:
        return None
    return int(getattr(month.movements, movement)) / answered


def _lifted(panel: Panel, limits: Interval | None) -> Interval | None:
    if limits is None:
        return None
    return Interval(panel.base + TALL * limits.low, panel.base + TALL * limits.high)


def _when(panel: Panel, month: Month) -> str:
    return named(name_of(panel.each), write_month(month.first))
