"""All of a therapist's sessions of a day, a week or a month: logged and still to log.

A slot is a place in that list; on pages it is a session or an expected date.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ruptures.courses import Course, courses
from ruptures.models import Case, Session, SessionReport, User
from ruptures.span import Span
from ruptures.taxonomy import Rater


@dataclass(frozen=True, slots=True)
class Slot:
    """A session, or a date that the rhythm or (`by_habit`) the usual weekday leads to.

    `waits` says that the therapist's answer can be given now and was not yet.
    """

    case: Case
    date: datetime.date
    usual_time: datetime.time | None = None
    session: Session | None = None
    by_habit: bool = False
    waits: bool = False

    @property
    def name(self) -> str:
        """Tells it from all others: "K7QM.2026-11-20", with its time if noted."""
        noted = self.session.time if self.session else None
        time = [noted.isoformat("minutes")] if noted else []
        return ".".join([self.case.code, self.date.isoformat(), *time])

    @property
    def time(self) -> datetime.time | None:
        """As noted; before there is a session, as usual."""
        return self.session.time if self.session else self.usual_time

    @property
    def report(self) -> SessionReport | None:
        return own_report(self.session) if self.session else None

    @property
    def position(self) -> tuple[datetime.date, bool, datetime.time, str, str]:
        """By day and time; those without a time at the end of the day, by code."""
        time = self.time or self.usual_time
        at = time or datetime.time.min
        return self.date, time is None, at, self.case.code, self.name


@dataclass(frozen=True, slots=True)
class Day:
    """A day and its slots in order."""

    date: datetime.date
    slots: tuple[Slot, ...]


def own_report(session: Session) -> SessionReport | None:
    """The therapist's among the session's reports, if they were prefetched."""
    reports = session.reports.all()
    return next((each for each in reports if each.rater == Rater.THERAPIST), None)


def days(user: User, span: Span, today: datetime.date) -> list[Day]:
    """Every day of the span, with what was logged and what is to log or expected.

    Four queries for any number of cases and sessions.
    """
    of_day: dict[datetime.date, list[Slot]] = defaultdict(list)
    for slot in _slots(user, span, today):
        of_day[slot.date].append(slot)
    ordered = {date: sorted(of_day[date], key=_position) for date in span}
    return [Day(date, tuple(slots)) for date, slots in ordered.items()]


def _position(slot: Slot) -> tuple[object, ...]:
    return slot.position


def _slots(user: User, span: Span, today: datetime.date) -> Iterator[Slot]:
    known = courses(Case.objects.editable_by(user), span)
    of_case = {course.case.pk: course for course in known}
    sessions = Session.objects.editable_by(user).filter(
        date__range=(span.first, span.last)
    )
    for session in sessions.select_related("case").prefetch_related(
        "reports", "ruptures"
    ):
        yield logged(session, of_case.get(session.case_id))
    for course in known:
        yield from to_log(course, span, today)


def logged(session: Session, course: Course | None) -> Slot:
    """The slot of a session, also of one that was held and has no answer yet."""
    unanswered = session.took_place and own_report(session) is None
    return Slot(
        case=session.case,
        date=session.date,
        usual_time=course.usual_time(session.date) if course else None,
        session=session,
        waits=unanswered and not session.case.on_hold,
    )


def to_log(course: Course, span: Span, today: datetime.date) -> Iterator[Slot]:
    """The slots of a case for which there is no session; later ones do not wait yet."""
    by_rhythm = course.expected(span)
    for date in [*by_rhythm, *course.by_habit(span, today)]:
        yield Slot(
            case=course.case,
            date=date,
            usual_time=course.usual_time(date),
            by_habit=date not in by_rhythm,
            waits=date <= today and not course.case.on_hold,
        )
