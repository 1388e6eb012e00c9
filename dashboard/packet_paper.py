"""Charts as paper has them: nothing to point at, and no column without a word in it."""

from collections.abc import Sequence

from dashboard.charts.chart import Chart
from dashboard.charts.layout import Figure
from dashboard.charts.table import Table
from dashboard.charts.timeline import FOOT


def on_paper(figure: Figure | None) -> Figure | None:
    """Without what is shown by pointing, where dates may stand."""
    if figure is None:
        return None
    traces = [
        {name: value for name, value in trace.items() if name != "hovertext"}
        | {"hoverinfo": "skip"}
        for trace in figure["data"]
    ]
    return figure | {"data": traces}


def low(figure: Figure | None, height: int) -> Figure | None:
    """No higher than so many pixels."""
    if figure is None:
        return None
    layout = figure["layout"]
    return figure | {"layout": layout | {"height": min(layout["height"], height)}}


def pressed(figure: Figure | None, height: int) -> Figure | None:
    """The lower of two parts no higher than so many pixels; the upper one as it was."""
    if figure is None or "yaxis2" not in figure["layout"]:
        return figure
    layout = figure["layout"]
    upper, lower = layout["yaxis"], layout["yaxis2"]
    whole = layout["height"] - FOOT
    (start, end), top = upper["domain"], lower["domain"][1]
    taken = max(0, round(top * whole) - height)
    rest = whole - taken
    shares = {
        "yaxis": upper | {"domain": [(start * whole - taken) / rest, end]},
        "yaxis2": lower | {"domain": [0, (top * whole - taken) / rest]},
    }
    return figure | {"layout": layout | shares | {"height": rest + FOOT}}


def begun(table: Table) -> Table:
    """Without the first rows in which nothing is counted yet."""
    counted = [place for place, column in enumerate(table.columns) if column.number]
    first = next(
        (
            number
            for number, row in enumerate(table.rows)
            if any(row[place] for place in counted)
        ),
        len(table.rows),
    )
    return Table(table.columns, table.rows[first:])


def narrow(table: Table, without: Sequence[str] = ()) -> Table:
    """Without those columns, and without any in which nothing stands."""
    kept = [
        place
        for place, column in enumerate(table.columns)
        if column.code not in without
        and (not table.rows or any(row[place] is not None for row in table.rows))
    ]
    return Table(
        tuple(table.columns[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def printed(chart: Chart, without: Sequence[str] = ()) -> Chart:
    return Chart(
        slug=chart.slug,
        title=chart.title,
        sentences=chart.sentences,
        figure=on_paper(chart.figure),
        table=narrow(chart.table, without),
        has_band=chart.has_band,
        key=chart.key,
    )
