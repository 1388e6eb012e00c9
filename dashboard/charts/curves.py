"""The two curves of what became of ruptures: cumulative incidences in steps.

They begin before 0, so that what was resolved in the same session is seen as a first
step, and stop where nothing more is known.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext

from dashboard.charts.clocks import CLOCKS, by, end, marks
from dashboard.charts.layout import INK, MUTED, Figure, axis, figure, share_axis
from dashboard.charts.rows import legend
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.summaries.courses import Courses, Stage, Unit

LINE = {"shape": "hv", "width": 2}
DASHED = LINE | {"color": MUTED, "dash": "dash"}
THIN = LINE | {"color": MUTED, "width": 1}


def stages(found: Courses, times: Iterable[int]) -> list[Stage]:
    """What had become of them by each of those times, where that is known."""
    every = (found.at(time) for time in times)
    return [stage for stage in every if stage]


def curves(found: Courses) -> Figure:
    last = end(found)
    steps = stages(found, (time for time in found.event_times if time <= last))
    ticks = stages(found, marks(found))
    return figure(
        [
            _curve(found, steps, [step.resolved_share for step in steps])
            | {"name": gettext("resolved"), "line": LINE | {"color": INK}},
            _curve(found, steps, [step.ended_share for step in steps])
            | {"name": gettext("ended or closed first"), "line": DASHED},
            *_limits(found, steps),
        ],
        height=340,
        margin={"l": 8, "r": 12, "t": 8, "b": 8},
        xaxis=axis(
            range=[_start(found), last - _start(found) / 4],
            showgrid=False,
            tickvals=[tick.time for tick in ticks],
            ticktext=[f"{tick.time}<br>{tick.at_risk}" for tick in ticks],
        ),
        yaxis=share_axis([0, 0.25, 0.5, 0.75, 1], range=[0, 1.02]),
        annotations=[],
        **legend(),
    )


def _start(found: Courses) -> float:
    return -CLOCKS[found.unit].tick / 2


def _curve(
    found: Courses, steps: Sequence[Stage], shares: Sequence[float | None]
) -> Figure:
    """From none before 0 up in steps, the last of which holds to the end."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [_start(found), *(step.time for step in steps), end(found)],
        "y": [0, *shares, shares[-1] if shares else 0],
        "hovertext": ["", *(_hover(found.unit, step) for step in steps), ""],
    }


def _limits(found: Courses, steps: Sequence[Stage]) -> list[Figure]:
    """Thin lines at the ends of the interval, as far as there is one."""
    known = [step for step in steps if step.interval]
    if not known:
        return []
    after = [step.time for step in steps if step.time > known[-1].time]
    times = [*(step.time for step in known), after[0] if after else end(found)]
    lows, highs = zip(*(step.interval for step in known if step.interval), strict=True)
    return [_limit(times, highs), _limit(times, lows) | {"showlegend": False}]


def _limit(times: Sequence[int], values: Sequence[float]) -> Figure:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": gettext("interval of resolved"),
        "x": list(times),
        "y": [*values, values[-1]],
        "line": THIN,
        "hoverinfo": "skip",
    }


def _hover(unit: Unit, stage: Stage) -> str:
    lines = [
        gettext("resolved %(within)s: %(share)s")
        % {"within": by(unit, stage.time), "share": percent(stage.resolved_share)},
        interval(stage.interval),
        gettext("ended or closed first: %(share)s")
        % {"share": percent(stage.ended_share)},
        gettext("%(count)s still open and followed") % {"count": stage.at_risk},
    ]
    return "<br>".join(line for line in lines if line)
