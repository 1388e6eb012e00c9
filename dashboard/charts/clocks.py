"""The two units in which the time to a resolution is drawn and told."""

from dataclasses import dataclass
from math import ceil, inf
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ruptures.summaries.courses import Courses, Unit


@dataclass(frozen=True, slots=True)
class Clock:
    """How time is drawn in one unit: a tick each `tick`, as far as `reach`.

    `reach` keeps the first weeks readable and bounds the figure to 120 steps.
    """

    within: int
    tick: int
    reach: int
    at_once: str | Promise
    by: Any  # a lazy text with a place for the count, which chooses its form
    followed: str | Promise
    below: str | Promise
    cut: str | Promise


CLOCKS = {
    Unit.SESSIONS: Clock(
        within=3,
        tick=1,
        reach=20,
        at_once=_("in the same session"),
        by=ngettext_lazy(
            "within %(count)s session", "within %(count)s sessions", "count"
        ),
        followed=_("none followed for %(count)s sessions yet"),
        below=_(
            "Under the axis: held sessions since the one in which it arose (0), and "
            "below them how many were still open and followed."
        ),
        cut=_("Drawn as far as %(count)s sessions."),
    ),
    Unit.DAYS: Clock(
        within=21,
        tick=7,
        reach=119,
        at_once=_("on the same day"),
        by=ngettext_lazy("within %(count)s day", "within %(count)s days", "count"),
        followed=_("none followed for %(count)s days yet"),
        below=_(
            "Under the axis: days since the session in which it arose (0), and below "
            "them how many were still open and followed."
        ),
        cut=_("Drawn as far as %(count)s days."),
    ),
}


def end(found: Courses) -> int:
    """Where the curves stop: no more is known, all have left, or it is too far."""
    clock = CLOCKS[found.unit]
    if found.known_to < inf:
        return int(min(found.known_to, clock.reach))
    last = max(clock.within, *found.event_times)
    return min(ceil(last / clock.tick) * clock.tick, clock.reach)


def marks(found: Courses) -> range:
    """The times that have a tick and a row; none without a rupture."""
    if not found.count:
        return range(0)
    return range(0, end(found) + 1, CLOCKS[found.unit].tick)


def by(unit: Unit, count: int) -> str:
    """ "within 3 sessions", "in the same session"."""
    clock = CLOCKS[unit]
    return str(clock.by % {"count": count} if count else clock.at_once)
