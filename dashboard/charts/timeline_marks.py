"""The upper part of the timeline: answers in rows, events, and ruptures over them.

A session stands at its place among the case's stops, from 0. Rows count upwards: the
raters' below, ruptures over them, the arcs of repairs on top.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import timeline_words as words
from dashboard.charts.layout import INK, Figure
from dashboard.charts.timeline_events import Events
from dashboard.charts.timeline_ruptures import Ruptures
from ruptures.summaries.timeline import DIFFER, Stop, Timeline
from ruptures.taxonomy import Rater, Strain

ROW = 34  # pixels
ARCS = 1.7  # rows that ruptures and the arcs over them reach up
BARE = -0.4  # the same where there are none
UNDER = 0.6  # of a row, below the lowest
CROWDED = 24  # sessions, from which on marks are small
ANSWER, SMALL_ANSWER, NOTHING = 9, 6, 2  # pixels
ROWS: dict[str, Promise] = {
    Rater.THERAPIST: _("Strain, you"),
    Rater.CLIENT: _("client"),
    Rater.OBSERVER: _("observers"),
}
NO_ANSWER, NOT_HELD = "", "not held"
SYMBOLS = {
    Strain.YES: "circle",
    Strain.NO: "circle-open",
    NO_ANSWER: "circle",
    NOT_HELD: "x-thin",
}
SIGNS = {Strain.UNSURE: "?", DIFFER: "≠"}


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a timeline is drawn: the stops whose places lie in `window`."""

    line: Timeline
    window: range

    @property
    def raters(self) -> list[str]:
        """The therapist, and who else answered for a session that is drawn."""
        said = {rater for stop in self.stops for rater in stop.answers}
        return [each for each in ROWS if each in {Rater.THERAPIST.value, *said}]

    @property
    def stops(self) -> Sequence[Stop]:
        return self.line.stops[self.window.start : self.window.stop]

    @property
    def events(self) -> Events:
        return Events(self.line, self.window, self.top)

    @property
    def ruptures(self) -> Ruptures:
        return Ruptures(self.line, self.window, len(self.raters))

    @property
    def height(self) -> float:
        """In pixels."""
        return (self.top + UNDER) * ROW

    @property
    def top(self) -> float:
        """In rows: nothing is kept free for ruptures where there are none."""
        return len(self.raters) + (ARCS if self.ruptures.shown else BARE)

    @property
    def differ(self) -> bool:
        return any(DIFFER in stop.answers.values() for stop in self.stops)

    def axis(self) -> Figure:
        rows = [ROWS[rater] for rater in reversed(self.raters)]
        rows += [_("Ruptures"), _("Repairs")] if self.ruptures.shown else []
        labels = [str(row) for row in rows]
        return {
            "range": [-UNDER, self.top],
            "tickvals": list(range(len(labels))),
            "ticktext": labels,
            "showgrid": False,
        }

    def traces(self) -> list[Figure]:
        top = len(self.raters) - 1
        return [
            *(self._answers(rater, top - n) for n, rater in enumerate(self.raters)),
            *self.ruptures.traces(),
            *self.events.traces(),
        ]

    def shapes(self) -> list[Figure]:
        return [*self.ruptures.shapes(), *self.events.shapes()]

    @property
    def _crowded(self) -> bool:
        return len(self.window) > CROWDED

    def _size(self, said: str) -> int:
        if said == NO_ANSWER:
            return NOTHING
        big = said != NOT_HELD and not self._crowded
        return ANSWER if big else SMALL_ANSWER

    def _answers(self, rater: str, row: int) -> Figure:
        shown = [
            (place, stop, _said(stop, rater))
            for place, stop in zip(self.window, self.stops, strict=True)
            if stop.held or rater == Rater.THERAPIST
        ]
        said = [each for _place, _stop, each in shown]
        return {
            "type": "scatter",
            "mode": "markers+text",
            "x": [place for place, _stop, _said in shown],
            "y": [row] * len(shown),
            "text": [SIGNS.get(each, "") for each in said],
            "textfont": {"size": 13, "color": INK},
            "marker": {
                "symbol": [SYMBOLS.get(each, "circle") for each in said],
                "size": [0 if each in SIGNS else self._size(each) for each in said],
                "opacity": 1,
                "color": INK,
                "line": {"width": 1.5, "color": INK},
            },
            "hovertext": [words.answer(stop, rater) for _place, stop, _said in shown],
        }


def _said(stop: Stop, rater: str) -> str:
    return stop.answers.get(rater, NO_ANSWER) if stop.held else NOT_HELD
