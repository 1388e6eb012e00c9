"""A case along its sessions: answers, ruptures and repairs above, scores below."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import score_words, timeline_words
from dashboard.charts.chart import Chart
from dashboard.charts.layout import Figure, axis, figure, note
from dashboard.charts.timeline_key import key
from dashboard.charts.timeline_marks import Marks
from dashboard.charts.timeline_scores import HEIGHT, Scored
from dashboard.charts.timeline_table import timeline_table
from ruptures.instruments import Instrument
from ruptures.summaries.scores import Judged
from ruptures.summaries.timeline import Timeline

SLUG = "timeline"
GAP = 32  # pixels between the two parts: room for what the lower one is
FOOT = 36  # pixels round them: numbers of sessions


@dataclass(frozen=True, slots=True)
class Shown:
    """What is drawn: the stops of `window`, and a series with dips by `criterion`."""

    line: Timeline
    window: range
    judged: Judged | None = None
    form: Instrument | None = None
    criterion: int = 1

    @property
    def marks(self) -> Marks:
        return Marks(self.line, self.window)

    @property
    def scored(self) -> Scored | None:
        """None where no score falls into the window, whatever there is beside it."""
        if self.judged is None:
            return None
        found = Scored(self.judged, self.form, self.criterion, self.line, self.window)
        return found if found.shown else None


def timeline_chart(shown: Shown) -> Chart:
    scored = shown.scored
    marks, told = shown.marks, timeline_words.sentences(shown.line, shown.window)
    if shown.judged:
        told += score_words.sentences(
            shown.judged, shown.form, shown.line, shown.criterion
        )
    return Chart(
        slug=SLUG,
        title=_("Session by session"),
        sentences=told,
        figure=timeline_figure(shown),
        table=timeline_table(shown.line, shown.window, scored),
        key=key(marks, scored),
    )


def timeline_figure(shown: Shown) -> Figure | None:
    """None where no session of the window took place."""
    marks, scored = shown.marks, shown.scored
    if not any(stop.held for stop in marks.stops):
        return None
    below = HEIGHT + GAP if scored else 0
    height = below + marks.height
    traces, shapes = marks.traces(), marks.shapes()
    layout: dict[str, Any] = {
        "height": round(height) + FOOT,
        "xaxis": _sessions(marks, "y2" if scored else "y"),
        "yaxis": axis(domain=[below / height, 1], **marks.axis()),
        "annotations": [_axis_name()],
    }
    if scored:
        traces += scored.traces()
        shapes = [*scored.shapes(), *shapes]
        layout["yaxis2"] = scored.axis() | {"domain": [0, HEIGHT / height]}
        layout["annotations"].append(scored.name())
    drawn = (trace for trace in traces if trace["x"])
    return figure(drawn, shapes=shapes, **layout)


def _sessions(marks: Marks, anchor: str) -> Figure:
    """Numbers stand under the sessions that took place."""
    held = [
        (place, stop.number)
        for place, stop in zip(marks.window, marks.stops, strict=True)
        if stop.held
    ]
    return axis(
        anchor=anchor,
        range=[marks.window.start - 0.7, marks.window.stop - 0.3],
        tickvals=[place for place, _number in held],
        ticktext=[str(number) for _place, number in held],
        showgrid=False,
    )


def _axis_name() -> Figure:
    """Beside the numbers, under the names of the rows."""
    return note(
        gettext("session"),
        0,
        0,
        xref="paper",
        yref="paper",
        xanchor="right",
        yanchor="top",
        xshift=-10,
        yshift=-2,
    )
