"""Summaries of few rows, each number counted by hand."""

import datetime

import pytest

from ruptures.models import Rupture, Session
from ruptures.period import Period
from ruptures.reference import default_set
from ruptures.stats.rates import Verdict, cluster_interval
from ruptures.summaries.caseload import agreed, caseload
from ruptures.summaries.coverage import coverage
from ruptures.summaries.rates import Rate, Tally
from ruptures.summaries.repair import repair
from ruptures.taxonomy import Attendance, Rater, Recognised, RuptureType, Strain
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

MONDAY = datetime.date(2026, 1, 5)
TODAY = datetime.date(2026, 6, 30)
HALF_YEAR = Period.of_months(6, TODAY)
THERAPISTS = default_set().of("therapist")

pytestmark = pytest.mark.django_db


@pytest.fixture
def therapist():
    return UserFactory()


def weekly(case, count, **fields):
    """So many held sessions of a case, a week apart."""
    return [
        SessionFactory(
            case=case, date=MONDAY + datetime.timedelta(weeks=week), **fields
        )
        for week in range(count)
    ]


def answer(sessions, *strains, rater=Rater.THERAPIST, reporter=""):
    for session, strain in zip(sessions, strains, strict=False):
        ReportFactory(session=session, rater=rater, reporter=reporter, strain=strain)


def summed_up(user, period=HALF_YEAR):
    return caseload(Session.objects.visible_to(user), period)


def repaired(user, period=HALF_YEAR):
    sessions = Session.objects.visible_to(user)
    return repair(Rupture.objects.visible_to(user), sessions, period)


def spread(*pairs):
    """A rate over cases that said yes in so many of so many sessions."""
    by_case = {
        case: Tally(yes=yes, no=answered - yes)
        for case, (yes, answered) in enumerate(pairs)
    }
    return Rate.over(Rater.THERAPIST, by_case)


def test_a_rate_counts_answered_sessions_and_no_others(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 5)
    answer(sessions, Strain.YES, Strain.NO, Strain.NO, Strain.UNSURE)

    load = summed_up(therapist)

    assert load.held == 5
    assert load.own.tally == Tally(yes=1, no=2, unsure=1)
    assert load.own.pairs == ((1, 3),)


def test_raters_are_never_pooled(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 3)
    answer(sessions, Strain.YES, Strain.YES, Strain.NO)
    answer(sessions, Strain.NO, Strain.YES, rater=Rater.CLIENT)

    load = summed_up(therapist)

    tallies = {rater: rate.tally for rater, rate in load.rates.items()}
    assert tallies == {
        "client": Tally(yes=1, no=1),
        "therapist": Tally(yes=2, no=1),
        "observer": Tally(),
    }


def test_late_sessions_count_as_held_and_missed_ones_do_not(therapist):
    case = CaseFactory(therapist=therapist)
    SessionFactory(case=case, date=MONDAY, attendance=Attendance.LATE)
    SessionFactory(
        case=case,
        date=MONDAY + datetime.timedelta(days=7),
        attendance=Attendance.MISSED,
    )

    assert summed_up(therapist).held == 1


def test_another_therapists_sessions_are_not_counted(therapist):
    answer(weekly(CaseFactory(), 4), *[Strain.YES] * 4)

    assert (summed_up(therapist).held, summed_up(therapist).months) == (0, ())


def test_observers_count_where_they_agree_and_differ_where_they_do_not(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 4)
    yes, no, unsure = Strain.YES, Strain.NO, Strain.UNSURE
    answer(sessions, yes, yes, no, unsure, rater=Rater.OBSERVER, reporter="A")
    answer(sessions, yes, no, no, unsure, rater=Rater.OBSERVER, reporter="B")

    tally = summed_up(therapist).rates[Rater.OBSERVER].tally

    assert tally == Tally(yes=1, no=1, unsure=1, differ=1)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ((2, 0, 0), Tally(yes=1)),
        ((0, 1, 0), Tally(no=1)),
        ((0, 0, 3), Tally(unsure=1)),
        ((1, 1, 0), Tally(differ=1)),
        ((1, 0, 1), Tally(differ=1)),
        ((1, 1, 1), Tally(differ=1)),
    ],
)
def test_observers_agree_only_where_all_say_the_same(said, expected):
    assert agreed(*said) == expected


def test_below_ten_answered_sessions_there_is_no_rate_and_no_interval():
    rate = spread((1, 2), (0, 2), (1, 2), (0, 2), (1, 1))

    assert (rate.value, rate.wilson, rate.cluster, rate.interval) == (None,) * 4
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


def test_from_ten_answered_sessions_there_is_a_rate_but_no_verdict_before_twenty():
    rate = spread((1, 4), (0, 4), (0, 4), (0, 4), (0, 3))

    assert rate.value == 1 / 19
    assert rate.interval == cluster_interval([1, 0, 0, 0, 0], [4, 4, 4, 4, 3])
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


def test_below_five_cases_there_is_the_wilson_interval_and_no_verdict():
    rate = spread((0, 50), (1, 50), (0, 50), (1, 50))

    assert (rate.cluster, rate.interval) == (None, rate.wilson)
    assert rate.beside(THERAPISTS) == Verdict.TOO_FEW


