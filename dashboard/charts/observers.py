"""Observers of the same recordings, two by two: their answers, and coefficients."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.agreement_words import cell_counts
from dashboard.charts.chart import Chart
from dashboard.charts.coefficients import number
from dashboard.charts.table import Column, Table, Value, columns, ends_of
from ruptures.stats.agreement import BOOTSTRAP_CASES
from ruptures.summaries.observers import ObserverPair
from ruptures.summaries.rates import RATE_FROM

Pairs = Sequence[ObserverPair]


def two(codes: str) -> str:
    first, second = codes.split("+")
    return gettext("%(first)s and %(second)s") % {"first": first, "second": second}


WHO = Column("observers", _("Observers"), "text", two)
ANSWERS = columns(
    WHO,
    ("sessions", _("Sessions")),
    ("both", _("Both said yes")),
    ("first_only", _("Only the first")),
    ("second_only", _("Only the second")),
    ("neither", _("Neither")),
    Column("positive", _("Agreement on yes"), "share"),
)
COEFFICIENTS = columns(
    WHO,
    Column("kappa", _("Cohen's kappa"), show=number),
    Column("kappa_low", _("95 %, from"), show=number),
    Column("kappa_high", _("to"), show=number),
    Column("ac1", _("Gwet's AC1"), show=number),
    Column("ac1_low", _("95 %, from"), show=number),
    Column("ac1_high", _("to"), show=number),
)


def observers(pairs: Pairs) -> Chart:
    return Chart(
        slug="observers",
        title=_("Observers of the same session"),
        sentences=tuple(_sentences(pairs)),
        figure=None,
        table=Table(ANSWERS, tuple(map(_answers, pairs))),
    )


def observers_coefficients(pairs: Pairs) -> Chart:
    return Chart(
        slug="observers-coefficients",
        title=_("Agreement of observers as coefficients"),
        sentences=tuple(_about_coefficients()),
        figure=None,
        table=Table(COEFFICIENTS, tuple(map(_coefficients, pairs))),
    )


def _sentences(pairs: Pairs) -> Iterator[str]:
    if not pairs:
        yield gettext(
            "No session was answered yes or no by two observers, each by themselves."
        )
        return
    yield ngettext(
        "Sessions that two observers both answered yes or no, each without seeing "
        "another's answer: %(count)s pair of observers, by their codes.",
        "Sessions that two observers both answered yes or no, each without seeing "
        "another's answer: %(count)s pairs of observers, by their codes.",
        len(pairs),
    ) % {"count": len(pairs)}
    if not all(pair.enough for pair in pairs):
        few = gettext("Below %(least)s sessions there are counts only, no shares.")
        yield few % {"least": RATE_FROM}


def _about_coefficients() -> Iterator[str]:
    yield gettext("Below %(least)s sessions there are none.") % {"least": RATE_FROM}
    told = gettext("Intervals need %(least)s clients with such sessions.")
    yield told % {"least": BOOTSTRAP_CASES}


def _answers(pair: ObserverPair) -> tuple[Value, ...]:
    counts = pair.counts
    shown = counts.positive if pair.enough else None
    return "+".join(pair.codes), counts.total, *cell_counts(counts), shown


def _coefficients(pair: ObserverPair) -> tuple[Value, ...]:
    limits = pair.intervals
    values: list[Value] = ["+".join(pair.codes)]
    for name in ("kappa", "ac1"):
        value = getattr(pair.counts, name) if pair.enough else None
        values += [value, *ends_of(getattr(limits, name, None))]
    return tuple(values)
