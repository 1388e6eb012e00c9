"""The sessions of a day or a week: logged, waiting, expected, usual, and none twice."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruptures.slots import days
from ruptures.span import Span
from tests.factories import (
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

FRIDAY = datetime.date(2026, 11, 20)
WEEK = datetime.timedelta(weeks=1)
DAY = datetime.timedelta(days=1)
TEN = datetime.time(10)


@pytest.fixture
def user():
    return UserFactory()


def weekly(user, code, **values):
    """A case that meets on Fridays since the beginning of November."""
    start = datetime.date(2026, 11, 6)
    rhythm = {"rhythm": "weekly", "rhythm_from": start, "started_on": start}
    return CaseFactory(therapist=user, code=code, **rhythm | values)


def without_rhythm(user, code, weeks=(1, 2, 3), time=None):
    case = CaseFactory(therapist=user, code=code)
    for week in weeks:
        SessionFactory(case=case, date=FRIDAY - week * WEEK, time=time)
    return case


def of_day(user, date=FRIDAY, today=FRIDAY):
    [found] = days(user, Span.day(date), today)
    return list(found.slots)


def told(slots):
    return [(s.case.code, s.session is not None, s.waits) for s in slots]


def test_an_expected_date_waits_until_a_session_is_logged(user):
    case = weekly(user, "K7QM")
    before = told(of_day(user))

    ReportFactory(session__case=case, session__date=FRIDAY, strain="no")

    assert before == [("K7QM", False, True)]
    assert told(of_day(user)) == [("K7QM", True, False)]


def test_a_session_that_was_held_waits_for_its_answer(user):
    SessionFactory(case=weekly(user, "K7QM"), date=FRIDAY)

    assert told(of_day(user)) == [("K7QM", True, True)]


def test_the_clients_word_alone_is_no_answer_of_the_therapist(user):
    ReportFactory(
        session__case=weekly(user, "K7QM"), session__date=FRIDAY, rater="client"
    )

    assert told(of_day(user)) == [("K7QM", True, True)]


@pytest.mark.parametrize("why", ["cancelled_by_client", "missed"])
def test_a_session_that_did_not_take_place_waits_for_nothing(user, why):
    SessionFactory(case=weekly(user, "K7QM"), date=FRIDAY, attendance=why)

    assert told(of_day(user)) == [("K7QM", True, False)]


def test_a_session_on_another_day_stands_for_the_nearest_date(user):
    SessionFactory(case=weekly(user, "K7QM"), date=FRIDAY - 2 * DAY)

    assert of_day(user) == []


def test_later_dates_are_expected_and_do_not_wait(user):
    weekly(user, "K7QM")

    assert told(of_day(user, FRIDAY + WEEK)) == [("K7QM", False, False)]


def test_a_case_on_hold_waits_for_nothing(user):
    hold = {"hold_reason": "court", "hold_since": FRIDAY, "hold_by": user}
    case = weekly(user, "K7QM", **hold)
    SessionFactory(case=case, date=FRIDAY - WEEK)

    assert told(of_day(user)) == [("K7QM", False, False)]
    assert told(of_day(user, FRIDAY - WEEK)) == [("K7QM", True, False)]


def test_nothing_is_expected_after_a_case_ended_and_its_sessions_stay(user):
    case = weekly(user, "K7QM", ended_on=FRIDAY - WEEK, ending="agreed")
    ReportFactory(session__case=case, session__date=FRIDAY - WEEK)

    assert told(of_day(user)) == []
    assert told(of_day(user, FRIDAY - WEEK)) == [("K7QM", True, False)]


def test_a_case_without_a_rhythm_is_asked_about_on_its_usual_day(user):
    without_rhythm(user, "P2XD", time=TEN)

    [slot] = of_day(user)

    assert (slot.case.code, slot.by_habit, slot.waits) == ("P2XD", True, True)
    assert slot.time == TEN


def test_a_habit_is_asked_about_for_a_week_and_never_ahead(user):
    without_rhythm(user, "P2XD", weeks=(3, 4, 5))
    dates = [FRIDAY - 2 * WEEK, FRIDAY - WEEK, FRIDAY, FRIDAY + WEEK]

    assert [len(of_day(user, date)) for date in dates] == [0, 1, 1, 0]


def test_a_session_near_the_usual_day_stands_for_it(user):
    SessionFactory(case=without_rhythm(user, "P2XD"), date=FRIDAY - 3 * DAY)

    assert of_day(user) == []


def test_one_session_makes_no_habit(user):
    without_rhythm(user, "P2XD", weeks=(1,))

    assert of_day(user) == []


def test_sessions_stand_by_time_then_by_code_without_a_time_last(user):
    without_rhythm(user, "B222", time=datetime.time(14))
    weekly(user, "C222")
    weekly(user, "D222")
    SessionFactory(case=weekly(user, "F222"), date=FRIDAY, time=datetime.time(9))

    assert [s.case.code for s in of_day(user)] == ["F222", "B222", "C222", "D222"]


def test_logging_without_a_time_leaves_a_row_in_its_place(user):
    first = without_rhythm(user, "R222", time=datetime.time(9))
    without_rhythm(user, "B222", time=datetime.time(14))

    ReportFactory(session__case=first, session__date=FRIDAY)

    assert [s.case.code for s in of_day(user)] == ["R222", "B222"]


def test_two_sessions_of_a_case_on_one_day_are_two_rows(user):
    case = weekly(user, "K7QM")
    for time in (TEN, datetime.time(16)):
        SessionFactory(case=case, date=FRIDAY, time=time)

    names = [slot.name for slot in of_day(user)]

    assert names == ["K7QM.2026-11-20.10:00", "K7QM.2026-11-20.16:00"]


def test_nobody_sees_anothers_sessions(user):
    SessionFactory(case=weekly(user, "K7QM"), date=FRIDAY)

    assert of_day(UserFactory()) == []


def test_a_week_has_all_its_days_over_the_end_of_a_year(user):
    start = datetime.date(2026, 12, 25)
    weekly(user, "K7QM", started_on=start, rhythm_from=start)

    found = days(user, Span.week(datetime.date(2027, 1, 1)), datetime.date(2027, 1, 3))

    assert [(day.date.isoformat(), len(day.slots)) for day in found] == [
        ("2026-12-28", 0),
        ("2026-12-29", 0),
        ("2026-12-30", 0),
        ("2026-12-31", 0),
        ("2027-01-01", 1),
        ("2027-01-02", 0),
        ("2027-01-03", 0),
    ]


def test_a_leap_day_is_a_day_like_others(user):
    leap = datetime.date(2028, 2, 29)
    weekly(user, "K7QM", rhythm_from=leap)

    assert told(of_day(user, leap, leap)) == [("K7QM", False, True)]


def test_four_queries_for_any_number_of_cases(user):
    counts = []
    for code in ("B222", "C222", "D222", "F222"):
        case = weekly(user, code)
        report = ReportFactory(session__case=case, session__date=FRIDAY)
        RuptureFactory(session=report.session)
        with CaptureQueriesContext(connection) as queries:
            days(user, Span.month(FRIDAY), FRIDAY)
        counts.append(len(queries))

    assert counts == [4, 4, 4, 4]