@pytest.mark.parametrize(
    ("yes", "expected"),
    [(1, "below"), (5, "cannot tell"), (9, "within"), (15, "above")],
)
def test_from_twenty_sessions_and_five_cases_a_verdict_is_given(yes, expected):
    assert spread(*[(yes, 16)] * 8).beside(THERAPISTS) == expected


def test_bounds_say_what_the_unsure_could_make_of_the_rate():
    rate = Rate.over(Rater.THERAPIST, {1: Tally(yes=4, no=12, unsure=4)})

    assert rate.bounds == (4 / 20, 8 / 20)


def test_months_hold_their_own_counts_and_empty_ones_are_there(therapist):
    case = CaseFactory(therapist=therapist)
    january, march = (
        SessionFactory(case=case, date=datetime.date(2026, month, 31))
        for month in (1, 3)
    )
    answer([january, march], Strain.YES, Strain.NO)

    months = summed_up(therapist, Period(None, TODAY, datetime.date(2026, 4, 2))).months

    found = [
        (m.first.month, m.held, m.rates["therapist"].tally.yes, m.part) for m in months
    ]
    assert found == [
        (1, 1, 1, False),
        (2, 0, 0, False),
        (3, 1, 0, False),
        (4, 0, 0, True),
    ]


def test_sessions_outside_the_period_are_left_out(therapist):
    answer(weekly(CaseFactory(therapist=therapist), 9), *[Strain.YES] * 9)
    february = Period(datetime.date(2026, 2, 2), datetime.date(2026, 2, 16), TODAY)

    assert summed_up(therapist, february).own.tally == Tally(yes=3)


def test_a_mixed_rupture_counts_for_both_movements_and_a_session_once(therapist):
    one, two, three = weekly(CaseFactory(therapist=therapist), 3)
    answer([one, two, three], Strain.YES, Strain.YES, Strain.NO)
    RuptureFactory(session=one, type=RuptureType.MIXED)
    RuptureFactory(session=two, type=RuptureType.WITHDRAWAL)
    RuptureFactory(session=two, type=RuptureType.WITHDRAWAL)

    found = summed_up(therapist).movements

    assert (found.withdrawal, found.confrontation, found.both) == (2, 1, 1)


def test_movements_are_counted_in_answered_sessions_only(therapist):
    unsure, unasked = weekly(CaseFactory(therapist=therapist), 2)
    answer([unsure], Strain.UNSURE)
    RuptureFactory(session=unsure, recognised=Recognised.LATER)
    RuptureFactory(session=unasked, recognised=Recognised.LATER)

    assert summed_up(therapist).movements.withdrawal == 0


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
    sessions = Session.objects.visible_to(therapist)
    ruptures = Rupture.objects.visible_to(therapist)

    found = repair(ruptures, sessions, HALF_YEAR, RuptureType.WITHDRAWAL)

    assert (found.count, found.open_count, found.recognised_later) == (1, 1, 1)


def test_last_repairs_say_how_many_sessions_later_and_what_was_tried(therapist):
    case = CaseFactory(therapist=therapist)
    sessions = weekly(case, 4)
    rupture = RuptureFactory(session=sessions[0])
    AttemptFactory(rupture=rupture, session=sessions[3], strategies=("asked",))

    [found] = repaired(therapist).last_repairs

    assert (found.case_code, found.sessions_later) == (case.code, 3)
    assert (found.strategies, found.date) == (("asked",), sessions[3].date)


def test_coverage_names_expected_dates_that_nothing_confirms(therapist):
    case = CaseFactory(therapist=therapist, rhythm="weekly", rhythm_from=MONDAY)
    sessions = weekly(case, 4)
    answer(sessions, Strain.NO, Strain.UNSURE)
    until = Period(None, TODAY, MONDAY + datetime.timedelta(weeks=6))
    load = summed_up(therapist, until)

    found = coverage(
        load, Rater.THERAPIST, [case], Session.objects.visible_to(therapist), until
    )

    assert (found.held, found.answered, found.unsure) == (4, 1, 1)
    assert (found.unconfirmed, found.known) == (2, True)


def test_coverage_is_unknown_where_no_case_has_a_rhythm(therapist):
    case = CaseFactory(therapist=therapist)
    load = summed_up(therapist)

    found = coverage(
        load, Rater.THERAPIST, [case], Session.objects.visible_to(therapist), HALF_YEAR
    )

    assert (found.unconfirmed, found.known) == (0, False)


def test_a_rhythm_that_ended_before_the_period_tells_nothing_of_it(therapist):
    day = datetime.date(2025, 12, 31)
    begun = datetime.date(2025, 1, 6)
    case = CaseFactory(
        therapist=therapist,
        started_on=begun,
        rhythm="weekly",
        rhythm_from=begun,
        ended_on=day,
        ending="agreed",
    )
    load = summed_up(therapist)

    found = coverage(
        load, Rater.THERAPIST, [case], Session.objects.visible_to(therapist), HALF_YEAR
    )

    assert (found.unconfirmed, found.known) == (0, False)
