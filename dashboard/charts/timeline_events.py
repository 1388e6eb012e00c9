"""Events on the timeline: a mark at the top, a line down to the sessions."""

import html
import textwrap
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import Truncator

from dashboard.charts import timeline_words as words
from dashboard.charts.layout import MUTED, Figure
from ruptures.summaries.timeline import Timeline

BELOW = 0.05  # rows from the top
HOVER_WIDTH, HOVER_LONGEST = 48, 240  # characters


@dataclass(frozen=True, slots=True)
class Events:
    """Those of a timeline at or beside a place of `window`; `top` is in rows."""

    line: Timeline
    window: range
    top: float

    def days(self) -> dict[float, list[str]]:
        """What happened at each place on the axis, as shown by pointing there."""
        days: dict[float, list[str]] = defaultdict(list)
        for event in self.line.events:
            place = self.line.at(event)
            if self.window.start - 1 < place < self.window.stop:
                days[place].append(wrapped(words.event(event)))
        return days

    def traces(self) -> Iterator[Figure]:
        days = self.days()
        yield {
            "type": "scatter",
            "mode": "markers",
            "x": list(days),
            "y": [self.top - BELOW] * len(days),
            "marker": {"symbol": "square", "size": 8, "color": MUTED},
            "cliponaxis": False,
            "hovertext": ["<br>".join(texts) for texts in days.values()],
        }

    def shapes(self) -> Iterator[Figure]:
        for place in self.days():
            yield {
                "type": "line",
                "yref": "paper",
                "x0": place,
                "x1": place,
                "y0": 0,
                "y1": 1,
                "line": {"width": 1, "dash": "dot", "color": MUTED},
            }


def wrapped(text: str) -> str:
    """Somebody's own words in lines that Plotly shows as they were written."""
    short = Truncator(" ".join(text.split())).chars(HOVER_LONGEST)
    lines = textwrap.wrap(short, HOVER_WIDTH)
    return "<br>".join(html.escape(line, quote=False) for line in lines)
