"""What each rater answered of the sessions held, counted by hand."""

import datetime

from ruptures.models import Session
from ruptures.period import Period
from ruptures.summaries.answered import answered_caseload
from ruptures.summaries.appointments import appointments
from ruptures.summaries.expected import concerning
from ruptures.summaries.rates import Tally
from ruptures.taxonomy import Attendance, Rater, Strain
from tests.factories import CaseFactory, ReportFactory, SessionFactory
from tests.ruptures.summaries.practice import HALF_YEAR, MONDAY, answer, weekly


def answered_by(therapist, period=HALF_YEAR):
    sessions = Session.objects.visible_to(therapist)
    rows = appointments(concerning(sessions, period))
    return answered_caseload(therapist.cases.all(), rows, period)


def test_every_raters_answers_are_counted_of_all_held_sessions(therapist):
    sessions = weekly(CaseFactory(therapist=therapist), 4)
    answer(sessions, Strain.YES, Strain.NO, Strain.UNSURE)
    answer(sessions, Strain.NO, rater=Rater.CLIENT)
    answer(sessions, Strain.YES, Strain.YES, rater=Rater.OBSERVER, reporter="A")
    answer(sessions, Strain.YES, Strain.NO, rater=Rater.OBSERVER, reporter="B")

    found = answered_by(therapist).answers

    assert found.held == 4
    assert {
        rater: (found.answered(rater), found.undecided(rater), found.silent(rater))
        for rater in Rater.values
    } == {"client": (1, 0, 3), "therapist": (2, 1, 1), "observer": (1, 1, 2)}


def test_what_a_client_sent_is_counted_once_the_therapist_has_answered(therapist):
    sent, entered = weekly(CaseFactory(therapist=therapist), 2)
    ReportFactory(session=sent, rater=Rater.CLIENT, strain="yes", source="link")
    ReportFactory(session=entered, rater=Rater.CLIENT, strain="no", source="paper")

    before = answered_by(therapist).answers.tallies[Rater.CLIENT]
    answer([sent], Strain.NO)
    after = answered_by(therapist).answers.tallies[Rater.CLIENT]

    assert before == Tally(no=1)
    assert after == Tally(yes=1, no=1)


def test_late_sessions_are_held_and_others_that_did_not_take_place_are_not(therapist):
    case = CaseFactory(therapist=therapist)
    weekly(case, 1, attendance=Attendance.LATE)
    later = MONDAY + datetime.timedelta(weeks=1)
    SessionFactory(case=case, date=later, attendance=Attendance.CANCELLED_BY_CLIENT)

    assert answered_by(therapist).answers.held == 1


def test_months_and_cases_hold_what_belongs_to_them(therapist):
    one = CaseFactory(therapist=therapist, rhythm="weekly", rhythm_from=MONDAY)
    other = CaseFactory(therapist=therapist)
    answer(weekly(one, 3), Strain.YES)
    answer(weekly(other, 5), Strain.NO, Strain.NO, Strain.NO, Strain.NO, Strain.NO)
    # Until 9 February the rhythm expects 5, 12, 19, 26 January, 2 February.
    until = Period(None, datetime.date(2026, 2, 28), datetime.date(2026, 2, 9))

    load = answered_by(therapist, until)

    assert [
        (
            month.first.isoformat(),
            month.part,
            month.answers.held,
            month.answers.answered(Rater.THERAPIST),
            month.answers.unconfirmed,
        )
        for month in load.months
    ] == [("2026-01-01", False, 7, 5, 1), ("2026-02-01", True, 1, 1, 1)]
    assert {
        code: (each.held, each.silent(Rater.THERAPIST), each.unconfirmed)
        for code, each in load.cases.items()
    } == {one.code: (3, 2, 2), other.code: (5, 0, 0)}
    assert load.known is True


def test_a_session_just_before_the_period_stands_for_its_first_expected_date(therapist):
    case = CaseFactory(
        therapist=therapist, rhythm="weekly", rhythm_from=datetime.date(2026, 1, 5)
    )
    SessionFactory(case=case, date=datetime.date(2026, 1, 30))  # for Monday 2 February
    february = Period(
        datetime.date(2026, 2, 1), datetime.date(2026, 2, 28), datetime.date(2026, 2, 8)
    )

    found = answered_by(therapist, february).answers

    assert (found.held, found.unconfirmed) == (0, 0)


def test_a_case_that_only_expects_is_there_and_a_caseload_without_anything_is_empty(
    therapist,
):
    assert answered_by(therapist).empty is True
    case = CaseFactory(
        therapist=therapist, rhythm="weekly", rhythm_from=datetime.date(2026, 6, 22)
    )

    load = answered_by(therapist)

    assert (load.empty, list(load.cases), load.answers.unconfirmed) == (
        False,
        [case.code],
        2,
    )
