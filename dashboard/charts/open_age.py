"""Open ruptures by how many held sessions ago they arose, and by type."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.chart import Chart
from dashboard.charts.layout import CONFRONTATION, WITHDRAWAL, Figure
from dashboard.charts.rows import Row, bars, count_axis, legend, places, rows_figure
from dashboard.charts.table import Column, Table, columns
from ruptures.dates import write_day
from ruptures.summaries.open_ages import OpenAge, OpenNow
from ruptures.taxonomy import RuptureType

NAMES: dict[str, Promise] = {
    RuptureType.WITHDRAWAL.value: _("▽ Withdrawal"),
    RuptureType.MIXED.value: _("▽◆ Both"),
    RuptureType.CONFRONTATION.value: _("◆ Confrontation"),
}
# A rupture with both movements has both colours, in stripes.
STRIPES = {
    "shape": "/",
    "bgcolor": WITHDRAWAL,
    "fgcolor": CONFRONTATION,
    "size": 8,
    "solidity": 0.5,
}
LOOKS: dict[str, dict[str, Any]] = {
    RuptureType.WITHDRAWAL.value: {"color": WITHDRAWAL},
    RuptureType.MIXED.value: {"color": WITHDRAWAL, "pattern": STRIPES},
    RuptureType.CONFRONTATION.value: {"color": CONFRONTATION},
}
COLUMNS = columns(
    Column("sessions", _("Held sessions since"), "text"),
    *((kind, name) for kind, name in NAMES.items()),
    ("open", _("Open")),
)


def open_age(found: OpenNow, ended_since: datetime.date | None = None) -> Chart:
    """`ended_since`: cases that ended before that day are not looked at."""
    return Chart(
        slug="open-age",
        title=_("Open now, by age"),
        sentences=tuple(sentences(found, ended_since)),
        figure=by_age(found.ages) if found.count else None,
        table=Table(COLUMNS, tuple(_row(age) for age in found.ages)),
    )


def by_age(ages: Sequence[OpenAge]) -> Figure:
    """A bar an age, in parts by type; a type that none has is not in the legend."""
    rows = [Row(f"{_since(age)} · {age.count}") for age in ages]
    kinds = [kind for kind in NAMES if any(age.counts.get(kind) for age in ages)]
    return rows_figure(
        [_bars(ages, places(rows), kind) for kind in kinds],
        rows,
        count_axis(max(age.count for age in ages)),
        **legend(),
    )


def sentences(found: OpenNow, ended_since: datetime.date | None) -> Iterator[str]:
    if found.count:
        yield (
            ngettext(
                "%(count)s rupture is open now in a running case, whenever it arose; "
                "its age is counted in held sessions since.",
                "%(count)s ruptures are open now in running cases, whenever they "
                "arose; their age is counted in held sessions since.",
                found.count,
            )
            % {"count": found.count}
        )
    else:
        yield gettext("No rupture is open now in a running case.")
    if found.at_the_end:
        yield _at_the_end(found.at_the_end, ended_since)


def _at_the_end(count: int, since: datetime.date | None) -> str:
    if since is None:
        told = ngettext(
            "%(count)s more was open when its case ended.",
            "%(count)s more were open when their cases ended.",
            count,
        )
        return told % {"count": count}
    told = ngettext(
        "%(count)s more was open when its case ended, since %(day)s.",
        "%(count)s more were open when their cases ended, since %(day)s.",
        count,
    )
    return told % {"count": count, "day": write_day(since)}


def span(age: OpenAge) -> str:
    """ "2–3", or "9+" for the oldest."""
    return f"{age.least}+" if age.most is None else f"{age.least}–{age.most}"


def _since(age: OpenAge) -> str:
    if age.most is None:
        return gettext("%(least)s sessions since, or more") % {"least": age.least}
    return gettext("%(span)s sessions since") % {"span": span(age)}


def _bars(ages: Sequence[OpenAge], at: Sequence[int], kind: str) -> Figure:
    counts = [age.counts.get(kind, 0) for age in ages]
    hover = [
        f"{_since(age)}<br>{NAMES[kind]} {count} / {age.count}"
        for age, count in zip(ages, counts, strict=True)
    ]
    return bars(at, counts, hover, name=str(NAMES[kind]), marker=LOOKS[kind])


def _row(age: OpenAge) -> tuple:
    return (span(age), *(age.counts.get(kind, 0) for kind in NAMES), age.count)
