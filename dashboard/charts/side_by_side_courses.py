"""Courses of repair as small pictures one under the other, in the same sessions."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from dashboard.charts.clocks import by
from dashboard.charts.curves import DASHED, LINE
from dashboard.charts.layout import INK, Figure, axis, figure
from dashboard.charts.rows import legend
from dashboard.charts.side_by_side_panels import (
    height_of,
    lifted,
    name_over,
    scale,
)
from dashboard.charts.side_by_side_words import Shown, name_of
from dashboard.charts.words import named
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.summaries.courses import Stage
from ruptures.summaries.side_by_side import Beside

REACH = 10  # held sessions after the one in which a rupture arose
BEGIN = -0.5  # before 0, so that what was resolved at once is seen as a first step


def stages_of(each: Beside) -> list[Stage]:
    """What had become of its ruptures by each session, as far as that is known."""
    found = (each.courses.at(time) for time in range(REACH + 1))
    return [stage for stage in found if stage]


def courses_figure(shown: Shown) -> Figure | None:
    """None where nobody has enough ruptures."""
    found = [each for each in shown.found if each.courses.enough]
    if not found:
        return None
    places = range(len(found) - 1, -1, -1)
    return figure(
        [
            curve
            for each, base in zip(found, places, strict=True)
            for curve in _curves(each, base)
        ],
        height=height_of(len(found)),
        xaxis=axis(range=[BEGIN, REACH], showgrid=False, dtick=1),
        yaxis=scale(len(found)),
        annotations=[
            name_over(named(name_of(each), _counted(each)), base)
            for each, base in zip(found, places, strict=True)
        ],
        **legend(),
    )


def _counted(each: Beside) -> str:
    return gettext("%(count)s ruptures") % {"count": each.courses.count}


def _curves(each: Beside, base: int) -> Iterator[Figure]:
    """Resolved, and ended or closed first; named once, by those on top."""
    steps = stages_of(each)
    resolved = [lifted(step.resolved_share, base) for step in steps]
    ended = [lifted(step.ended_share, base) for step in steps]
    hover = [_hover(each, step) for step in steps]
    for name, shares, line in (
        (gettext("resolved"), resolved, LINE | {"color": INK}),
        (gettext("ended or closed first"), ended, DASHED),
    ):
        yield _curve(steps, [base, *shares], hover) | {
            "name": name,
            "legendgroup": name,
            "showlegend": base == 0,
            "line": line,
        }


def _curve(
    steps: Sequence[Stage], values: Sequence[float | None], hover: Sequence[str]
) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [BEGIN, *(step.time for step in steps)],
        "y": list(values),
        "hovertext": ["", *hover],
    }


def _hover(each: Beside, stage: Stage) -> str:
    """Whose, by when, and how sure it is."""
    lines = [
        named(name_of(each), by(each.courses.unit, stage.time)),
        gettext("resolved: %(share)s") % {"share": percent(stage.resolved_share)},
        interval(stage.interval),
        gettext("%(count)s still open and followed") % {"count": stage.at_risk},
    ]
    return "<br>".join(line for line in lines if line)
