"""Two raters of the same sessions, each number counted by hand."""

import datetime

import pytest

from ruptures.models import Session
from ruptures.summaries.agreement import PAIRS, LeftOut, compared, one_sided
from ruptures.taxonomy import Attendance, Rater, Strain
from tests.factories import CaseFactory, ReportFactory, SessionFactory
from tests.ruptures.summaries.practice import HALF_YEAR, MONDAY, answer, weekly

YES, NO, UNSURE = Strain.YES, Strain.NO, Strain.UNSURE
OURS, WATCHED, OTHERS = PAIRS.values()


def found(therapist, pair=OURS):
    return compared(Session.objects.visible_to(therapist), HALF_YEAR, pair)


def alone(therapist, pair=OURS):
    return one_sided(Session.objects.visible_to(therapist), HALF_YEAR, pair)


def both_say(sessions, therapist, client):
    """The answers of the two, in the order of the sessions."""
    answer(sessions, *therapist)
    answer(sessions, *client, rater=Rater.CLIENT)


def test_four_cells_are_counted_case_by_case(therapist):
    one, other = (weekly(CaseFactory(therapist=therapist), 4) for _ in range(2))
    both_say(one, (YES, YES, NO, NO), (YES, NO, YES, NO))
    both_say(other, (NO, NO, NO, YES), (NO, NO, YES, YES))

    compared_sessions = found(therapist)

    assert sorted(compared_sessions.cells) == [(1, 0, 1, 2), (1, 1, 1, 1)]
    counts = compared_sessions.counts
    assert (counts.both, counts.first_only, counts.second_only, counts.neither) == (
        2,
        1,
        2,
        3,
    )
    assert (compared_sessions.held, compared_sessions.cases) == (8, 2)
    assert compared_sessions.left_out == LeftOut()


def test_each_session_that_is_not_compared_has_one_reason(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 6)
    answer(sessions[:4], YES, YES, UNSURE, NO)
    answer([sessions[2], sessions[4]], YES, NO, rater=Rater.CLIENT)
    ReportFactory(session=sessions[3], rater=Rater.CLIENT, strain=NO, independent=False)

    compared_sessions = found(therapist)

    assert compared_sessions.left_out == LeftOut(
        first_alone=2, second_alone=1, unsure=1, dependent=1, unanswered=1
    )
    assert (compared_sessions.held, compared_sessions.counts.total) == (6, 0)


def test_an_answer_given_after_seeing_the_other_is_not_compared_whosever_it_is(
    therapist,
):
    session, other = weekly(CaseFactory(therapist=therapist), 2)
    ReportFactory(session=session, strain=YES, independent=False)
    ReportFactory(session=other, strain=YES)
    answer([session, other], YES, YES, rater=Rater.CLIENT)

    compared_sessions = found(therapist)

    assert compared_sessions.left_out == LeftOut(dependent=1)
    assert compared_sessions.cells == ((1, 0, 0, 0),)


def test_a_third_raters_report_does_not_make_the_two_dependent(therapist):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    both_say([session], [YES], [YES])
    ReportFactory(
        session=session,
        rater=Rater.OBSERVER,
        reporter="A",
        strain=NO,
        independent=False,
    )

    assert found(therapist).cells == ((1, 0, 0, 0),)


def test_an_unsure_answer_is_not_told_as_one_given_alone(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 2)
    answer(sessions, UNSURE, UNSURE)

    assert found(therapist).left_out == LeftOut(unsure=2)


def test_several_observers_count_where_all_of_them_say_the_same(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 5)
    answer(sessions, YES, NO, NO, NO, YES)
    answer(sessions, YES, YES, YES, UNSURE, rater=Rater.OBSERVER, reporter="A")
    answer(sessions, YES, YES, NO, UNSURE, rater=Rater.OBSERVER, reporter="B")

    compared_sessions = found(therapist, WATCHED)

    assert compared_sessions.cells == ((1, 0, 1, 0),)
    assert compared_sessions.left_out == LeftOut(first_alone=1, unsure=1, differ=1)


def test_client_and_observers_are_compared_without_the_therapist(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 3)
    answer(sessions, YES, NO, NO, rater=Rater.CLIENT)
    answer(sessions, NO, NO, rater=Rater.OBSERVER, reporter="A")

    compared_sessions = found(therapist, OTHERS)

    assert compared_sessions.cells == ((0, 1, 0, 1),)
    assert compared_sessions.left_out == LeftOut(first_alone=1)


