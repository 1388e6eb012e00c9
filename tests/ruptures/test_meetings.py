"""Meetings of two: what was discussed and agreed, what became of it, who sees it."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import meetings
from ruptures.meetings import MeetingEntry, StepEntry
from ruptures.models import Grant, SupervisionMeeting, SupervisionStep
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    GrantFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

DAY = datetime.date(2026, 11, 20)


@pytest.fixture
def case():
    return CaseFactory(code="K7QM")


@pytest.fixture
def grant(case):
    return GrantFactory(therapist=case.therapist, cases=[case])


def hold(grant, user=None, submission=None, date=DAY, items=(), steps=()):
    return meetings.hold_meeting(
        user=user or grant.therapist,
        submission=submission or uuid.uuid4(),
        grant=grant,
        entry=MeetingEntry(date, items, steps),
    )


def end(grant):
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()


def test_a_meeting_keeps_what_was_discussed_and_agreed(case, grant):
    item = SupervisionItemFactory(case=case)
    steps = [StepEntry("Wait longer.", case), StepEntry("Read the chapter.")]

    meeting = hold(grant, items=[item], steps=steps)

    assert (meeting.therapist, meeting.supervisor) == (case.therapist, grant.holder)
    assert (meeting.date, list(meeting.items.all())) == (DAY, [item])
    agreed = [(step.text, step.case) for step in meeting.steps.all()]
    assert agreed == [("Wait longer.", case), ("Read the chapter.", None)]


def test_either_of_the_two_may_write_it_and_a_double_click_is_one(grant):
    for user in (grant.therapist, grant.holder):
        key = uuid.uuid4()
        assert hold(grant, user, key) == hold(grant, user, key)

    assert SupervisionMeeting.objects.count() == 2


def test_nobody_else_holds_one(grant):
    for user in (UserFactory(is_superuser=True), GrantFactory().holder):
        with pytest.raises(Grant.DoesNotExist):
            hold(grant, user)
    end(grant)
    for user in (grant.therapist, grant.holder):
        with pytest.raises(Grant.DoesNotExist):
            hold(grant, user)

    assert SupervisionMeeting.objects.count() == 0


def test_a_form_used_for_another_meeting_is_refused(grant):
    other = GrantFactory()
    submission = hold(other).submission

    with pytest.raises(ValidationError) as error:
        hold(grant, submission=submission)
    assert error.value.messages == ["This form was already used. Open the page again."]


@pytest.mark.parametrize(
    ("date", "error"),
    [
        (datetime.date(2026, 11, 23), "This date is in the future."),
        (datetime.date(1949, 12, 31), "Look at the year again."),
    ],
)
def test_an_unlikely_day_is_refused(date, error, grant):
    with pytest.raises(ValidationError) as refused:
        hold(grant, date=date)

    assert refused.value.message_dict == {"date": [error]}


def test_what_not_both_can_see_is_refused(case, grant):
    hidden = CaseFactory(therapist=case.therapist)
    item = SupervisionItemFactory(case=hidden)

    for more in ({"items": [item]}, {"steps": [StepEntry("Wait.", hidden)]}):
        with pytest.raises(ValidationError):
            hold(grant, **more)

    assert SupervisionMeeting.objects.count() == 0
    assert SupervisionStep.objects.count() == 0


def test_what_became_of_a_step_is_said_by_either_and_taken_back(grant):
    step = hold(grant, steps=[StepEntry("Wait longer.")]).steps.get()

    meetings.say_outcome(user=grant.holder, step=step, outcome="partly")
    step.refresh_from_db()
    said = (step.outcome, step.outcome_at is None)
    meetings.say_outcome(user=grant.therapist, step=step, outcome="")

    step.refresh_from_db()
    assert said == ("partly", False)
    assert (step.outcome, step.outcome_at) == ("", None)


def test_no_other_word_can_become_of_a_step(grant):
    step = hold(grant, steps=[StepEntry("Wait longer.")]).steps.get()

    with pytest.raises(ValidationError):
        meetings.say_outcome(user=grant.holder, step=step, outcome="failed")


def test_a_supervisor_whose_grant_ended_sees_and_says_nothing_of_it(case, grant):
    step = hold(grant, steps=[StepEntry("Wait longer.", case)]).steps.get()
    end(grant)

    with pytest.raises(SupervisionStep.DoesNotExist):
        meetings.say_outcome(user=grant.holder, step=step, outcome="done")

    seen_by = SupervisionMeeting.objects.visible_to
    assert (seen_by(grant.holder).count(), seen_by(grant.therapist).count()) == (0, 1)


def test_a_step_of_a_case_that_is_shared_no_more_is_not_seen(case, grant):
    other = CaseFactory(therapist=case.therapist)
    meeting = SupervisionMeetingFactory(
        therapist=case.therapist, supervisor=grant.holder
    )
    shared = SupervisionStepFactory(meeting=meeting, case=case)
    of_none = SupervisionStepFactory(meeting=meeting)
    SupervisionStepFactory(meeting=meeting, case=other)

    seen = SupervisionStep.objects.visible_to(grant.holder)

    assert set(seen) == {shared, of_none}


def test_a_case_erased_takes_its_steps_and_leaves_the_meeting(case, grant):
    hold(grant, steps=[StepEntry("Wait longer.", case), StepEntry("Read.")])
    grant.cases.clear()

    case.delete()

    assert [step.text for step in SupervisionStep.objects.all()] == ["Read."]
