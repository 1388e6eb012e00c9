"""The timeline in words: what each mark is, and the sentences over the chart."""

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts.words import named
from ruptures.dates import write_day
from ruptures.summaries.timeline import DIFFER, Attempt, Event, Stop, Thread, Timeline
from ruptures.taxonomy import Attendance, Rater, RuptureType, Strain

ANSWERS: dict[str, dict[str, Promise]] = {
    Rater.THERAPIST: {
        Strain.YES: _("Strain, by your log"),
        Strain.NO: _("No strain, by your log"),
        Strain.UNSURE: _("Unsure, by your log"),
        "": _("Not answered by you"),
    },
    Rater.CLIENT: {
        Strain.YES: _("Strain, by the client"),
        Strain.NO: _("No strain, by the client"),
        Strain.UNSURE: _("Unsure, by the client"),
        "": _("No answer by the client"),
    },
    Rater.OBSERVER: {
        Strain.YES: _("Strain, by observers"),
        Strain.NO: _("No strain, by observers"),
        Strain.UNSURE: _("Unsure, by observers"),
        DIFFER: _("Observers differ"),
        "": _("No answer by observers"),
    },
}
COUNTED: dict[str, Promise] = {
    Rater.THERAPIST: _("By your log: %(counts)s."),
    Rater.CLIENT: _("By the client: %(counts)s."),
    Rater.OBSERVER: _("By observers: %(counts)s."),
}
COUNTS: dict[str, Promise] = {
    Strain.YES: _("strain in %(count)s"),
    Strain.NO: _("none in %(count)s"),
    Strain.UNSURE: _("unsure in %(count)s"),
    DIFFER: _("differing in %(count)s"),
    "": _("no answer for %(count)s"),
}


def listed(parts: Iterable[str]) -> str:
    """ "15, 16 and 20"."""
    *most, last = parts
    if not most:
        return last
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}


def day(stop: Stop | Event) -> str:
    return write_day(stop.date)


def session_name(stop: Stop) -> str:
    """ "Session 8, 12 Mar 2026"; the day alone of one that was not held."""
    if stop.number is None:
        return day(stop)
    return gettext("Session %(number)s, %(day)s") % {
        "number": stop.number,
        "day": day(stop),
    }


def answer(stop: Stop, rater: str) -> str:
    """What is shown by pointing at an answer."""
    attended = str(Attendance(stop.attendance).label)
    if not stop.held:
        return f"{day(stop)}<br>{attended}"
    said = f"{session_name(stop)}<br>{ANSWERS[rater][stop.answers.get(rater, '')]}"
    late = stop.attendance == Attendance.LATE
    return f"{said}<br>{attended}" if late else said


def thread(line: Timeline, rupture: Thread) -> str:
    state = named(RuptureType(rupture.type).label, rupture.status.label)
    said = f"{session_name(line.stops[rupture.place])}<br>{state}"
    if not rupture.attempts:
        return said
    count = len(rupture.attempts)
    tries = ngettext("%(count)s attempt", "%(count)s attempts", count)
    return f"{said}<br>{tries % {'count': count}}"


def attempt(line: Timeline, rupture: Thread, tried: Attempt) -> str:
    said = {
        "here": session_name(line.stops[tried.place]),
        "there": session_name(line.stops[rupture.place]),
        "outcome": tried.outcome,
    }
    if rupture.place == tried.place:
        told = gettext("%(here)s<br>Attempt in the session of the rupture") % said
    else:
        told = gettext("%(here)s<br>Attempt for the rupture of %(there)s") % said
    if tried.outcome is None:
        return told
    return f"{told}<br>{gettext('How far resolved: %(outcome)s of 5') % said}"


def event(noted: Event) -> str:
    if noted.text is None:
        return gettext("%(day)s: a note that no key here can read") % {
            "day": day(noted)
        }
    return gettext("%(day)s: %(text)s") % {"day": day(noted), "text": noted.text}


