import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Rupture, RuptureMarker, Session
from ruptures.taxonomy import Answer
from tests import factories
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def p():
    return practice.small_practice()


def edit(p, session, *, report_version, **values):
    return recording.edit_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=session,
        version=session.version,
        report_version=report_version,
        edit=recording.SessionEdit(**{"date": session.date} | values),
    )


@pytest.mark.parametrize(
    ("answer", "strain", "types"),
    [
        (Answer.NO, "no", []),
        (Answer.UNSURE, "unsure", []),
        (Answer.WITHDRAWAL, "yes", ["withdrawal"]),
        (Answer.CONFRONTATION, "yes", ["confrontation"]),
        (Answer.BOTH, "yes", ["mixed"]),
    ],
)
def test_an_answer_is_a_report_and_with_a_yes_one_rupture(answer, strain, types, p):
    session = practice.log(p.case, 3, answer)

    assert session.reports.get().strain == strain
    assert list(session.ruptures.values_list("type", flat=True)) == types


@pytest.mark.parametrize(
    ("answer", "attendance"),
    [
        (Answer.CANCELLED_BY_CLIENT, "cancelled_by_client"),
        (Answer.CANCELLED_BY_THERAPIST, "cancelled_by_therapist"),
        (Answer.MISSED, "missed"),
    ],
)
def test_a_session_that_did_not_take_place_has_no_answer(answer, attendance, p):
    session = practice.log(p.case, 3, answer)

    assert (session.attendance, session.reports.count()) == (attendance, 0)


def test_how_far_resolved_is_the_attempts_word_where_there_is_one(p):
    session = practice.log(
        p.case,
        3,
        Answer.WITHDRAWAL,
        resolution=4,
        rupture=recording.RuptureEntry("withdrawal"),
        attempt=recording.AttemptEntry(outcome=4),
    )

    assert session.reports.get().resolution is None
    assert session.ruptures.get().attempts.get().outcome == 4


def test_how_far_resolved_stands_on_the_report_without_an_attempt(p):
    session = practice.log(p.case, 3, Answer.WITHDRAWAL, resolution=4)

    assert session.reports.get().resolution == 4
    assert Rupture.objects.with_status().get(session=session).status == "resolved"


def test_a_confirmed_session_without_a_time_takes_the_time_logged(p):
    practice.confirm_session(p, user=p.user, submission=uuid.uuid4())

    session = practice.log(p.case, 5, Answer.NO, time=datetime.time(10, 30))

    assert session.time == datetime.time(10, 30)
    assert Session.objects.filter(date=practice.day(5)).count() == 1


def test_an_attempt_for_a_rupture_of_another_case_is_refused(p):
    other = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    earlier = recording.EarlierAttempt(p.rupture, recording.AttemptEntry(outcome=3))

    with pytest.raises(ValidationError) as refused:
        practice.log(other, 3, earlier=[earlier])

    assert refused.value.message_dict == {
        "earlier": ["That rupture belongs to another case."]
    }


def test_a_second_session_of_a_day_needs_its_time(p):
    with pytest.raises(ValidationError, match="give the time of day"):
        practice.log(p.case, 2)


def test_an_answer_can_be_given_later(p):
    practice.confirm_session(p, user=p.user, submission=uuid.uuid4())
    session = Session.objects.get(date=practice.day(5))

    edit(p, session, report_version=0, strain="yes", intensity=2)

    report = session.reports.get()
    assert (report.strain, report.intensity) == ("yes", 2)


def test_an_answer_can_be_taken_back(p):
    edit(p, p.first, report_version=1, strain="")

    assert p.first.reports.count() == 0


def test_a_session_that_did_not_take_place_after_all_keeps_nothing(p):
    recording.edit_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.session,
        version=1,
        report_version=1,
        edit=recording.SessionEdit(date=p.session.date, attendance="missed"),
        confirmed=True,
    )

    assert p.session.reports.count() == 0
    assert (Rupture.objects.count(), RuptureMarker.objects.count()) == (0, 0)


def test_a_rupture_recognised_later_outlives_a_change_of_the_answer(p):
    practice.add_rupture(p, user=p.user, submission=uuid.uuid4())

    edit(p, p.first, report_version=1, strain="unsure")

    assert p.first.ruptures.count() == 1


def test_numbers_follow_from_the_cases_first_number(p):
    practice.edit_case(p, user=p.user, submission=uuid.uuid4())
    practice.log(p.case, 3, Answer.MISSED)
    practice.log(p.case, 4)

    numbers = p.case.sessions.numbered().in_order().values_list("number", flat=True)

    assert list(numbers) == [4, 5, 6, 7]
