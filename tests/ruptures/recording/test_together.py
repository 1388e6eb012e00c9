"""Several sessions by one form: all or none, once, and undone together."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures.models import Act, Session
from ruptures.recording import (
    RowRefused,
    SessionEntry,
    delete_session,
    log_sessions,
    logged_together,
    undo_together,
)
from ruptures.taxonomy import Answer
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 1, 5)
FORM = uuid.UUID(int=7)


@pytest.fixture
def case():
    return CaseFactory(started_on=MONDAY)


def weeks(case, *answers):
    week = datetime.timedelta(weeks=1)
    return [
        (case, SessionEntry(date=MONDAY + place * week, answer=answer))
        for place, answer in enumerate(answers)
    ]


def log(case, rows):
    return log_sessions(user=case.therapist, submission=FORM, rows=rows)


def test_each_row_is_an_act_of_its_own_case(case):
    other = CaseFactory(therapist=case.therapist, started_on=MONDAY)
    rows = weeks(case, Answer.NO, Answer.BOTH) + weeks(other, Answer.MISSED)

    acts = log(case, rows)

    assert [act.case for act in acts] == [case, case, other]
    assert Session.objects.count() == 3


def test_the_same_form_sent_again_writes_nothing(case):
    first = log(case, weeks(case, Answer.NO, Answer.UNSURE))

    again = log(case, weeks(case, Answer.NO, Answer.UNSURE))

    assert again == first
    assert (Session.objects.count(), Act.objects.count()) == (2, 2)


def test_one_row_that_is_refused_keeps_all_others_out_and_is_named(case):
    rows = weeks(case, Answer.NO, Answer.NO)
    too_early = SessionEntry(date=datetime.date(2025, 12, 1), answer=Answer.NO)

    with pytest.raises(RowRefused) as refused:
        log(case, [*rows, (case, too_early)])

    assert refused.value.place == 2
    assert refused.value.error.messages == ["This date is before the case began."]
    assert (Session.objects.count(), Act.objects.count()) == (0, 0)


def test_one_row_too_many_is_refused_and_none_is_left_out_silently():
    case = CaseFactory(started_on=datetime.date(2025, 1, 1))
    days = [case.started_on + datetime.timedelta(days=place) for place in range(301)]

    with pytest.raises(RowRefused) as refused:
        log(case, [(case, SessionEntry(date=day, answer=Answer.NO)) for day in days])

    assert refused.value.place == 300
    assert refused.value.error.messages == ["One form saves 300 sessions at most."]
    assert Session.objects.count() == 0


def test_the_same_date_twice_is_refused(case):
    twice = weeks(case, Answer.NO) + weeks(case, Answer.UNSURE)

    with pytest.raises(RowRefused) as refused:
        log(case, twice)

    assert refused.value.place == 1
    assert Session.objects.count() == 0


def test_undone_together_nothing_is_left(case):
    log(case, weeks(case, Answer.NO, Answer.WITHDRAWAL))
    acts = list(logged_together(case.therapist, FORM))

    undo_together(user=case.therapist, acts=acts)

    assert Session.objects.count() == 0


def test_undoing_stops_whole_where_one_row_cannot_be_undone(case):
    log(case, weeks(case, Answer.NO, Answer.NO))
    session = case.sessions.latest("date")
    delete_session(
        user=case.therapist,
        submission=uuid.uuid4(),
        session=session,
        version=1,
        confirmed=True,
    )

    with pytest.raises(ValidationError):
        undo_together(
            user=case.therapist, acts=list(logged_together(case.therapist, FORM))
        )

    assert Session.objects.count() == 1


def test_nobody_finds_what_anothers_form_logged(case):
    log(case, weeks(case, Answer.NO))

    assert list(logged_together(UserFactory(), FORM)) == []
