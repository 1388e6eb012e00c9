"""Sentences over the charts: what the numbers say, and where they cannot."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.course_words import of_100
from dashboard.templatetags.rupture_repair import PER_CENT, interval, percent
from ruptures.reference import Range, RangeSet
from ruptures.stats.rates import Interval, Verdict
from ruptures.summaries.rates import RATE_FROM, Rate, Tally
from ruptures.summaries.repair import Repair
from ruptures.taxonomy import STRATEGIES, Rater

Words = dict[str, Promise]

NAMES: Words = {
    Rater.CLIENT: _("Clients"),
    Rater.THERAPIST: _("You"),
    Rater.OBSERVER: _("Observers"),
}
SOURCES: Words = {
    Rater.CLIENT: _("By your clients"),
    Rater.THERAPIST: _("By your log"),
    Rater.OBSERVER: _("By observers"),
}
FIGURES: Words = {
    Rater.CLIENT: _("With strain, by your clients"),
    Rater.THERAPIST: _("With strain, by your log"),
    Rater.OBSERVER: _("With strain, by observers"),
}
SILENT: Words = {
    Rater.CLIENT: _("No answer of yes or no by clients in this period."),
    Rater.THERAPIST: _("No answer of yes or no by you in this period."),
    Rater.OBSERVER: _("No answer of yes or no by observers in this period."),
}
QUOTED: Words = {
    Rater.CLIENT: _("%(range)s, as quoted for clients"),
    Rater.THERAPIST: _("%(range)s, as quoted for therapists"),
    Rater.OBSERVER: _("%(range)s, as quoted for observers"),
}
BANDS: Words = {
    Rater.CLIENT: _("clients %(range)s, as quoted"),
    Rater.THERAPIST: _("therapists %(range)s, as quoted"),
    Rater.OBSERVER: _("observers %(range)s, as quoted"),
    "all": _("span over all raters %(range)s"),
}
VERDICTS: Words = {
    Verdict.BELOW: _("below"),
    Verdict.WITHIN: _("within"),
    Verdict.ABOVE: _("above"),
    Verdict.CANNOT_TELL: _("cannot tell"),
    Verdict.TOO_FEW: _("too few"),
}
JUDGED: Words = {
    Verdict.BELOW: _("below %(range)s"),
    Verdict.WITHIN: _("within %(range)s"),
    Verdict.ABOVE: _("above %(range)s"),
}


def range_of(published: Range) -> str:
    return interval(Interval(published.low, published.high))


def band_label(published: Range) -> str:
    return str(BANDS[published.rater]) % {"range": range_of(published)}


def count_of(rate: Rate) -> str:
    """ "33 of 110"; says so where that is too few for a rate, or nothing at all."""
    if not rate.tally.answered:
        return gettext("no data")
    numbers = {"yes": rate.tally.yes, "answered": rate.tally.answered}
    if rate.value is None:
        return gettext("%(yes)s of %(answered)s, too few") % numbers
    return gettext("%(yes)s of %(answered)s") % numbers


def named(name: str | Promise, value: object) -> str:
    """ "Clients: 12"; every language sets its own colon."""
    return gettext("%(name)s: %(value)s") % {"name": name, "value": value}


def parted(parts: Iterable[str]) -> str:
    """ "one; two; three"; every language sets its own semicolon."""
    return f"{pgettext('between parts', ';')} ".join(parts)


def clients(count: int) -> str:
    return ngettext("%(count)s client", "%(count)s clients", count) % {"count": count}


def rate_sentence(rate: Rate, published: Range | None) -> str:
    """Who says strain in how many sessions, what that says beside the range, and what
    is in no rate.
    """
    return f"{_counted(rate, published)} {_not_counted(rate.tally)}".rstrip()


def _counted(rate: Rate, published: Range | None) -> str:
    tally = rate.tally
    if not tally.answered:
        return str(SILENT[rate.rater])
    return gettext(
        "%(source)s, strain in %(yes)s of %(answered)s sessions "
        "with %(clients)s%(rest)s."
    ) % {
        "source": SOURCES[rate.rater],
        "yes": tally.yes,
        "answered": tally.answered,
        "clients": clients(rate.cases),
        "rest": _rest(rate, published),
    }


def _not_counted(tally: Tally) -> str:
    """Unsure answers and observers who differ; nothing where there are none."""
    counts = {"unsure": tally.unsure, "differ": tally.differ}
    if tally.unsure and tally.differ:
        told = gettext(
            "Not counted: %(unsure)s unsure, %(differ)s where observers differ."
        )
    elif tally.differ:
        told = gettext("Not counted: %(differ)s where observers differ.")
    else:
        told = gettext("Not counted: %(unsure)s unsure.") if tally.unsure else ""
    return told % counts


def _rest(rate: Rate, published: Range | None) -> str:
    if rate.value is None:
        return gettext(": too few for a rate")
    if published is None:
        return f", {ends(rate, None)}"
    return gettext(", %(ends)s: %(comparison)s") % {
        "ends": ends(rate, published),
        "comparison": comparison(rate, published),
    }


def comparison(rate: Rate, published: Range) -> str:
    """The verdict in words, with the range it is about."""
    quoted = str(QUOTED[rate.rater]) % {"range": range_of(published)}
    return verdict_words(rate, published) % {"range": quoted}


def other_sets(rates: Sequence[Rate], others: Iterable[RangeSet]) -> Iterator[str]:
    """What the ranges not chosen would say of the same rates, a sentence a set."""
    for each in others:
        compared = [
            comparison(rate, published)
            for rate in rates
            if rate.value is not None and (published := each.of(rate.rater))
        ]
        if compared:
            yield gettext("By the other ranges, %(name)s: %(comparisons)s.") % {
                "name": gettext(each.name),
                "comparisons": parted(compared),
            }


def verdict_words(rate: Rate, published: Range) -> str:
    """The verdict, with a place for the range in it."""
    verdict = rate.beside(published)
    if verdict == Verdict.TOO_FEW and rate.mostly_one and rate.cases > 1:
        return gettext("mostly with one client, so not compared with %(range)s")
    if verdict == Verdict.TOO_FEW:
        return gettext("too few to compare with %(range)s")
    if verdict != Verdict.CANNOT_TELL:
        return str(JUDGED[verdict])
    limits = rate.interval
    assert limits is not None  # noqa: S101  a verdict has one
    reaches_below, reaches_above = (
        limits.low < published.low,
        limits.high > published.high,
    )
    if reaches_below and reaches_above:
        return gettext("cannot tell whether that is below, within or above %(range)s")
    if reaches_below:
        return gettext("cannot tell whether that is below %(range)s")
    return gettext("cannot tell whether that is above %(range)s")


def ends(rate: Rate, published: Range | None) -> str:
    """The interval; an end that only rounding puts on an edge has one decimal more."""
    limits = rate.interval
    if limits is None:
        return ""
    edges = (published.low, published.high) if published else ()
    low, high = (end(limit, edges) for limit in limits)
    return f"{low}–{high}{PER_CENT}"


def end(limit: float, edges: Sequence[float]) -> str:
    """In per cent, with decimals where only rounding puts it on one of `edges`."""
    if limit in edges:
        return f"{limit * 100:.0f}"
    for places in range(4):
        shown = round(limit * 100, places)
        if all(shown != round(edge * 100, places) for edge in edges):
            break
    return number_format(shown, places)


def unsure_words(rate: Rate) -> str:
    """The rate if all who were unsure had said no, or yes; nothing without any."""
    bounds = rate.bounds
    if bounds is None:
        return ""
    return gettext("If all of them were no: %(low)s. If all were yes: %(high)s.") % {
        "low": percent(bounds.low),
        "high": percent(bounds.high),
    }


def resolved_when(sessions_later: int) -> str:
    if sessions_later == 0:
        return gettext("resolved in the same session")
    if sessions_later == 1:
        return gettext("resolved in the next session")
    return gettext("resolved %(count)s sessions later") % {"count": sessions_later}


def tried(codes: Iterable[str]) -> str:
    """What was tried, in the catalogue's words."""
    return parted(map(str, STRATEGIES.labels(codes)))


def repaired_of_100(repair: Repair) -> str:
    """ "58 of 100"; nothing where there are too few ruptures to say so."""
    within = repair.within()
    if within is None:
        return ""
    return gettext("%(count)s of 100") % {"count": of_100(within.resolved)}


def repair_words(repair: Repair) -> str:
    """The interval and the other way out, or how many there are where too few."""
    within = repair.within()
    counted = ngettext("%(count)s rupture", "%(count)s ruptures", repair.count)
    counted %= {"count": repair.count}
    if repair.count < RATE_FROM:
        return gettext("%(counted)s, too few to say") % {"counted": counted}
    if within is None:
        return gettext("%(counted)s, not followed for so long yet") % {
            "counted": counted
        }
    ended = gettext("treatment ended or closed first in %(count)s of 100") % {
        "count": of_100(within.ended)
    }
    limits = within.interval
    if limits is None:
        between = gettext("no interval can be given")
    else:
        between = f"{limits.low * 100:.0f}–{limits.high * 100:.0f}"
    return f"{counted} · {between} · {ended}"
