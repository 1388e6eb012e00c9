"""The lower part of the timeline: scores with their limits, on an axis of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from dashboard.charts import score_words
from dashboard.charts.layout import (
    CLEAR,
    INK,
    MUTED,
    PAPER,
    Figure,
    axis,
    band,
    note,
)
from ruptures.instruments import Instrument
from ruptures.stats.control import Recovery
from ruptures.summaries.limits import Limits
from ruptures.summaries.scores import Judged
from ruptures.summaries.series import Point
from ruptures.summaries.timeline import Timeline

HEIGHT = 190  # pixels
ROOM = 0.08  # of what is shown, above and below it
LEAST_SPAN = 0.1  # of the instrument's range
CROWDED = 24  # sessions, from which on marks are small
SIZES = {"point": (8, 6), "ring": (15, 12), "square": (7, 5)}  # pixels, and small


@dataclass(frozen=True, slots=True)
class Scored:
    """A series as it is drawn: its dips by `criterion`, in the places of `window`.

    `form` is None for an instrument that no file describes any more.
    """

    judged: Judged
    form: Instrument | None
    criterion: int
    line: Timeline
    window: range

    @property
    def shown(self) -> list[tuple[int, Point]]:
        """Points in the window, each with its place in the series."""
        points = enumerate(self.judged.series.points)
        return [(i, point) for i, point in points if point.place in self.window]

    @property
    def limits(self) -> Limits | None:
        limits = self.judged.limits
        return limits if isinstance(limits, Limits) else None

    @property
    def outside(self) -> set[int]:
        """Scores, by place in the series, that lie outside the limits."""
        return {*self.limits.below, *self.limits.above} if self.limits else set()

    @property
    def dips(self) -> set[int]:
        return {*self.judged.dips[self.criterion].signals}

    def axis(self) -> Figure:
        low, high = self._reach()
        series = self.judged.series
        ticks = round_ticks(max(low, series.minimum), min(high, series.maximum))
        labels = [number_format(f"{tick:g}") for tick in ticks]
        if self.dips:
            ticks = [self._floor, *ticks]
            labels = [gettext("Dips, %(k)s SD") % {"k": self.criterion}, *labels]
        return axis(
            range=[self._floor - (high - low) * ROOM, high],
            tickvals=ticks,
            ticktext=labels,
        )

    def traces(self) -> list[Figure]:
        return [self._course(), self._rings(), self._dips()]

    def shapes(self) -> Iterator[Figure]:
        if self.limits and self._from < self.window.stop:
            yield self._band(self.limits)
            line = {"width": 1, "color": MUTED}
            yield self._level(self.limits.centre, self._from, line=line, layer="below")
        if self.form and self.form.line is not None:
            line = {"width": 1.25, "color": INK, "dash": "dot"}
            yield self._level(self.form.line, self.window.start - 0.6, line=line)

    def name(self) -> Figure:
        """What the axis is, over it."""
        return note(
            score_words.name(self.judged.series, self.form),
            0,
            1,
            xref="paper",
            yref="y2 domain",
            xanchor="left",
            yanchor="bottom",
        )

    @property
    def _from(self) -> float:
        """Where on the axis the limits begin."""
        start = self.limits.start if self.limits else 0
        return max(self.judged.series.points[start].place, self.window.start) - 0.5

    def _reach(self) -> list[float]:
        """What is shown of the instrument's range: scores, limits and its own line."""
        series = self.judged.series
        wanted = [point.value for _index, point in self.shown]
        wanted += [self.limits.lower, self.limits.upper] if self.limits else []
        wanted += [self.form.line] if self.form and self.form.line is not None else []
        low, high = min(wanted), max(wanted)
        span = max(high - low, LEAST_SPAN * (series.maximum - series.minimum))
        middle, half = (low + high) / 2, span * (0.5 + ROOM)
        return [middle - half, middle + half]

    def _course(self) -> Figure:
        shown = self.shown
        return {
            "type": "scatter",
            "mode": "lines+markers",
            "yaxis": "y2",
            "x": [point.place for _index, point in shown],
            "y": [point.value for _index, point in shown],
            "line": {"color": INK, "width": 1.5},
            "marker": {
                "size": self._size("point"),
                "color": [
                    PAPER if self.judged.is_baseline(i) else INK for i, _p in shown
                ],
                "line": {"color": INK, "width": 1.5},
            },
            "cliponaxis": False,
            "hovertext": [self._told(index) for index, _point in shown],
        }

    def _rings(self) -> Figure:
        """Round what lies outside the limits."""
        drawn = [point for index, point in self.shown if index in self.outside]
        return {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "x": [point.place for point in drawn],
            "y": [point.value for point in drawn],
            "marker": {
                "size": self._size("ring"),
                "color": CLEAR,
                "line": {"color": INK, "width": 1.25},
            },
            "cliponaxis": False,
            "hoverinfo": "skip",
        }

    def _dips(self) -> Figure:
        """On the floor under each score in a dip: hollow where it has recovered."""
        dips = self.judged.dips[self.criterion].dips
        became = {dip.index: dip.recovery for dip in dips}
        drawn = [(i, point) for i, point in self.shown if i in became]
        return {
            "type": "scatter",
            "mode": "markers",
            "yaxis": "y2",
            "x": [point.place for _index, point in drawn],
            "y": [self._floor] * len(drawn),
            "marker": {
                "symbol": "square",
                "size": self._size("square"),
                "color": [
                    PAPER if became[index] is Recovery.RECOVERED else INK
                    for index, _point in drawn
                ],
                "line": {"color": INK, "width": 1.25},
            },
            "hovertext": [self._told(index) for index, _point in drawn],
        }

    def _size(self, mark: str) -> int:
        return SIZES[mark][len(self.window) > CROWDED]

    @property
    def _floor(self) -> float:
        """Where dips are marked, under all scores; the axis ends there without any."""
        low, high = self._reach()
        return low - (high - low) * ROOM if self.dips else low

    def _told(self, index: int) -> str:
        return score_words.point(
            self.judged, self.form, index, self.line, self.criterion
        )

    def _band(self, limits: Limits) -> Figure:
        return band(
            yref="y2",
            x0=self._from,
            x1=self.window.stop - 0.4,
            y0=limits.lower,
            y1=limits.upper,
        )

    def _level(self, value: float, start: float, **settings: Any) -> Figure:
        return {
            "type": "line",
            "yref": "y2",
            "x0": start,
            "x1": self.window.stop - 0.4,
            "y0": value,
            "y1": value,
        } | settings


def round_ticks(low: float, high: float) -> list[float]:
    """Two to seven round numbers within the two."""
    span = (high - low) / 2.5
    size = 10 ** floor(log10(span))
    step = next(size * digit for digit in (5, 2, 1) if size * digit <= span)
    return [n * step for n in range(ceil(low / step), floor(high / step) + 1)]
