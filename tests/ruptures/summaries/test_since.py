"""What happened since a day: sessions held, ruptures that arose, ruptures resolved."""

import datetime

from ruptures.models import Rupture, Session
from ruptures.summaries.appointments import appointments
from ruptures.summaries.since import since
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import Attendance, Recognised
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)
from tests.ruptures.summaries.practice import MONDAY, weekly

SECOND = MONDAY + datetime.timedelta(weeks=1)


def counted(therapist):
    rows = appointments(Session.objects.visible_to(therapist))
    found = since(SECOND, rows, strands_of(Rupture.objects.visible_to(therapist)))
    return found.sessions, found.ruptures, found.repairs


def test_sessions_held_from_the_day_on_are_counted(therapist):
    case = CaseFactory(therapist=therapist)
    weekly(case, 4)
    SessionFactory(
        case=case,
        date=MONDAY + datetime.timedelta(weeks=4),
        attendance=Attendance.MISSED,
    )

    assert counted(therapist) == (3, 0, 0)


def test_a_rupture_of_before_that_is_resolved_after_is_a_repair_alone(therapist):
    first, _second, third = weekly(CaseFactory(therapist=therapist), 3)
    rupture = RuptureFactory(session=first)
    AttemptFactory(rupture=rupture, session=third, outcome=4)

    assert counted(therapist) == (2, 0, 1)


def test_a_rupture_that_its_own_report_says_resolved_is_both(therapist):
    *_before, third = weekly(CaseFactory(therapist=therapist), 3)
    RuptureFactory(session=third)
    ReportFactory(session=third, resolution=5)

    assert counted(therapist) == (2, 1, 1)


def test_what_was_resolved_before_is_not_counted_again(therapist):
    first, *_later = weekly(CaseFactory(therapist=therapist), 2)
    AttemptFactory(rupture=RuptureFactory(session=first), outcome=5)

    assert counted(therapist) == (1, 0, 0)


def test_a_report_says_nothing_of_what_was_recognised_later(therapist):
    *_before, third = weekly(CaseFactory(therapist=therapist), 3)
    RuptureFactory(session=third, recognised=Recognised.LATER)
    ReportFactory(session=third, resolution=5)

    assert counted(therapist) == (2, 1, 0)
