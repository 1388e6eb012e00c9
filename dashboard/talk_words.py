"""An entry of the list of what to talk about in quiet words, and where to act on it."""

from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.instruments import name_of
from ruptures.summaries.talk import TalkEntry
from ruptures.taxonomy import Rater, RuptureType, TalkRule

# What arose, as it stands inside a sentence.
AROSE: dict[str, Promise] = {
    RuptureType.WITHDRAWAL: _("withdrawal in session %(number)s"),
    RuptureType.CONFRONTATION: _("confrontation in session %(number)s"),
    RuptureType.MIXED: _("withdrawal and confrontation in session %(number)s"),
}
SCORED: dict[tuple[str, bool], Promise] = {
    (Rater.CLIENT, True): _(
        "%(instrument)s by the client %(value)s, below its limit of %(limit)s"
    ),
    (Rater.CLIENT, False): _(
        "%(instrument)s by the client %(value)s, above its limit of %(limit)s"
    ),
    (Rater.THERAPIST, True): _(
        "%(instrument)s by you %(value)s, below its limit of %(limit)s"
    ),
    (Rater.THERAPIST, False): _(
        "%(instrument)s by you %(value)s, above its limit of %(limit)s"
    ),
    (Rater.OBSERVER, True): _(
        "%(instrument)s by an observer %(value)s, below its limit of %(limit)s"
    ),
    (Rater.OBSERVER, False): _(
        "%(instrument)s by an observer %(value)s, above its limit of %(limit)s"
    ),
}

# After the point: as few as tell a score from its limit, which it is never equal to.
DIGITS = range(1, 16)

# Where something can be done about it; else on the page of the case.
PLACES = {
    TalkRule.LONG_OPEN: "dashboard:rupture-open",
    TalkRule.NOT_TRIED: "dashboard:rupture-open",
    TalkRule.ONE_SIDE: "dashboard:agreement",
    TalkRule.NONE_AT_ALL: "dashboard:log",
}


def words_for(entry: TalkEntry) -> str:
    """Why it stands on the list, with the figures."""
    return WORDS[entry.rule](entry)


def way_to(entry: TalkEntry) -> str:
    """The address where something can be done about it."""
    code = entry.case.code
    if entry.rule in PLACES:
        return f"{reverse(PLACES[entry.rule])}?case={code}"
    page = reverse("dashboard:case-detail", args=[code])
    return f"{page}#expected" if entry.rule == TalkRule.UNCONFIRMED else page


def anchor_of(rule: TalkRule) -> str:
    """Where the rule stands on the reference page."""
    return f"rule-talk-{rule.value.replace('_', '-')}"


def _not_attended(entry: TalkEntry) -> str:
    return ngettext(
        "Not met since: %(arose)s, then %(count)s appointment cancelled or missed",
        "Not met since: %(arose)s, then %(count)s appointments cancelled or missed",
        entry.count,
    ) % {"arose": _arose(entry), "count": entry.count}


def _long_open(entry: TalkEntry) -> str:
    return ngettext(
        "Open for %(count)s session: %(arose)s",
        "Open for %(count)s sessions: %(arose)s",
        entry.count,
    ) % {"arose": _arose(entry), "count": entry.count}


def _not_tried(entry: TalkEntry) -> str:
    return ngettext(
        "Open for %(count)s session, no attempt yet: %(arose)s",
        "Open for %(count)s sessions, no attempt yet: %(arose)s",
        entry.count,
    ) % {"arose": _arose(entry), "count": entry.count}


def _one_side(entry: TalkEntry) -> str:
    text = gettext(
        "Strain by one side only in %(count)s of the last %(of)s sessions both answered"
    )
    return text % {"count": entry.count, "of": entry.of}


def _often(entry: TalkEntry) -> str:
    text = gettext("Strain in %(count)s of the last %(of)s sessions you answered")
    return text % {"count": entry.count, "of": entry.of}


def _unconfirmed(entry: TalkEntry) -> str:
    text = gettext("%(count)s expected dates not confirmed, the first on %(day)s")
    return text % {"count": entry.count, "day": clinical_date(entry.since)}


def _low_score(entry: TalkEntry) -> str:
    score = entry.score
    assert score is not None  # noqa: S101  every entry by this rule has one
    digits = next(n for n in DIGITS if round(score.value, n) != round(score.limit, n))
    return str(SCORED[score.rater, score.higher_is_better]) % {
        "instrument": name_of(score.instrument, settings.OWN_INSTRUMENTS),
        "value": _number(score.value, digits),
        "limit": _number(score.limit, digits),
    }


def _none_at_all(entry: TalkEntry) -> str:
    text = gettext("No strain in the last %(count)s sessions you answered")
    return text % {"count": entry.count}


def _arose(entry: TalkEntry) -> str:
    rupture = entry.rupture
    assert rupture is not None  # noqa: S101  every entry by these rules has one
    return str(AROSE[rupture.type]) % {"number": rupture.number}


def _number(value: float, digits: int) -> str:
    """So many digits after the point, or none where they would be 0."""
    rounded = round(value, digits)
    return number_format(rounded, 0 if rounded.is_integer() else digits)


WORDS: dict[TalkRule, Callable[[TalkEntry], str]] = {
    TalkRule.NOT_ATTENDED: _not_attended,
    TalkRule.LONG_OPEN: _long_open,
    TalkRule.NOT_TRIED: _not_tried,
    TalkRule.ONE_SIDE: _one_side,
    TalkRule.OFTEN: _often,
    TalkRule.UNCONFIRMED: _unconfirmed,
    TalkRule.LOW_SCORE: _low_score,
    TalkRule.NONE_AT_ALL: _none_at_all,
}
