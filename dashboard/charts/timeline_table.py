"""The numbers of the timeline, a row a session.

Notes stand in no export, so not in this table either: only how many there are.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from math import ceil

from django.utils.dateparse import parse_date
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.charts import score_words
from dashboard.charts.dip_words import DIP_IS
from dashboard.charts.table import Column, Table, Value, columns
from dashboard.charts.timeline_scores import Scored
from ruptures.dates import write_day
from ruptures.summaries.timeline import DIFFER, Stop, Timeline
from ruptures.taxonomy import Attendance, Rater, RuptureType, Strain

SEVERAL, OUTCOME = ";", ":"  # between the codes of one cell; before an outcome
STATUSES: dict[str, Promise] = {
    "resolved": _("resolved"),
    "partly": _("partly resolved"),
    "open": _("open"),
    "closed": _("closed without repair"),
}
STRAINS: dict[str, str | Promise] = {**dict(Strain.choices), DIFFER: _("differ")}


def day_of(iso: str) -> str:
    date = parse_date(iso)
    return write_day(date) if date else ""


def each_of(labels: Mapping[str, str | Promise]) -> Callable[[str], str]:
    """Codes of one cell in words."""
    return lambda codes: ", ".join(str(labels[code]) for code in codes.split(SEVERAL))


def attempts_of(codes: str) -> str:
    """ "8:4" as "for session 8: 4 of 5"; a day stands for one that was not held."""
    said = []
    for code in codes.split(SEVERAL):
        session, outcome = code.split(OUTCOME)
        known = {"session": session, "outcome": outcome}
        if outcome:
            said.append(gettext("for session %(session)s: %(outcome)s of 5") % known)
        else:
            said.append(gettext("for session %(session)s") % known)
    return ", ".join(said)


COLUMNS = columns(
    ("number", _("Session")),
    Column("date", _("Date"), "text", day_of),
    Column("attendance", _("Attendance"), "text", each_of(dict(Attendance.choices))),
    Column("strain_therapist", _("Strain, by you"), "text", each_of(STRAINS)),
    Column("strain_client", _("by the client"), "text", each_of(STRAINS)),
    Column("strain_observer", _("by observers"), "text", each_of(STRAINS)),
    Column("ruptures", _("Ruptures"), "text", each_of(dict(RuptureType.choices))),
    Column("status", _("Now"), "text", each_of(STATUSES)),
    Column("attempts", _("Attempts"), "text", attempts_of),
    ("events", _("Events")),
)
SCORE_COLUMNS = columns(
    Column("score", _("Score"), show=number_format),
    Column("limits", _("Limits"), "text", each_of(score_words.PLACES)),
    Column("dip_1_sd", _("Dip by 1 SD"), "text", each_of(DIP_IS)),
    Column("dip_2_sd", _("Dip by 2 SD"), "text", each_of(DIP_IS)),
)


def timeline_table(line: Timeline, window: range, scored: Scored | None) -> Table:
    """Columns of scores only where there are any."""
    rows = _Rows(line, scored)
    return Table(
        COLUMNS + (SCORE_COLUMNS if scored else ()),
        tuple(rows.row(place) for place in window),
    )


class _Rows:
    """What stands at each place of a timeline."""

    def __init__(self, line: Timeline, scored: Scored | None):
        self.line, self.scored = line, scored
        last = len(line.stops) - 1
        self.events = Counter(min(ceil(line.at(e)), last) for e in line.events)
        self.kinds: dict[int, list[str]] = defaultdict(list)
        self.statuses: dict[int, list[str]] = defaultdict(list)
        self.tries: dict[int, list[str]] = defaultdict(list)
        for thread in line.threads:
            self.kinds[thread.place].append(thread.type)
            self.statuses[thread.place].append(thread.status)
            session = _named(line.stops[thread.place])
            for tried in thread.attempts:
                outcome = "" if tried.outcome is None else tried.outcome
                self.tries[tried.place].append(f"{session}{OUTCOME}{outcome}")
        points = scored.judged.series.points if scored else ()
        self.scores = {point.place: index for index, point in enumerate(points)}

    def row(self, place: int) -> tuple[Value, ...]:
        stop = self.line.stops[place]
        return (
            stop.number,
            stop.date.isoformat(),
            stop.attendance,
            *(stop.answers.get(rater) for rater in _RATERS),
            *(
                SEVERAL.join(codes[place]) or None
                for codes in (self.kinds, self.statuses, self.tries)
            ),
            self.events[place] or None,
            *self._score(place),
        )

    def _score(self, place: int) -> Iterator[Value]:
        if self.scored is None:
            return
        index, judged = self.scores.get(place), self.scored.judged
        if index is None:
            yield from [None] * len(SCORE_COLUMNS)
            return
        yield f"{judged.series.points[index].value:g}"
        yield score_words.place_of(judged, index) or None
        for criterion in judged.dips:
            dip = judged.dip_at(index, criterion)
            yield dip.recovery if dip else None


_RATERS = (Rater.THERAPIST, Rater.CLIENT, Rater.OBSERVER)


def _named(stop: Stop) -> str:
    return stop.date.isoformat() if stop.number is None else str(stop.number)
