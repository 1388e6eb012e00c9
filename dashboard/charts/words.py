"""Sentences over the charts: what the numbers say, and where they cannot."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.templatetags.rupture_repair import PER_CENT, interval, percent
from ruptures.reference import Range, RangeSet
from ruptures.stats.rates import Interval, Verdict
from ruptures.summaries.caseload import Caseload
from ruptures.summaries.rates import RATE_FROM, Rate
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
    Rater.CLIENT: _("No answers by clients in this period."),
    Rater.THERAPIST: _("No answers of your own in this period."),
    Rater.OBSERVER: _("No answers by observers in this period."),
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
    """ "33 of 110"; says so where that is too few for a rate."""
    numbers = {"yes": rate.tally.yes, "answered": rate.tally.answered}
    if rate.value is None:
        return gettext("%(yes)s of %(answered)s, too few") % numbers
    return gettext("%(yes)s of %(answered)s") % numbers


def clients(count: int) -> str:
    return ngettext("%(count)s client", "%(count)s clients", count) % {"count": count}


def rate_sentence(rate: Rate, published: Range | None) -> str:
    """Who says strain in how many sessions, and what that says beside the range."""
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


def _rest(rate: Rate, published: Range | None) -> str:
    if rate.value is None:
        return gettext(": too few for a rate")
    if published is None:
        return f", {ends(rate, None)}"
    return f", {ends(rate, published)}: {comparison(rate, published)}"


def comparison(rate: Rate, published: Range) -> str:
    """The verdict in words, with the range it is about."""
    quoted = str(QUOTED[rate.rater]) % {"range": range_of(published)}
    return verdict_words(rate, published) % {"range": quoted}


def other_sets(rate: Rate, others: Iterable[RangeSet]) -> Iterator[str]:
    """What the ranges not chosen would say of the same rate, a sentence a set."""
    for each in others:
        published = each.of(rate.rater)
        if published is not None and rate.value is not None:
            yield gettext("By the other ranges, %(name)s: %(comparison)s.") % {
                "name": each.name,
                "comparison": comparison(rate, published),
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


def months_sentence(load: Caseload, rater: str) -> str:
    drawn = [
        (rate.value, month.first, count_of(rate))
        for month in load.months
        if (rate := month.rates[rater]).value is not None
    ]
    if not drawn:
        return gettext(
            "No month has %(least)s answered sessions yet, so there is no point to "
            "draw; the table gives the counts."
        ) % {"least": RATE_FROM}
    lowest, highest = min(drawn), max(drawn)
    sentence = gettext(
        "%(source)s, strain in %(lowest)s (%(low_count)s, %(low_month)s) to "
        "%(highest)s (%(high_count)s, %(high_month)s) of a month's answered "
        "sessions. Single months vary widely by "
        "chance. Where fewer than %(least)s sessions were answered there is no point, "
        "only the count."
    ) % {
        "source": SOURCES[rater],
        "lowest": percent(lowest[0]),
        "low_count": lowest[2],
        "low_month": date_format(lowest[1], "M Y"),
        "highest": percent(highest[0]),
        "high_count": highest[2],
        "high_month": date_format(highest[1], "M Y"),
        "least": RATE_FROM,
    }
    return f"{sentence}{_part_words(load)}"


def movements_sentence(load: Caseload) -> str:
    found, answered = load.movements, load.own.tally.answered
    if not answered:
        return str(SILENT[Rater.THERAPIST])
    sentence = gettext(
        "%(source)s, share of answered sessions: withdrawal in %(withdrawal)s of "
        "%(answered)s, confrontation in %(confrontation)s; both in %(both)s of them. "
        "The number answered stands under each month."
    ) % {
        "source": SOURCES[Rater.THERAPIST],
        "withdrawal": found.withdrawal,
        "answered": answered,
        "confrontation": found.confrontation,
        "both": found.both,
    }
    return f"{sentence}{_part_words(load)}"


def split_sentences(load: Caseload) -> Iterator[str]:
    """The split of the sessions with strain; nothing where there is none."""
    found, strained = load.split, load.own.tally.yes
    if not strained:
        return
    yield gettext(
        "Of the %(strained)s sessions with strain: withdrawal in %(withdrawal)s, "
        "confrontation in %(confrontation)s; a session can hold both."
    ) % {
        "strained": strained,
        "withdrawal": _of_strained(found.withdrawal, strained),
        "confrontation": _of_strained(found.confrontation, strained),
    }


def _of_strained(count: int, strained: int) -> str:
    """ "46 (72 %)"; the count alone where there is too little for a share."""
    if strained < RATE_FROM:
        return str(count)
    return f"{count} ({percent(count / strained)})"


def _part_words(load: Caseload) -> str:
    if not any(month.part for month in load.months):
        return ""
    return " " + gettext("A month with * is only a part of one.")


def resolved_when(sessions_later: int) -> str:
    if sessions_later == 0:
        return gettext("resolved in the same session")
    if sessions_later == 1:
        return gettext("resolved in the next session")
    return gettext("resolved %(count)s sessions later") % {"count": sessions_later}


def tried(codes: Iterable[str]) -> str:
    """What was tried, in the catalogue's words."""
    return "; ".join(str(label) for label in STRATEGIES.labels(codes))


def repaired_of_100(repair: Repair) -> str:
    """ "58 of 100"; nothing where there are too few ruptures to say so."""
    within = repair.within()
    if within is None:
        return ""
    return gettext("%(count)s of 100") % {"count": round(within.resolved * 100)}


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
        "count": round(within.ended * 100)
    }
    limits = within.interval
    if limits is None:
        return f"{counted} · {ended}"
    return f"{counted} · {limits.low * 100:.0f}–{limits.high * 100:.0f} · {ended}"