@pytest.mark.parametrize("source", ["link", "device"])
def test_what_a_client_sent_is_no_sides_until_the_therapist_has_answered(
    source, therapist
):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    ReportFactory(session=session, rater=Rater.CLIENT, strain=YES, source=source)
    answer([session], NO, rater=Rater.OBSERVER, reporter="A")

    before = found(therapist, OTHERS), [*alone(therapist, OTHERS)]
    answer([session], UNSURE)
    after = found(therapist, OTHERS), [*alone(therapist, OTHERS)]

    assert (before[0].left_out, before[1]) == (LeftOut(second_alone=1), [])
    assert (after[0].cells, after[1]) == (((0, 1, 0, 0),), [session])


def test_late_sessions_are_held_and_missed_ones_are_not_compared(therapist):
    case = CaseFactory(therapist=therapist)
    late = SessionFactory(case=case, date=MONDAY, attendance=Attendance.LATE)
    SessionFactory(
        case=case,
        date=MONDAY + datetime.timedelta(days=7),
        attendance=Attendance.MISSED,
    )
    both_say([late], [NO], [NO])

    assert (found(therapist).held, found(therapist).counts.neither) == (1, 1)


def test_only_own_sessions_of_the_period_are_compared(therapist):
    before = datetime.timedelta(weeks=-2)
    early = SessionFactory(case__therapist=therapist, date=MONDAY + before)
    both_say([early, *weekly(CaseFactory(), 1)], [YES, YES], [YES, YES])

    assert (found(therapist).held, found(therapist).cells) == (0, ())


def test_no_session_at_all_has_counts_of_0_and_nothing_else(therapist):
    compared_sessions = found(therapist)

    assert (compared_sessions.counts.total, compared_sessions.enough) == (0, False)
    assert (compared_sessions.counts.positive, compared_sessions.intervals) == (
        None,
        None,
    )


@pytest.mark.parametrize(("sessions", "enough"), [(9, False), (10, True)])
def test_shares_want_ten_sessions(therapist, sessions, enough):
    case = weekly(CaseFactory(therapist=therapist), sessions)
    both_say(case, [NO] * sessions, [NO] * sessions)

    assert found(therapist).enough is enough


@pytest.mark.parametrize(("cases", "has_intervals"), [(9, False), (10, True)])
def test_intervals_want_ten_cases(therapist, cases, has_intervals):
    for number in range(cases):
        sessions = weekly(CaseFactory(therapist=therapist), 2)
        both_say(sessions, [YES, NO], [YES, NO if number % 2 else YES])

    intervals = found(therapist).intervals

    assert (intervals is not None) is has_intervals


@pytest.mark.parametrize(
    ("strain", "cells"), [(YES, ((3, 0, 0, 0),)), (NO, ((0, 0, 0, 3),)), (UNSURE, ())]
)
def test_all_yes_all_no_and_all_unsure_are_counted_as_they_are(
    therapist, strain, cells
):
    sessions = weekly(CaseFactory(therapist=therapist), 3)
    both_say(sessions, [strain] * 3, [strain] * 3)

    assert found(therapist).cells == cells


def test_sessions_that_one_side_called_strained_come_the_newest_first(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 5)
    both_say(sessions, (YES, YES, NO, NO, UNSURE), (YES, NO, YES, NO, YES))

    rows = [(row, row.first_said) for row in alone(therapist)]

    assert rows == [(sessions[2], NO), (sessions[1], YES)]


def test_what_was_not_independent_is_no_ones_alone(therapist):
    [session] = weekly(CaseFactory(therapist=therapist), 1)
    ReportFactory(session=session, strain=YES)
    ReportFactory(session=session, rater=Rater.CLIENT, strain=NO, independent=False)

    assert list(alone(therapist)) == []


def test_both_summaries_are_one_statement_each(therapist, django_assert_num_queries):
    for _ in range(3):
        both_say(weekly(CaseFactory(therapist=therapist), 2), [YES, NO], [NO, NO])

    with django_assert_num_queries(2):
        compared_sessions, rows = found(therapist), list(alone(therapist))

    assert (compared_sessions.counts.differing, len(rows)) == (3, 3)
