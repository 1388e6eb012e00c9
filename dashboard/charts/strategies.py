"""How far resolved was noted after attempts with each strategy, where 10 say so."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import strategy_words
from dashboard.charts.chart import Chart
from dashboard.charts.layout import INK, PAPER, TINTS, Figure, share_axis
from dashboard.charts.rows import Row, bars, legend, places, rows_figure
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from ruptures.summaries.strategies import Attempts, Tried

# From left to right, from the strongest grey: no colour says that one is the good one.
PARTS: dict[str, tuple[str | Promise, str, str]] = {
    "resolved": (_("resolved (4–5)"), TINTS[0], PAPER),
    "partly": (_("partly (2–3)"), TINTS[1], PAPER),
    "unresolved": (_("not (1)"), TINTS[2], INK),
}


COLUMNS = columns(
    Column("strategy", _("What you tried"), "text", strategy_words.label),
    ("attempts", _("Attempts")),
    ("known", _("With an outcome")),
    ("resolved", _("Resolved (4–5)")),
    ("partly", _("Partly (2–3)")),
    ("unresolved", _("Not (1)")),
    Column("resolved_share", _("Resolved, share"), "share"),
    *interval_columns("wilson", _("Wilson, from"), _("to")),
)


def strategies(found: Attempts) -> Chart:
    return Chart(
        slug="strategies",
        title=_("How far resolved, by what you tried"),
        sentences=strategy_words.sentences(found),
        figure=outcomes([tried for tried in found.tried if tried.enough]),
        table=Table(COLUMNS, tuple(_row(tried) for tried in found.tried)),
    )


def outcomes(shown: Sequence[Tried]) -> Figure | None:
    """A bar a strategy, all of one length; None without any."""
    if not shown:
        return None
    rows = [Row(strategy_words.over(tried)) for tried in shown]
    return rows_figure(
        [_bars(shown, places(rows), part) for part in PARTS],
        rows,
        share_axis([0, 0.25, 0.5, 0.75, 1], range=[0, 1]),
        **legend(),
    )


def _bars(shown: Sequence[Tried], at: Sequence[int], part: str) -> Figure:
    name, tint, text = PARTS[part]
    counts = [int(getattr(tried, part)) for tried in shown]
    return bars(
        at,
        [count / tried.known for count, tried in zip(counts, shown, strict=True)],
        [strategy_words.hover(tried) for tried in shown],
        name=str(name),
        marker={"color": tint},
        text=[str(count or "") for count in counts],
        textfont={"color": text, "size": 12},
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
    )


def _row(tried: Tried) -> tuple:
    """Below 10 known outcomes the count alone."""
    if not tried.enough:
        return (tried.strategy, tried.attempts, tried.known, *[None] * 6)
    return (
        tried.strategy,
        tried.attempts,
        tried.known,
        tried.resolved,
        tried.partly,
        tried.unresolved,
        tried.resolved_share,
        *ends_of(tried.interval),
    )
