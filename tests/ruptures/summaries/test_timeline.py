"""A case along its sessions, counted by hand."""

import datetime

import pytest
from django.db import connection

from ruptures.models import Note, Rupture, Session
from ruptures.models.rupture import Status
from ruptures.summaries.timeline import Attempt, Event, Lately, timeline
from ruptures.taxonomy import Attendance, Rater, RuptureType, Strain
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)

MONDAY = datetime.date(2026, 1, 5)
WEEK = datetime.timedelta(weeks=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return CaseFactory()


def weekly(case, count, **fields):
    return [
        SessionFactory(case=case, date=MONDAY + WEEK * week, **fields)
        for week in range(count)
    ]


def line_of(case, first_number=1):
    user = case.therapist
    return timeline(
        Session.objects.visible_to(user).filter(case=case),
        Rupture.objects.visible_to(user).filter(session__case=case),
        Note.objects.visible_to(user).filter(case=case),
        first_number,
    )


def test_only_held_sessions_have_numbers_and_all_have_their_place(case):
    first, missed, last = weekly(case, 3)
    missed.attendance = Attendance.MISSED
    missed.save()

    line = line_of(case, first_number=4)

    assert [stop.number for stop in line.stops] == [4, None, 5]
    assert line.numbers == {first.pk: 4, last.pk: 5}
    assert line.places == {first.pk: 0, missed.pk: 1, last.pk: 2}


def test_answers_stand_by_rater_and_observers_may_differ(case):
    [session] = weekly(case, 1)
    ReportFactory(session=session, strain=Strain.UNSURE)
    ReportFactory(session=session, rater=Rater.CLIENT, strain=Strain.NO)
    for reporter, strain in (("A", Strain.YES), ("B", Strain.NO)):
        ReportFactory(
            session=session, rater=Rater.OBSERVER, reporter=reporter, strain=strain
        )

    [stop] = line_of(case).stops

    assert stop.answers == {
        "therapist": "unsure",
        "client": "no",
        "observer": "differ",
    }


def test_a_rupture_keeps_its_place_its_status_and_its_attempts_in_order(case):
    sessions = weekly(case, 4)
    rupture = RuptureFactory(session=sessions[1], type=RuptureType.MIXED)
    AttemptFactory(rupture=rupture, session=sessions[3], outcome=5)
    AttemptFactory(rupture=rupture, session=sessions[1], outcome=None)

    line = line_of(case)

    [thread] = line.threads
    assert (thread.place, thread.type, thread.status) == (1, "mixed", Status.RESOLVED)
    assert thread.attempts == (Attempt(1, None), Attempt(3, 5))
    assert [attempt.resolved for attempt in thread.attempts] == [False, True]
    assert line.open_count == 0


def test_ruptures_stand_by_session_and_the_open_ones_are_counted(case):
    sessions = weekly(case, 3)
    for session, outcome in ((sessions[2], 3), (sessions[0], 1)):
        AttemptFactory(rupture=RuptureFactory(session=session), outcome=outcome)

    line = line_of(case)

    assert [thread.place for thread in line.threads] == [0, 2]
    assert line.open_count == 2


@pytest.mark.parametrize(
    ("days", "place"), [(-1, -0.5), (0, 0), (3, 0.5), (7, 1), (20, 1.5)]
)
def test_an_event_stands_at_its_day_or_halfway_between_two_sessions(case, days, place):
    weekly(case, 2)
    date = MONDAY + datetime.timedelta(days=days)
    NoteFactory(session=None, case=case, date=date, text="Moved house")

    line = line_of(case)

    assert line.events == (Event(date, "Moved house"),)
    assert line.at(line.events[0]) == place


def test_a_note_that_no_key_opens_stays_an_event_without_words(case):
    note = NoteFactory(session=None, case=case, date=MONDAY)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ruptures_note SET text = 'x' WHERE id = %s", [note.pk])

    assert line_of(case).events == (Event(MONDAY, None),)


def test_the_course_is_the_first_six_the_six_before_the_last_and_the_last_six(case):
    yes, no, unsure = Strain.YES, Strain.NO, Strain.UNSURE
    said = [yes, yes, yes, yes, no, unsure, no, no, yes, no, no, no, no, no]
    for session, strain in zip(weekly(case, 14), said, strict=True):
        ReportFactory(session=session, strain=strain)

    # Answered: Y, then Y Y Y N N N, then Y N N N N N
    assert line_of(case).course() == (Lately(4, 6), Lately(3, 6), Lately(1, 6))


@pytest.mark.parametrize(
    ("count", "course"),
    [
        (0, (None, None, None)),
        (6, (None, None, Lately(6, 6))),
        (7, (Lately(6, 6), None, Lately(6, 6))),
    ],
)
def test_the_course_of_few_answers_says_only_what_there_is(case, count, course):
    for session in weekly(case, count):
        ReportFactory(session=session)

    assert line_of(case).course() == course


def test_a_case_takes_three_statements_however_long_it_is(
    case, django_assert_num_queries
):
    for session in weekly(case, 30):
        ReportFactory(session=session)
        AttemptFactory(rupture=RuptureFactory(session=session))
    NoteFactory(session=None, case=case, date=MONDAY)

    with django_assert_num_queries(3):
        line_of(case)


def test_nothing_of_another_therapist_is_in_it(case):
    other = CaseFactory()
    session = SessionFactory(case=case)
    RuptureFactory(session=session)
    NoteFactory(session=None, case=case, date=MONDAY)

    user = other.therapist
    line = timeline(
        Session.objects.visible_to(user),
        Rupture.objects.visible_to(user),
        Note.objects.visible_to(user),
    )

    assert (line.stops, line.threads, line.events) == ((), (), ())
