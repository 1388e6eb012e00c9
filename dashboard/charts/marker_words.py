"""What is said of markers: noted on how many of what, and which were not noted."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext, ngettext

from dashboard.charts.movements import LABELS
from dashboard.charts.words import parted
from dashboard.templatetags.rupture_repair import interval, percent
from ruptures.summaries.markers import Markers, Noted
from ruptures.summaries.rates import RATE_FROM
from ruptures.taxonomy import MARKERS, RuptureType


def label(code: str) -> str:
    return str(MARKERS.entry(code).label)


def noted(found: Markers) -> list[str]:
    if not found.rows:
        return [gettext("No rupture arose in this period.")]
    told = ngettext(
        "%(count)s rupture arose in this period, %(marked)s with a marker noted.",
        "%(count)s ruptures arose in this period, %(marked)s with a marker noted.",
        found.rows,
    ) % {"count": found.rows, "marked": found.marked}
    if found.marked:
        return [told, gettext("One rupture can have several.")]
    return [told]


def observed(found: Markers) -> list[str]:
    if not found.rows:
        return [gettext("No observer's report of this period.")]
    told = ngettext(
        "%(count)s observer's report of this period, %(marked)s with a marker noted.",
        "%(count)s observers' reports of this period, %(marked)s with a marker noted.",
        found.rows,
    ) % {"count": found.rows, "marked": found.marked}
    return [told, gettext("They are counted apart and never added to your log.")]


def rest(found: Markers, movements: Sequence[RuptureType]) -> Iterator[str]:
    """What a share is of, and what was not noted; nothing without any marker."""
    if not found.marked:
        return
    yield _least(found)
    for movement in movements:
        if found.never(movement):
            yield _never(found, movement)


def _least(found: Markers) -> str:
    """What a share is of; that there is none where there is too little."""
    if found.marked < RATE_FROM:
        return gettext("Too few for shares: the bars are counts.")
    return gettext("Shares are of the %(marked)s with any marker.") % {
        "marked": found.marked
    }


def _never(found: Markers, movement: RuptureType) -> str:
    """The markers of that movement that nothing is drawn of."""
    return gettext("%(type)s, not noted: %(list)s.") % {
        "type": LABELS[movement],
        "list": parted(label(code) for code in found.never(movement)),
    }


def over(each: Noted) -> str:
    words = f"{label(each.marker)} · {each.count}"
    return words if each.share is None else f"{words} ({percent(each.share)})"


def hover(each: Noted) -> str:
    counts = gettext("%(count)s of %(of)s") % {"count": each.count, "of": each.of}
    lines = [label(each.marker), counts]
    if each.share is not None:
        lines.append(f"{percent(each.share)}, {interval(each.interval)}")
    return "<br>".join(lines)
