"""What is said of attempts with each strategy: counts, and no cause of anything."""

from django.utils.translation import gettext, ngettext

from dashboard.charts.words import parted
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.summaries.rates import RATE_FROM
from ruptures.summaries.strategies import Attempts, Tried
from ruptures.taxonomy import STRATEGIES


def label(code: str) -> str:
    return str(STRATEGIES.entry(code).label)


def sentences(found: Attempts) -> tuple[str, ...]:
    if not found.count:
        return (gettext("No repair attempt was noted in this period."),)
    told = [_known(found), _how_read(found), _few(found)]
    return tuple(sentence for sentence in told if sentence)


def _known(found: Attempts) -> str:
    return ngettext(
        "%(count)s attempt in this period, with %(known)s outcomes noted.",
        "%(count)s attempts in this period, with %(known)s outcomes noted.",
        found.count,
    ) % {"count": found.count, "known": found.known}


def _how_read(found: Attempts) -> str:
    if not any(tried.enough for tried in found.tried):
        return gettext(
            "No strategy has %(least)s attempts with a known outcome yet, so nothing "
            "is drawn."
        ) % {"least": RATE_FROM}
    return gettext(
        "Each bar: as how far resolved it was noted after attempts with that strategy. "
        "An attempt with several strategies counts in each of them (%(several)s had "
        "several). What was tried differs with the moment, so no bar says which "
        "strategy is better."
    ) % {"several": found.several}


def _few(found: Attempts) -> str:
    """Strategies with too few outcomes to be drawn, with how often they were tried."""
    few = [tried for tried in found.tried if not tried.enough]
    if not few:
        return ""
    return gettext("Fewer than %(least)s with a known outcome: %(list)s.") % {
        "least": RATE_FROM,
        "list": parted(f"{label(t.strategy)} ({t.attempts})" for t in few),
    }


def over(tried: Tried) -> str:
    return f"{label(tried.strategy)} · {tried.known}"


def hover(tried: Tried) -> str:
    counts = gettext(
        "resolved %(resolved)s, partly %(partly)s, not %(unresolved)s of %(known)s"
    ) % {
        "resolved": tried.resolved,
        "partly": tried.partly,
        "unresolved": tried.unresolved,
        "known": tried.known,
    }
    share = gettext("resolved %(share)s, %(interval)s") % {
        "share": percent(tried.resolved_share),
        "interval": interval(tried.interval),
    }
    return f"{label(tried.strategy)}<br>{counts}<br>{share}"
