"""Ruptures on the timeline: a glyph by type, arcs to attempts, a tail where open."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.charts import timeline_words as words
from dashboard.charts.layout import CONFRONTATION, MUTED, WITHDRAWAL, Figure
from ruptures.summaries.timeline import Attempt, Thread, Timeline
from ruptures.taxonomy import RuptureType

REPAIR = "var(--repair)"

GLYPH, OUTER, INNER = 12, 17, 6  # pixels, the last two of a mixed one
STACKED = 0.3  # rows between ruptures of one session
UNDER = 0.48  # rows from a glyph to what became of it
FOOT, LOW, HIGH = 0.42, 0.4, 1.1  # rows: where an arc stands, how high it is
WIDEST = 8  # sessions, from which on an arc gets no higher

COLOURS = {
    RuptureType.WITHDRAWAL: WITHDRAWAL,
    RuptureType.CONFRONTATION: CONFRONTATION,
    RuptureType.MIXED: WITHDRAWAL,
}
BECAME = {"resolved": "✓", "partly": "½", "closed": "–"}


@dataclass(frozen=True, slots=True)
class Ruptures:
    """Those of a timeline that reach into `window`, drawn at height `row`."""

    line: Timeline
    window: range
    row: int

    @property
    def shown(self) -> bool:
        """Whether there is anything to draw."""
        drawn = (self.threads(), self.tries(), self._tails())
        return any(True for each in drawn for _mark in each)

    def traces(self) -> list[Figure]:
        return [*self._glyphs(), self._became(), self._attempts()]

    def shapes(self) -> list[Figure]:
        return [*self._tails(), *self._arcs()]

    def threads(self) -> Iterator[tuple[float, Thread]]:
        """Ruptures that arose here, those of one session one over the other."""
        before: Counter[int] = Counter()
        for thread in self.line.threads:
            if thread.place in self.window:
                yield self.row + STACKED * before[thread.place], thread
                before[thread.place] += 1

    def _glyphs(self) -> Iterator[Figure]:
        """Both glyphs of a mixed one in one place: the small one within the other."""
        threads = list(self.threads())
        mixed = RuptureType.MIXED
        for kind, symbol, inner, stroke in (
            (RuptureType.WITHDRAWAL, "triangle-down-open", OUTER, 2),
            (RuptureType.CONFRONTATION, "diamond", INNER, 0),
        ):
            drawn = [each for each in threads if each[1].type in (kind, mixed)]
            yield {
                "type": "scatter",
                "mode": "markers",
                "x": [thread.place for _y, thread in drawn],
                "y": [y for y, _thread in drawn],
                "marker": {
                    "symbol": symbol,
                    "size": [inner if t.type == mixed else GLYPH for _y, t in drawn],
                    "opacity": 1,
                    "color": COLOURS[kind],
                    "line": {"width": stroke, "color": COLOURS[kind]},
                },
                "cliponaxis": False,
                "hovertext": [words.thread(self.line, each) for _y, each in drawn],
            }

    def _became(self) -> Figure:
        """What became of each rupture, under its glyph; an open one has a tail."""
        drawn = [thread for _y, thread in self.threads() if thread.status in BECAME]
        return {
            "type": "scatter",
            "mode": "text",
            "x": [thread.place for thread in drawn],
            "y": [self.row - UNDER] * len(drawn),
            "text": [BECAME[thread.status] for thread in drawn],
            "textfont": {"size": 11, "color": MUTED},
            "hoverinfo": "skip",
        }

    def _tails(self) -> Iterator[Figure]:
        """Dashes from an open rupture to where the chart ends."""
        for thread in self.line.threads:
            if thread.open and thread.place < self.window.stop:
                yield {
                    "type": "line",
                    "x0": max(thread.place, self.window.start - 1) + 0.3,
                    "x1": self.window.stop - 0.5,
                    "y0": self.row,
                    "y1": self.row,
                    "layer": "below",
                    "line": {
                        "width": 1.5,
                        "dash": "3px,3px",
                        "color": COLOURS[RuptureType(thread.type)],
                    },
                }

    def tries(self) -> Iterator[tuple[Thread, Attempt]]:
        """Attempts with an end in the chart."""
        for thread in self.line.threads:
            for attempt in thread.attempts:
                if thread.place in self.window or attempt.place in self.window:
                    yield thread, attempt

    def _arcs(self) -> Iterator[Figure]:
        """Solid where the attempt resolved it; plotly cuts off what lies outside."""
        foot = self.row + FOOT
        for thread, attempt in self.tries():
            yield {
                "type": "path",
                "path": _arc(thread.place, attempt.place, foot),
                "line": {
                    "width": 1.75,
                    "color": REPAIR,
                    "dash": "solid" if attempt.resolved else "2px,3px",
                },
            }

    def _attempts(self) -> Figure:
        """A point at the foot of each arc, to be pointed at."""
        tries = [each for each in self.tries() if each[1].place in self.window]
        return {
            "type": "scatter",
            "mode": "markers",
            "x": [attempt.place for _thread, attempt in tries],
            "y": [self.row + FOOT] * len(tries),
            "marker": {"size": 4, "color": REPAIR},
            "hovertext": [words.attempt(self.line, *each) for each in tries],
        }


def _arc(start: int, end: int, foot: float) -> str:
    """Higher the further it reaches; within one session a loop."""
    if start == end:
        top = foot + LOW * 1.6
        return (
            f"M{start},{foot:g} C{start - 0.6:g},{top:g} "
            f"{start + 0.6:g},{top:g} {start},{foot:g}"
        )
    reach = min(end - start, WIDEST) / WIDEST
    top = foot + 2 * (LOW + (HIGH - LOW) * reach)
    return f"M{start},{foot:g} Q{(start + end) / 2:g},{top:g} {end},{foot:g}"
