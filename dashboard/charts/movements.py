"""Withdrawal upwards and confrontation downwards, as shares of answered sessions."""

from collections.abc import Iterable, Sequence
from math import ceil

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts import words
from dashboard.charts.layout import (
    CONFRONTATION,
    MUTED,
    WITHDRAWAL,
    Figure,
    Label,
    figure,
    labels,
    share_axis,
)
from dashboard.charts.months import (
    BEGIN,
    MONTH,
    MOST,
    PART,
    Row,
    days_of,
    month_axis,
    table_of,
)
from dashboard.charts.table import Column, Table, columns, ends_of, interval_columns
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.dates import write_month
from ruptures.stats.rates import Interval, wilson_interval
from ruptures.summaries.caseload import Month
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater, RuptureType

STEP = 0.25

LABELS: dict[str, Promise] = {
    RuptureType.WITHDRAWAL: _("▽ Withdrawal"),
    RuptureType.CONFRONTATION: _("◆ Confrontation"),
}
COLOURS: dict[str, str] = {
    RuptureType.WITHDRAWAL: WITHDRAWAL,
    RuptureType.CONFRONTATION: CONFRONTATION,
}
UP, DOWN = 1, -1
DIRECTIONS: dict[str, int] = {
    RuptureType.WITHDRAWAL: UP,
    RuptureType.CONFRONTATION: DOWN,
}

COLUMNS = columns(
    MONTH,
    PART,
    ("answered", _("Answered")),
    ("strain", _("Strain")),
    ("withdrawal", _("▽ Withdrawal")),
    ("confrontation", _("◆ Confrontation")),
    ("both", _("Both")),
    Column("withdrawal_share", _("▽ of answered"), "share"),
    Column("confrontation_share", _("◆ of answered"), "share"),
    *interval_columns("withdrawal_wilson", _("▽ Wilson, from"), _("to")),
    *interval_columns("confrontation_wilson", _("◆ Wilson, from"), _("to")),
)


def movements_by_month(months: Sequence[Month], only: str = "") -> Figure | None:
    """Bars from 10 answered sessions on; None where no month has so many."""
    months = months[-MOST:]
    if all(_answered(month) < RATE_FROM for month in months):
        return None
    shown = [movement for movement in LABELS if only in ("", movement)]
    bars = {movement: _shares(months, movement) for movement in shown}
    reach = _reach(share for shares in bars.values() for share in shares)
    ends = {movement: _end(reach, DIRECTIONS[movement]) for movement in shown}
    return figure(
        [
            *(_bars(months, movement, bars[movement]) for movement in shown),
            labels([_label(movement, ends[movement]) for movement in shown])
            | {"textfont": {"color": [COLOURS[movement] for movement in shown]}},
        ],
        height=300,
        barmode="relative",
        bargap=0.45,
        xaxis=month_axis(months, [_answered(month) for month in months]),
        yaxis=share_axis(
            _ticks(reach, shown),
            range=[min([0, *ends.values()]), max([0, *ends.values()])],
            zeroline=True,
            zerolinecolor=MUTED,
        ),
    )


def movement_table(months: Sequence[Month]) -> Table:
    return table_of(COLUMNS, months, _row)


def _answered(month: Month) -> int:
    return month.rates[Rater.THERAPIST].tally.answered


def _count(month: Month, movement: str) -> int:
    return int(getattr(month.movements, movement))


def _shares(months: Sequence[Month], movement: str) -> list[float | None]:
    return [_share(_count(month, movement), _answered(month)) for month in months]


def _share(count: int, of: int) -> float | None:
    """A share where there is enough to say so."""
    return count / of if of >= RATE_FROM else None


def _wilson(count: int, of: int) -> Interval | None:
    """What it may be, likewise; it does not allow for clients."""
    return wilson_interval(count, of) if of >= RATE_FROM else None


def _bars(months: Sequence[Month], movement: str, shares: list[float | None]) -> Figure:
    sign = DIRECTIONS[movement]
    return {
        "type": "bar",
        "name": str(LABELS[movement]),
        "x": list(range(len(months))),
        "y": [None if share is None else sign * share for share in shares],
        "marker": {"color": COLOURS[movement]},
        "hovertemplate": "%{fullData.name}<br>%{hovertext}<extra></extra>",
        "hovertext": [
            _hover(month, _count(month, movement), share)
            for month, share in zip(months, shares, strict=True)
        ],
    }


def _hover(month: Month, count: int, share: float | None) -> str:
    """All but the movement, which the trace says once."""
    said = words.named(write_month(month.first), percent(share))
    counted = f"{said}<br>{count} / {_answered(month)}"
    limits = _wilson(count, _answered(month))
    return f"{counted}<br>{interval(limits)}" if limits else counted


def _reach(shares: Iterable[float | None]) -> float:
    """How far the axis goes either way: the next quarter."""
    highest = max((share for share in shares if share is not None), default=0)
    return max(1, ceil(highest / STEP)) * STEP


def _end(reach: float, direction: int) -> float:
    """Room for the bars and, beyond them, for the label."""
    return direction * reach * 1.25


def _ticks(reach: float, shown: Sequence[str]) -> list[float]:
    steps = [step * STEP for step in range(1, round(reach / STEP) + 1)]
    ticks = [0.0]
    for movement in shown:
        sign = DIRECTIONS[movement]
        ticks += [sign * step for step in steps]
    return sorted(ticks)


def _label(movement: str, end: float) -> Label:
    position = "bottom right" if end > 0 else "top right"
    return Label(str(LABELS[movement]), BEGIN, end, position)


def _row(month: Month) -> Row:
    found, tally = month.movements, month.rates[Rater.THERAPIST].tally
    counts = (found.withdrawal, found.confrontation)
    return (
        month.first.isoformat()[:7],  # four digits of the year, of any year
        days_of(month),
        tally.answered,
        tally.yes,
        *counts,
        found.both,
        *(_share(count, tally.answered) for count in counts),
        *(end for count in counts for end in ends_of(_wilson(count, tally.answered))),
    )
