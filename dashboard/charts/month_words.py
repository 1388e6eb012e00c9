"""Sentences over what is drawn month by month: the rate, and the two movements."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, ngettext

from dashboard.charts import words
from dashboard.charts.months import MOST, CalendarMonth
from dashboard.templatetags.rupture_repair import percent
from ruptures.dates import write_month
from ruptures.summaries.caseload import Caseload
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater


def months_sentence(load: Caseload, rater: str) -> str:
    drawn = [
        (rate.value, month.first, rate)
        for month in load.months[-MOST:]
        if (rate := month.rates[rater]).value is not None
    ]
    if not drawn:
        return gettext(
            "%(source)s, none of these months has %(least)s answered sessions, so "
            "there is no point to draw; the table gives the counts."
        ) % {"source": words.SOURCES[rater], "least": RATE_FROM}
    lowest, highest = min(drawn), max(drawn)
    sentence = gettext(
        "%(source)s, strain in %(lowest)s (%(low_count)s, %(low_month)s) to "
        "%(highest)s (%(high_count)s, %(high_month)s) of a month's answered "
        "sessions. Single months vary widely by "
        "chance. Where fewer than %(least)s sessions were answered there is no point, "
        "only the count."
    ) % {
        "source": words.SOURCES[rater],
        "lowest": percent(lowest[0]),
        "low_count": words.count_of(lowest[2]),
        "low_month": write_month(lowest[1]),
        "highest": percent(highest[0]),
        "high_count": words.count_of(highest[2]),
        "high_month": write_month(highest[1]),
        "least": RATE_FROM,
    }
    return f"{sentence} {part_words(load.months)}".rstrip()


def movements_sentence(load: Caseload, *, drawn: bool) -> str:
    """What was counted; where it is drawn, also what stands under the months."""
    found, answered = load.movements, load.own.tally.answered
    if not answered:
        return str(words.SILENT[Rater.THERAPIST])
    sentence = gettext(
        "%(source)s, share of answered sessions: withdrawal in %(withdrawal)s of "
        "%(answered)s, confrontation in %(confrontation)s; both in %(both)s of them."
    ) % {
        "source": words.SOURCES[Rater.THERAPIST],
        "withdrawal": found.withdrawal,
        "answered": answered,
        "confrontation": found.confrontation,
        "both": found.both,
    }
    if not drawn:
        return sentence
    below = gettext("The number answered stands under each month’s name.")
    return f"{sentence} {below} {part_words(load.months)}".rstrip()


def split_sentences(load: Caseload) -> Iterator[str]:
    """The split of the sessions with strain; nothing where there is none."""
    found, strained = load.split, load.own.tally.yes
    if not strained:
        return
    yield ngettext(
        "Of the %(strained)s session with strain: withdrawal in %(withdrawal)s, "
        "confrontation in %(confrontation)s; a session can hold both.",
        "Of the %(strained)s sessions with strain: withdrawal in %(withdrawal)s, "
        "confrontation in %(confrontation)s; a session can hold both.",
        strained,
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


def shown_of(months: Sequence[CalendarMonth]) -> Iterator[str]:
    """How many of the months are shown; nothing where all are."""
    if len(months) > MOST:
        yield gettext(
            "Shown are the last %(shown)s of %(all)s months; the CSV has all of them."
        ) % {"shown": MOST, "all": len(months)}


def part_words(months: Sequence[CalendarMonth]) -> str:
    """What the * at a month means, where one shown has it."""
    if not any(month.part for month in months[-MOST:]):
        return ""
    return gettext("A month with * is only a part of one.")
