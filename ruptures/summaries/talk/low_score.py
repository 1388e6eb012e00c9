"""The rule about scores."""

from collections import defaultdict
from collections.abc import Sequence

from ruptures.stats.control import individuals_chart
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.talk.course import Course, day_of
from ruptures.summaries.talk.entries import TalkEntry, TalkScore
from ruptures.summaries.talk.rows import Scored
from ruptures.taxonomy import TalkRule

BASELINE = 8
Dated = tuple[Appointment, Scored]


def low_score(course: Course) -> TalkEntry | None:
    """The latest score of an alliance instrument by one rater is worse than the limit
    of the individuals chart of those scores. The chart needs 9 scores, the first 8 of
    them are its baseline, and there is no limit where the baseline never varies.
    """
    low = [
        entry for scores in _series(course).values() if (entry := _low(course, scores))
    ]
    return min(low, key=lambda entry: entry.since, default=None)


def _series(course: Course) -> dict[tuple[str, str], list[Dated]]:
    """Scores by instrument and rater, in the order of the sessions."""
    found: dict[tuple[str, str], list[Dated]] = defaultdict(list)
    for each in course.appointments:
        for score in course.scores.get(each.session, ()):
            found[score.instrument, score.rater].append((each, score))
    return found


def _low(course: Course, series: Sequence[Dated]) -> TalkEntry | None:
    """The latest of one instrument's scores by one rater, if it is worse."""
    if len(series) <= BASELINE:
        return None
    session, latest = series[-1]
    chart = individuals_chart([score.turned for _, score in series], BASELINE)
    outside = chart.varies and len(series) - 1 in chart.signals
    if not outside or latest.turned > chart.centre:
        return None
    limit = chart.lower if latest.higher_is_better else latest.turn(chart.lower)
    told = TalkScore(
        latest.instrument, latest.rater, latest.value, limit, latest.higher_is_better
    )
    since, count = day_of(session), len(series)
    return TalkEntry(TalkRule.LOW_SCORE, course.case, since, count, score=told)
