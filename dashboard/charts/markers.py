"""Markers by how often they were noted, those of withdrawal before confrontation's."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import marker_words
from dashboard.charts.chart import Chart
from dashboard.charts.layout import Figure
from dashboard.charts.movements import COLOURS, LABELS
from dashboard.charts.rows import Row, bars, count_axis, places, rows_figure
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from ruptures.summaries.markers import Markers, Noted
from ruptures.taxonomy import RuptureType

COLUMNS = columns(
    Column("type", _("Type"), "text", LABELS.__getitem__),
    Column("marker", _("Marker"), "text", marker_words.label),
    ("noted", _("Noted")),
    ("of", _("With any marker")),
    Column("share", _("Share"), "share"),
    *interval_columns("wilson", _("Wilson, from"), _("to")),
)


def noted_markers(found: Markers, only: str = "") -> Chart:
    """What the therapist noted on ruptures; `only` narrows to one movement."""
    told = marker_words.noted(found)
    return _chart("markers", _("Markers you noted"), told, found, only)


def observed_markers(found: Markers, only: str = "") -> Chart:
    """What observers noted in their reports, apart from the log."""
    told = marker_words.observed(found)
    return _chart("observed-markers", _("Markers observers noted"), told, found, only)


def by_frequency(found: Markers, movements: Sequence[RuptureType]) -> Figure | None:
    """A bar a marker under the heading of its movement; None without any."""
    noted = {movement: found.of(movement) for movement in movements}
    if not any(noted.values()):
        return None
    rows = [row for movement in noted for row in _rows(movement, noted[movement])]
    drawn = [(movement, each) for movement in noted for each in noted[movement]]
    counts = [each.count for _movement, each in drawn]
    data = bars(
        places(rows),
        counts,
        [marker_words.hover(each) for _movement, each in drawn],
        marker={"color": [COLOURS[movement] for movement, _each in drawn]},
    )
    return rows_figure([data], rows, count_axis(max(counts)))


def _chart(
    slug: str, title: Promise, told: Sequence[str], found: Markers, only: str
) -> Chart:
    movements = [RuptureType(each) for each in LABELS if only in ("", each)]
    return Chart(
        slug=slug,
        title=title,
        sentences=(" ".join(told), *marker_words.rest(found, movements)),
        figure=by_frequency(found, movements),
        table=Table(
            COLUMNS,
            tuple(
                _row(movement, each)
                for movement in movements
                for each in found.of(movement)
            ),
        ),
    )


def _rows(movement: RuptureType, noted: Sequence[Noted]) -> list[Row]:
    if not noted:
        return []
    heading = Row(str(LABELS[movement]), heading=True, colour=COLOURS[movement])
    return [heading, *(Row(marker_words.over(each)) for each in noted)]


def _row(movement: RuptureType, each: Noted) -> tuple:
    return (
        movement.value,
        each.marker,
        each.count,
        each.of,
        each.share,
        *ends_of(each.interval),
    )
