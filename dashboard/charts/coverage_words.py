"""What is known of the sessions held, in words; nobody is blamed for a gap."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.month_words import part_words, shown_of
from dashboard.templatetags.rupture_repair import percent
from ruptures.summaries.answered import AnsweredCaseload, Answers
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import Rater

Words = Mapping[str, Promise]

ANSWERED: Words = {
    Rater.THERAPIST: _(
        "You answered %(answered)s of %(held)s held yes or no (%(share)s) and were "
        "unsure of %(unsure)s; of %(silent)s there is no answer of yours."
    ),
    Rater.CLIENT: _(
        "Clients answered %(answered)s yes or no (%(share)s) and were unsure of "
        "%(unsure)s; of %(silent)s there is no answer by a client."
    ),
    Rater.OBSERVER: _(
        "Observers answered %(answered)s yes or no (%(share)s), were unsure of "
        "%(unsure)s and differ on %(differ)s; of %(silent)s there is no answer by one."
    ),
}
BY_MONTH: Words = {
    Rater.THERAPIST: _("The held sessions of each month, by what you answered."),
    Rater.CLIENT: _("The held sessions of each month, by what clients answered."),
    Rater.OBSERVER: _("The held sessions of each month, by what observers answered."),
}


def share_of(part: int, whole: int) -> float | None:
    """None below 10 sessions."""
    return part / whole if whole >= RATE_FROM else None


def share_words(share: float | None) -> str:
    return gettext("too few for a share") if share is None else percent(share)


def answered(found: Answers) -> tuple[str, ...]:
    """A sentence for each rater, the therapist's first."""
    if not found.held:
        return (gettext("No session was held in this period."),)
    return tuple(_answered(found, rater) for rater in ANSWERED)


def _answered(found: Answers, rater: str) -> str:
    tally = found.tallies[rater]
    return str(ANSWERED[rater]) % {
        "held": found.held,
        "answered": tally.answered,
        "share": share_words(share_of(tally.answered, found.held)),
        "unsure": tally.unsure,
        "differ": tally.differ,
        "silent": found.silent(rater),
    }


def by_month(load: AnsweredCaseload, rater: str) -> tuple[str, ...]:
    """What the bars are, what stands below the line, and whether a month is cut."""
    told = [*shown_of(load.months), str(BY_MONTH[rater]), unconfirmed(load)]
    if part := part_words(load.months):
        told.append(part)
    return tuple(told)


def unconfirmed(load: AnsweredCaseload) -> str:
    if not load.known:
        return gettext("Coverage unknown: only logged sessions are known here.")
    count = load.answers.unconfirmed
    if not count:
        return gettext("Every expected date is confirmed.")
    return ngettext(
        "%(count)s expected date is not confirmed: whether it was held is not known, "
        "so it stands apart, below the line.",
        "%(count)s expected dates are not confirmed: whether they were held is not "
        "known, so they stand apart, below the line.",
        count,
    ) % {"count": count}


def by_case(load: AnsweredCaseload) -> str:
    return ngettext(
        "%(count)s case with held sessions or expected dates.",
        "%(count)s cases with held sessions or expected dates, first those of which "
        "most is not known.",
        len(load.cases),
    ) % {"count": len(load.cases)}
