"""What became of ruptures, each told by hand."""

import pytest

from ruptures.period import Period
from ruptures.taxonomy import Recognised, RuptureType, Strain
from tests.factories import AttemptFactory, CaseFactory, ReportFactory, RuptureFactory
from tests.ruptures.summaries.practice import TODAY, repaired, weekly


def test_ruptures_leave_by_repair_by_closing_or_by_the_end_of_the_case(therapist):
    running = CaseFactory(therapist=therapist)
    ended = CaseFactory(therapist=therapist, ended_on=TODAY, ending="agreed")
    weeks, other = weekly(running, 5), weekly(ended, 3)
    at_once, later = RuptureFactory(session=weeks[0]), RuptureFactory(session=weeks[0])
    AttemptFactory(rupture=at_once, outcome=5)
    AttemptFactory(rupture=later, session=weeks[1], outcome=3)
    AttemptFactory(rupture=later, session=weeks[2], outcome=4)
    RuptureFactory(
        session=weeks[1], closed_reason="faded", closed_on=weeks[2].date
    )  # 1 session later
    RuptureFactory(session=weeks[3])  # seen for 1 session, still open
    RuptureFactory(session=other[0])  # the treatment ended 2 sessions later

    curve = repaired(therapist).incidence

    assert curve.times == (0, 1, 2)
    assert curve.at_risk == (5, 4, 2)
    assert curve.resolved == pytest.approx((1 / 5, 1 / 5, 1 / 5 + 3 / 5 / 2))
    assert curve.ended == pytest.approx((0, 1 / 5, 1 / 5 + 3 / 5 / 2))


def test_what_the_report_says_resolves_a_rupture_without_an_attempt(therapist):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    ReportFactory(session=session, strain=Strain.YES, resolution=4)
    RuptureFactory(session=session)

    found = repaired(therapist)

    assert (found.incidence.resolved, found.open_count) == ((1.0,), 0)


def test_a_rupture_that_opened_again_keeps_the_time_of_its_first_resolution(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 4)
    rupture = RuptureFactory(session=sessions[0])
    AttemptFactory(rupture=rupture, session=sessions[1], outcome=4)
    AttemptFactory(rupture=rupture, session=sessions[2], outcome=2)

    found = repaired(therapist)

    assert (found.incidence.times, found.incidence.resolved) == ((1,), (1.0,))
    assert (found.open_count, found.oldest_open) == (1, 3)


def test_a_report_does_not_resolve_what_was_recognised_later(therapist):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    ReportFactory(session=session, strain=Strain.YES, resolution=5)
    RuptureFactory(session=session, recognised=Recognised.LATER)

    found = repaired(therapist)

    assert (found.incidence.resolved, found.open_count) == ((), 1)


def test_an_attempt_in_the_session_speaks_louder_than_its_report(therapist):
    first, second = weekly(CaseFactory(therapist=therapist), 2)
    ReportFactory(session=first, strain=Strain.YES, resolution=5)
    rupture = RuptureFactory(session=first)
    AttemptFactory(rupture=rupture, session=first, outcome=2)
    AttemptFactory(rupture=rupture, session=second, outcome=4)

    assert repaired(therapist).incidence.times == (1,)


def test_what_comes_after_closing_is_not_a_resolution(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 4)
    rupture = RuptureFactory(
        session=sessions[0], closed_reason="faded", closed_on=sessions[1].date
    )
    AttemptFactory(rupture=rupture, session=sessions[3], outcome=5)

    found = repaired(therapist).incidence

    assert (found.times, found.resolved, found.ended) == ((1,), (0.0,), (1.0,))


def test_nothing_is_said_of_three_sessions_that_nobody_was_followed_for(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 3)
    for _ in range(12):
        RuptureFactory(session=sessions[0])

    found = repaired(therapist)

    assert (found.count, found.within(3)) == (12, None)
    assert found.within(2).resolved == 0


def test_nothing_is_said_of_repair_below_ten_ruptures(therapist):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    for _ in range(9):
        AttemptFactory(rupture=RuptureFactory(session=session))

    assert repaired(therapist).within() is None


def test_repair_within_three_sessions_from_ten_ruptures_on(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 6)
    for place in (0, 0, 1, 1, 2, 2, 3, 3, 3, 4):
        rupture = RuptureFactory(session=sessions[0])
        AttemptFactory(rupture=rupture, session=sessions[place])

    found = repaired(therapist).within()

    assert (found.resolved, found.ended) == (pytest.approx(0.9), 0)


def test_open_ruptures_from_before_the_period_are_still_open(therapist):
    RuptureFactory(session=weekly(CaseFactory(therapist=therapist), 1)[0])

    found = repaired(therapist, Period.of_months(1, TODAY))

    assert (found.count, found.open_count, found.oldest_open) == (0, 1, 0)
    assert found.incidence is None


def test_what_was_recognised_later_is_counted_beside(therapist):
    one, two, three = weekly(CaseFactory(therapist=therapist), 3)
    RuptureFactory(session=one)
    RuptureFactory(session=two, recognised=Recognised.BETWEEN)
    RuptureFactory(session=three, recognised=Recognised.LATER)

    assert repaired(therapist).recognised_later == 2


def test_the_type_narrows_ruptures_and_not_what_stands_beside_the_rate(therapist):
    one, two, three = weekly(CaseFactory(therapist=therapist), 3)
    RuptureFactory(session=one, type=RuptureType.CONFRONTATION)
    RuptureFactory(session=two, type=RuptureType.MIXED)
    late = {"type": RuptureType.CONFRONTATION, "recognised": Recognised.LATER}
    RuptureFactory(session=three, **late)

    found = repaired(therapist, wanted=RuptureType.WITHDRAWAL)

    assert (found.count, found.open_count, found.recognised_later) == (1, 1, 1)


def test_last_repairs_say_how_many_sessions_later_and_what_was_tried(therapist):
    case = CaseFactory(therapist=therapist)
    sessions = weekly(case, 4)
    rupture = RuptureFactory(session=sessions[0])
    AttemptFactory(rupture=rupture, session=sessions[3], strategies=("asked",))

    [found] = repaired(therapist).last_repairs

    assert (found.case_code, found.sessions_later) == (case.code, 3)
    assert (found.strategies, found.date) == (("asked",), sessions[3].date)


def test_last_repairs_are_the_latest_five_of_the_period_and_of_the_type(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 8)
    for session in sessions:
        rupture = RuptureFactory(session=session, type=RuptureType.CONFRONTATION)
        AttemptFactory(rupture=rupture, session=session)
    mixed = RuptureFactory(session=sessions[1], type=RuptureType.MIXED)
    AttemptFactory(rupture=mixed, session=sessions[2])
    period = Period(sessions[0].date, sessions[6].date, sessions[7].date)

    found = repaired(therapist, period)
    withdrawn = repaired(therapist, period, wanted=RuptureType.WITHDRAWAL)

    days = [session.date for session in reversed(sessions[3:7])]
    assert [each.date for each in found.last_repairs] == [*days, sessions[2].date]
    assert [each.date for each in withdrawn.last_repairs] == [sessions[2].date]
