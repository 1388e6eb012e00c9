"""The published rules: each looks at one running case.

A rule's docstring is its text on the reference page, word for word.
"""

import uuid
from collections.abc import Sequence

from ruptures.rhythm import unconfirmed_dates
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.strands import Strand
from ruptures.summaries.talk.course import Course, day_of
from ruptures.summaries.talk.entries import TalkEntry, TalkRupture
from ruptures.summaries.talk.low_score import low_score
from ruptures.taxonomy import Strain, TalkRule

HELD_WHILE_OPEN = 3  # and more
HELD_WITHOUT_ATTEMPT = 1  # and more
WINDOW = 6
ONE_SIDED_FROM = 3
OFTEN_FROM = 5
UNCONFIRMED_FROM = 3
QUIET = 12
ANSWERED = frozenset({Strain.YES.value, Strain.NO.value})


def not_attended(course: Course, rupture: Strand) -> TalkEntry | None:
    """A rupture that was not closed arose in the last held session of the case, and a
    later appointment was cancelled by the client or missed.
    """
    stayed_away = course.stayed_away
    if rupture.closed_reason or not stayed_away or course.held_since(rupture):
        return None
    return _about(TalkRule.NOT_ATTENDED, course, rupture, stayed_away)


def long_open(course: Course, rupture: Strand) -> TalkEntry | None:
    """A rupture is open, and more than 3 sessions were held since the one where it
    arose.
    """
    if not rupture.open:
        return None
    since = course.held_since(rupture)
    if since <= HELD_WHILE_OPEN:
        return None
    return _about(TalkRule.LONG_OPEN, course, rupture, since)


def not_tried(course: Course, rupture: Strand) -> TalkEntry | None:
    """A rupture is open without any repair attempt, and more than 1 session was held
    since the one where it arose.
    """
    if not rupture.open or rupture.tried:
        return None
    since = course.held_since(rupture)
    if since <= HELD_WITHOUT_ATTEMPT:
        return None
    return _about(TalkRule.NOT_TRIED, course, rupture, since)


def one_side(course: Course) -> TalkEntry | None:
    """Of the last 6 sessions that client and therapist both answered with yes or no, 3
    or more have a yes by one side only. Where there are fewer than 6, of those there
    are.
    """
    both = course.latest(WINDOW, lambda each: {each.therapist, each.client} <= ANSWERED)
    apart = [each for each in both if each.therapist != each.client]
    return _from(ONE_SIDED_FROM, TalkRule.ONE_SIDE, course, apart, len(both))


def often(course: Course) -> TalkEntry | None:
    """Of the last 6 sessions that the therapist answered with yes or no, 5 or more have
    a yes. Where there are only 5, all of them.
    """
    answered = course.latest(WINDOW, _therapist_answered)
    strained = [each for each in answered if each.therapist == Strain.YES]
    return _from(OFTEN_FROM, TalkRule.OFTEN, course, strained, len(answered))


def unconfirmed(course: Course) -> TalkEntry | None:
    """3 or more dates that the rhythm of the case led to are not confirmed."""
    dates = unconfirmed_dates(
        course.case, map(day_of, course.appointments), course.today
    )
    if len(dates) < UNCONFIRMED_FROM:
        return None
    return TalkEntry(TalkRule.UNCONFIRMED, course.case, dates[0], len(dates))


def none_at_all(course: Course) -> TalkEntry | None:
    """The last 12 sessions that the therapist answered with yes or no are all no: not a
    fault, but worth wondering about.
    """
    answered = course.latest(QUIET, _therapist_answered)
    quiet = [each for each in answered if each.therapist == Strain.NO]
    return _from(QUIET, TalkRule.NONE_AT_ALL, course, quiet, len(answered))


# In the order of the list; a rupture stands once, by the first that it meets.
OF_RUPTURES = (not_attended, long_open, not_tried)
OF_CASES = (one_side, often, unconfirmed, low_score, none_at_all)


def _about(rule: TalkRule, course: Course, rupture: Strand, count: int) -> TalkEntry:
    """An entry as old as the session where the rupture arose."""
    last = course.case.first_number + len(course.held) - 1
    number = last - course.held_since(rupture)
    told = TalkRupture(uuid.UUID(rupture.key), rupture.type, number)
    return TalkEntry(rule, course.case, day_of(rupture), count, rupture=told)


def _therapist_answered(session: Appointment) -> bool:
    return session.therapist in ANSWERED


def _from(
    least: int,
    rule: TalkRule,
    course: Course,
    counted: Sequence[Appointment],
    answered: int,
) -> TalkEntry | None:
    """An entry where there are enough, as old as the first that was counted."""
    if len(counted) < least:
        return None
    since = day_of(counted[0])
    return TalkEntry(rule, course.case, since, len(counted), answered)
