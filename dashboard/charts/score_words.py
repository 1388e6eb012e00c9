"""Scores in words: their limits, their dips, and first, previous, now."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.dip_words import DIP_IS, dips_sentence
from dashboard.charts.timeline_words import day, joined, listed, session_name
from dashboard.charts.words import named, parted
from ruptures.instruments import Instrument
from ruptures.summaries.limits import BASELINE_LEAST, Limits, Unlimited
from ruptures.summaries.scores import Judged, Moved
from ruptures.summaries.series import Series
from ruptures.summaries.timeline import Timeline
from ruptures.taxonomy import Rater

LISTED = 5  # sessions; more are told by their first and last
UNUSUAL = 1.96  # a reliable change index beyond which error alone rarely reaches

BY: dict[str, Promise] = {
    Rater.CLIENT: _("%(form)s, by the client"),
    Rater.THERAPIST: _("%(form)s, by you"),
    Rater.OBSERVER: _("%(form)s, by an observer"),
}
PLACES: dict[str, Promise] = {
    "baseline": _("sets the limits, not judged"),
    "inside": _("within the limits"),
    "below": _("below the limits"),
    "above": _("above the limits"),
    "before": _("before the baseline, not judged"),
}


def name(series: Series, form: Instrument | None) -> str:
    """ "SRS, by the client"; the code where no file names the instrument any more."""
    called = form.name if form else series.instrument.upper()
    return str(BY[series.rater]) % {"form": called}


def value(score: float, form: Instrument | None) -> str:
    """As the form gives it; whole numbers without a point."""
    digits = max(form.decimals if form else 2, 1)
    rounded = round(score, digits)  # number_format cuts off
    return number_format(rounded, 0 if rounded == int(rounded) else digits)


def place_of(judged: Judged, index: int) -> str:
    """A key of PLACES; "" where there are no limits."""
    limits = judged.limits
    if not isinstance(limits, Limits):
        return ""
    if index < limits.start:
        return "before"
    if judged.is_baseline(index):
        return "baseline"
    if index in limits.below:
        return "below"
    return "above" if index in limits.above else "inside"


def point(
    judged: Judged, form: Instrument | None, index: int, line: Timeline, criterion: int
) -> str:
    """What is shown by pointing at a score."""
    score, place = judged.series.points[index], place_of(judged, index)
    dip = judged.dip_at(index, criterion)
    said = [
        named(session_name(line.stops[score.place]), value(score.value, form)),
        str(PLACES[place]) if place else "",
        str(DIP_IS[dip.recovery]) if dip else "",
    ]
    return "<br>".join(each for each in said if each)


def sentences(
    judged: Judged, form: Instrument | None, line: Timeline, criterion: int
) -> tuple[str, ...]:
    """Two paragraphs: about the limits, and about dips."""
    return (
        joined(_limits_sentence(judged, form, line), _outside_sentence(judged, line)),
        dips_sentence(judged, criterion),
    )


def _limits_sentence(judged: Judged, form: Instrument | None, line: Timeline) -> str:
    limits, count = judged.limits, len(judged.series.points)
    scores = ngettext("%(count)s score", "%(count)s scores", count) % {"count": count}
    said: dict[str, object] = {"name": name(judged.series, form), "scores": scores}
    if isinstance(limits, Limits):
        told = gettext("%(name)s: %(scores)s.") % said
        return joined(told, _limits_words(judged, limits, form, line))
    if limits is Unlimited.TOO_FEW:
        told = gettext("%(name)s: %(scores)s, too few for limits: they need %(least)s.")
        return told % (said | {"least": BASELINE_LEAST})
    told = gettext(
        "%(name)s: %(scores)s. Those that would set the limits are all the same: "
        "no variation, no limits can be drawn."
    )
    return told % said


def _limits_words(
    judged: Judged, limits: Limits, form: Instrument | None, line: Timeline
) -> str:
    first = line.stops[judged.series.points[limits.start].place]
    said = {
        "low": value(limits.lower, form),
        "high": value(limits.upper, form),
        "count": limits.count,
        "since": first.number or day(first),
    }
    if not limits.fixed:
        told = gettext(
            "Limits so far %(low)s to %(high)s, from the %(count)s scores since "
            "session %(since)s (hollow, not judged)."
        )
    else:
        told = gettext(
            "Usual limits %(low)s to %(high)s, from %(count)s scores since session "
            "%(since)s (hollow, not judged)."
        )
    return told % said


def _outside_sentence(judged: Judged, line: Timeline) -> str:
    limits = judged.limits
    if not isinstance(limits, Limits):
        return ""
    judged_count = len(judged.series.points) - limits.judged_from
    if judged_count <= 0:
        return ""
    if not limits.below and not limits.above:
        return ngettext(
            "The %(count)s score that followed lies within them.",
            "All %(count)s scores that followed lie within them.",
            judged_count,
        ) % {"count": judged_count}
    sides = (
        (gettext("below them: %(where)s"), limits.below),
        (gettext("above them: %(where)s"), limits.above),
    )
    return gettext("Of %(count)s scores that followed, %(sides)s.") % {
        "count": judged_count,
        "sides": parted(
            side % {"where": _where(judged, line, found)}
            for side, found in sides
            if found
        ),
    }


def _where(judged: Judged, line: Timeline, indices: tuple[int, ...]) -> str:
    """ "sessions 15 and 16"; only the ends of what would be a long list."""
    stops = [line.stops[judged.series.points[index].place] for index in indices]
    named = [str(stop.number or stop.date.isoformat()) for stop in stops]
    count = len(named)
    said = {
        "count": count,
        "listed": listed(named),
        "first": named[0],
        "last": named[-1],
    }
    if count > LISTED:
        return gettext("%(count)s, from session %(first)s to %(last)s") % said
    words = ngettext("session %(listed)s", "sessions %(listed)s", count)
    return words % said


def change(moved: Moved, form: Instrument | None) -> str:
    """From the first score to the present, and whether error alone could do it."""
    if moved.first is None:
        return ""
    by = moved.now.value - moved.first.value
    sign = "+" if by > 0 else "−" if by < 0 else "±"
    said: Mapping[str, str] = {
        "by": f"{sign}{value(abs(round(by, 2)), form)}",
        "index": number_format(round(moved.index, 2), 2)
        if moved.index is not None
        else "",
    }
    if moved.index is None:
        return gettext("%(by)s; its error is not known") % said
    if abs(moved.index) > UNUSUAL:
        told = gettext(
            "%(by)s; index %(index)s: more than measurement error usually makes"
        )
        return told % said
    return gettext("%(by)s; index %(index)s: measurement error could be all") % said
