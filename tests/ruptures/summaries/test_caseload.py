"""Summaries of few rows, each number counted by hand."""

import datetime

from ruptures.period import Period
from ruptures.summaries.rates import Tally
from ruptures.taxonomy import Attendance, Rater, Recognised, RuptureType, Strain
from tests.factories import CaseFactory, RuptureFactory, SessionFactory
from tests.ruptures.summaries.practice import MONDAY, TODAY, answer, summed_up, weekly


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

    tallies = {rater: load.rates[rater].tally for rater in Rater.values}
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
