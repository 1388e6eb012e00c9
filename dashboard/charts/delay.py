"""How soon sessions were logged; nobody is blamed for a day between."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.chart import Chart
from dashboard.charts.layout import INK, Figure
from dashboard.charts.rows import Row, bars, count_axis, places, rows_figure
from dashboard.charts.table import Column, Table, columns
from dashboard.templatetags.rupture_repair import percent
from ruptures.summaries.delay import SPANS, LoggingDelay
from ruptures.summaries.rates import RATE_FROM

NAMES: dict[str, Promise] = {
    "same_day": _("The same day"),
    "next_day": _("The next day"),
    "week": _("After 2 to 7 days"),
    "later": _("Later"),
}
COLUMNS = columns(
    Column("logged", _("Logged"), "text", NAMES.__getitem__),
    Column("days_from", _("Days, from")),
    ("sessions", _("Sessions")),
    Column("share", _("Share"), "share"),
)


def delay(found: LoggingDelay) -> Chart:
    return Chart(
        slug="logging-delay",
        title=_("How soon logged"),
        sentences=sentences(found),
        figure=_figure(found) if found.total else None,
        table=Table(
            COLUMNS,
            tuple(
                (span, least, found.counts[span], found.share(span))
                for span, least in SPANS.items()
            ),
        ),
    )


def sentences(found: LoggingDelay) -> tuple[str, ...]:
    """How soon half of the sessions were logged; counts alone where they are few."""
    if not found.total:
        return (gettext("No session was held in this period."),)
    counted = gettext("Days from the session to the day it was logged on.")
    return counted, _median(found), gettext("What is logged later counts just as much.")


def _median(found: LoggingDelay) -> str:
    numbers = {"total": found.total, "days": found.median}
    if found.median is None:
        few = gettext("Below %(least)s sessions there are counts only.")
        return few % {"least": RATE_FROM}
    if not found.median:
        told = gettext("At least half of %(total)s were logged on the day itself.")
        return told % numbers
    return (
        ngettext(
            "At least half of %(total)s were logged within %(days)s day.",
            "At least half of %(total)s were logged within %(days)s days.",
            found.median,
        )
        % numbers
    )


def _figure(found: LoggingDelay) -> Figure:
    rows = [
        Row(_spanned(str(NAMES[each]), found.counts[each], found.share(each)))
        for each in SPANS
    ]
    counts = list(found.counts.values())
    hover = [row.words for row in rows]
    drawn = bars(places(rows), counts, hover, marker={"color": INK})
    return rows_figure([drawn], rows, count_axis(max(counts)))


def _spanned(label: str, count: int, share: float | None) -> str:
    numbers = {"label": label, "count": count, "share": percent(share)}
    if share is None:
        return gettext("%(label)s: %(count)s") % numbers
    return gettext("%(label)s: %(count)s (%(share)s)") % numbers
