"""Sentences over the curves: what became of ruptures, out of 100 and in counts."""

from math import inf

from django.utils.translation import gettext, ngettext

from dashboard.charts.clocks import CLOCKS, by, end
from ruptures.stats.survival import ENDED, RESOLVED
from ruptures.summaries.courses import Courses, Stage
from ruptures.summaries.rates import RATE_FROM


def sentences(found: Courses) -> tuple[str, ...]:
    if not found.count:
        return (gettext("No rupture arose in this period."),)
    if not found.enough:
        return (_counts(found, gettext("too few for a curve")),)
    stage = found.at(CLOCKS[found.unit].within)
    told = _shares(found, stage) if stage else _counts(found, _not_followed(found))
    return (told, _below(found))


def _counted(found: Courses) -> str:
    counted = ngettext("%(count)s rupture", "%(count)s ruptures", found.count)
    return counted % {"count": found.count}


def _not_followed(found: Courses) -> str:
    clock = CLOCKS[found.unit]
    return str(clock.followed) % {"count": clock.within}


def _counts(found: Courses, why: str) -> str:
    """All in counts, and why there is no more to say."""
    return gettext(
        "%(counted)s, %(why)s: %(resolved)s resolved, in %(ended)s the treatment ended "
        "or the rupture was closed first, %(open)s not resolved so far."
    ) % {
        "counted": _counted(found),
        "why": why,
        "resolved": found.so_far(RESOLVED),
        "ended": found.so_far(ENDED),
        "open": found.followed,
    }


def _shares(found: Courses, stage: Stage) -> str:
    return " ".join((_resolved(found, stage), _ended(found, stage), _followed(found)))


def _resolved(found: Courses, stage: Stage) -> str:
    within = by(found.unit, CLOCKS[found.unit].within)
    if not stage.resolved:
        return gettext("None was resolved %(within)s.") % {"within": within}
    if stage.resolved == found.count:
        return gettext("All were resolved %(within)s.") % {"within": within}
    low, high = stage.interval or (0, 0)
    return _about(stage) % {
        "count": of_100(stage.resolved_share or 0),
        "within": within,
        "low": f"{low * 100:.0f}",
        "high": f"{high * 100:.0f}",
        "least": RATE_FROM,
    }


def _about(stage: Stage) -> str:
    if stage.interval:
        return gettext(
            "About %(count)s of 100 were resolved %(within)s (%(low)s–%(high)s)."
        )
    if stage.at_risk < RATE_FROM:
        return gettext(
            "About %(count)s of 100 were resolved %(within)s; fewer than %(least)s "
            "were still open and followed then, so there is no interval."
        )
    return gettext("About %(count)s of 100 were resolved %(within)s.")


def _ended(found: Courses, stage: Stage) -> str:
    if not stage.ended:
        return gettext("In none the treatment ended or the rupture was closed first.")
    if stage.ended == found.count:
        return gettext("In all the treatment ended or the rupture was closed first.")
    return gettext(
        "In %(count)s of 100 the treatment ended or the rupture was closed first."
    ) % {"count": of_100(stage.ended_share or 0)}


def _followed(found: Courses) -> str:
    if not found.followed:
        return gettext("%(counted)s, all followed to one of these ends.") % {
            "counted": _counted(found)
        }
    return gettext(
        "%(counted)s, %(open)s not resolved so far and counted as far as they were "
        "followed."
    ) % {"counted": _counted(found), "open": found.followed}


def _below(found: Courses) -> str:
    """What stands under the axis, and that the drawing stops before the end."""
    clock, stops = CLOCKS[found.unit], end(found)
    last = max((*found.event_times, found.known_to if found.known_to < inf else 0))
    if stops >= last:
        return str(clock.below)
    return f"{clock.below} {clock.cut}" % {"count": stops}


def of_100(share: float) -> int:
    """Rounded, but neither none nor all where it is some."""
    return min(99, max(1, round(share * 100))) if 0 < share < 1 else round(share) * 100