# Sentences ------------------------------------------------------------------


def sentences(line: Timeline, window: range, *, days: bool = True) -> tuple[str, ...]:
    """Two paragraphs about the stops in `window`; without `days` they name none."""
    stops = line.stops[window.start : window.stop]
    held = [stop for stop in stops if stop.held]
    if not stops:
        return (gettext("No session is logged yet, so there is nothing to draw."),)
    if not held:
        return (gettext("None of these sessions took place: nothing can be drawn."),)
    threads = [each for each in line.threads if each.place in window]
    answers = (_answered(held, rater) for rater in COUNTED)
    return (
        joined(_shown(line, stops) if days else "", _held(stops, held), *answers),
        joined(_ruptures(threads), _attempts(line, threads)),
    )


def joined(*sentences: str) -> str:
    """Those that say something, as one paragraph."""
    return " ".join(each for each in sentences if each)


def _shown(line: Timeline, stops: Sequence[Stop]) -> str:
    if len(stops) == len(line.stops):
        return ""
    return gettext(
        "Shown and counted: %(shown)s of %(all)s sessions, %(first)s to %(last)s."
    ) % {
        "shown": len(stops),
        "all": len(line.stops),
        "first": day(stops[0]),
        "last": day(stops[-1]),
    }


def _held(stops: Sequence[Stop], held: Sequence[Stop]) -> str:
    took_place = ngettext(
        "%(count)s session took place", "%(count)s sessions took place", len(held)
    ) % {"count": len(held)}
    missing = len(stops) - len(held)
    if not missing:
        return gettext("%(took_place)s.") % {"took_place": took_place}
    return gettext("%(took_place)s, %(missing)s did not.") % {
        "took_place": took_place,
        "missing": missing,
    }


def _answered(held: Sequence[Stop], rater: str) -> str:
    said = Counter(stop.answers.get(rater, "") for stop in held)
    if said[""] == len(held) and rater != Rater.THERAPIST:
        return ""
    counts = [
        str(COUNTS[each]) % {"count": said[each]} for each in COUNTS if said[each]
    ]
    return str(COUNTED[rater]) % {"counts": ", ".join(counts)}


def _ruptures(threads: Sequence[Thread]) -> str:
    if not threads:
        return gettext("No rupture is recorded.")
    kinds = Counter(thread.type for thread in threads)
    statuses = Counter(thread.status for thread in threads)
    counts = [
        f"{RuptureType(kind).label.lower()} {count}" for kind, count in kinds.items()
    ]
    became = [f"{status.label.lower()} {count}" for status, count in statuses.items()]
    count = len(threads)
    counted = ngettext("%(count)s rupture", "%(count)s ruptures", count)
    return gettext("%(counted)s: %(kinds)s; now %(became)s.") % {
        "counted": counted % {"count": count},
        "kinds": ", ".join(counts),
        "became": ", ".join(became),
    }


def _attempts(line: Timeline, threads: Sequence[Thread]) -> str:
    later = [
        _sessions_between(line, each.place, tried.place)
        for each in threads
        for tried in each.attempts
    ]
    if not later:
        return ""
    same, following = later.count(0), later.count(1)
    counts = (
        (gettext("in the same session %(count)s"), same),
        (gettext("in the next %(count)s"), following),
        (gettext("later %(count)s"), len(later) - same - following),
    )
    tried = ngettext(
        "%(count)s attempt at repair", "%(count)s attempts at repair", len(later)
    )
    return gettext("%(tried)s: %(counts)s.") % {
        "tried": tried % {"count": len(later)},
        "counts": ", ".join(words % {"count": n} for words, n in counts if n),
    }


def _sessions_between(line: Timeline, start: int, end: int) -> int:
    """Held sessions from one place to another, the second counted."""
    return sum(stop.held for stop in line.stops[start + 1 : end + 1])
