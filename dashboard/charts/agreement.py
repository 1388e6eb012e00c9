"""The four answers of two raters as bars under their counts."""

from collections.abc import Sequence

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import agreement_words as words
from dashboard.charts.agreement_pairs import LABELS
from dashboard.charts.chart import Chart
from dashboard.charts.layout import INK, Figure
from dashboard.charts.rows import Row, bars, count_axis, places, rows_figure
from dashboard.charts.table import Column, Table, columns
from dashboard.templatetags.rupture_repair import percent
from ruptures.summaries.agreement import Compared


def cells(found: Compared) -> Chart:
    return Chart(
        slug="agreement",
        title=_("Who called it strained"),
        sentences=words.sentences(found),
        figure=_figure(found) if found.counts.total else None,
        table=_table(found),
    )


def _figure(found: Compared) -> Figure:
    told = _told(found)
    counts = words.cell_counts(found.counts)
    rows = [Row(each) for each in told]
    bar = bars(places(rows), counts, told, marker={"color": INK})
    return rows_figure([bar], rows, count_axis(max(counts)))


def _told(found: Compared) -> Sequence[str]:
    """ "Only you: 20 (14 %)" of each cell; the count alone below 10 sessions."""
    shares = _shares(found)
    told = (
        gettext("%(cell)s: %(count)s")
        if None in shares
        else gettext("%(cell)s: %(count)s (%(share)s)")
    )
    return [
        told % {"cell": label, "count": count, "share": percent(share)}
        for label, count, share in zip(
            LABELS[found.pair],
            words.cell_counts(found.counts),
            shares,
            strict=True,
        )
    ]


def _shares(found: Compared) -> list[float | None]:
    counts = words.cell_counts(found.counts)
    return [count / found.counts.total if found.enough else None for count in counts]


def _table(found: Compared) -> Table:
    labels = dict(zip(words.CELLS, LABELS[found.pair], strict=True))
    described = columns(
        Column("strained_for", _("Strained for"), "text", labels.__getitem__),
        ("sessions", _("Sessions")),
        Column("share", _("Share"), "share"),
    )
    counts = words.cell_counts(found.counts)
    return Table(
        described, tuple(zip(words.CELLS, counts, _shares(found), strict=True))
    )
