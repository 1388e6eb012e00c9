"""Two who write under one agenda at one moment, each by a connection of their own."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import agenda, meeting_changes, meetings, recording
from ruptures.meetings import MeetingEntry, SaidElsewhere, StepEntry
from ruptures.models import (
    Act,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
)
from ruptures.saving import Stale
from tests.factories import (
    CaseFactory,
    GrantFactory,
    SupervisionItemFactory,
    SupervisionMeetingFactory,
    SupervisionStepFactory,
)
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 8
DAY = datetime.date(2026, 2, 3)


@pytest.fixture
def grant():
    case = CaseFactory(code="K7QM")
    return GrantFactory(therapist=case.therapist, cases=[case])


@pytest.fixture
def item(grant):
    return SupervisionItemFactory(case=grant.cases.get())


@pytest.fixture
def meeting(grant):
    return SupervisionMeetingFactory(therapist=grant.therapist, supervisor=grant.holder)


def remove(grant, item):
    return recording.remove_item(
        user=grant.therapist, submission=uuid.uuid4(), item=item, version=1
    )


def of(kind, results):
    return [each for each in results if isinstance(each, kind)]


def test_one_meeting_sent_many_times_at_once_is_one(grant, item):
    submission = uuid.uuid4()
    entry = MeetingEntry(DAY, [item], [StepEntry("Wait longer.")])

    held = in_parallel(
        lambda _n: meetings.hold_meeting(
            user=grant.holder, submission=submission, grant=grant, entry=entry
        ),
        TIMES,
    )

    assert set(held) == {SupervisionMeeting.objects.get()}
    assert SupervisionStep.objects.count() == 1


def test_one_form_of_the_two_at_once_is_one_meeting(grant):
    submission = uuid.uuid4()
    two = [grant.therapist, grant.holder]

    held = in_parallel(
        lambda n: meetings.hold_meeting(
            user=two[n % 2],
            submission=submission,
            grant=grant,
            entry=MeetingEntry(DAY),
        ),
        TIMES,
    )

    assert set(held) == {SupervisionMeeting.objects.get()}


def test_reviewed_many_times_at_once_is_one_mark_of_each(grant, item):
    two = [grant.therapist, grant.holder]

    in_parallel(lambda n: agenda.review(user=two[n % 2], item=item, done=True), TIMES)

    by = SupervisionReview.objects.values_list("by", flat=True)
    assert sorted(by) == sorted(user.pk for user in two)


@pytest.mark.parametrize("what", ["comment", "review", "meeting"])
def test_said_while_the_item_goes_it_comes_first_or_finds_it_gone(what, grant, item):
    """Whatever was saved goes with the item, and undoing brings it back."""

    def say(number):
        user = [grant.therapist, grant.holder][number % 2]
        if what == "comment":
            key = uuid.uuid4()
            agenda.comment(user=user, submission=key, item=item, text="Listen.")
        elif what == "review":
            agenda.review(user=user, item=item, done=True)
        else:
            entry = MeetingEntry(DAY, [item])
            meetings.hold_meeting(
                user=user, submission=uuid.uuid4(), grant=grant, entry=entry
            )
        return user.pk

    results = in_parallel(
        lambda n: remove(grant, item) if n == TIMES - 1 else say(n), TIMES
    )

    (act,) = of(Act, results)
    late = of((SupervisionItem.DoesNotExist, ValidationError), results)
    said = of(int, results)
    assert len(said) + len(late) == TIMES - 1
    recording.undo(user=grant.therapist, submission=uuid.uuid4(), act=act)
    if what == "comment":
        assert SupervisionComment.objects.count() == len(said)
    elif what == "review":
        assert SupervisionReview.objects.count() == len(set(said))
    else:
        held = SupervisionMeeting.objects.filter(items__key=item.key)
        assert held.count() == len(said)


def test_an_outcome_said_by_both_at_once_is_one_and_the_other_is_told(grant, meeting):
    step = SupervisionStepFactory(meeting=meeting)
    two = [(grant.therapist, "done"), (grant.holder, "dropped")]

    def say(number):
        user, outcome = two[number]
        meetings.say_outcome(user=user, step=step, outcome=outcome, stood="")
        return outcome

    results = in_parallel(say, 2)

    assert len(of(SaidElsewhere, results)) == 1
    step.refresh_from_db()
    assert [step.outcome] == of(str, results)


def test_changed_by_both_at_once_one_is_saved_and_the_other_told(grant, meeting):
    step = SupervisionStepFactory(meeting=meeting, text="Wait.")
    two = [grant.therapist, grant.holder]

    def change(number):
        text = f"Wait longer, {number}."
        meeting_changes.change_meeting(
            user=two[number % 2],
            submission=uuid.uuid4(),
            meeting=meeting,
            version=1,
            entry=MeetingEntry(DAY, steps=[StepEntry(text, None, step)]),
        )
        return text

    results = in_parallel(change, TIMES)

    assert len(of(Stale, results)) == TIMES - 1
    texts = [each.text for each in meeting.steps.standing()]
    assert texts == of(str, results)
    assert meeting.steps.exclude(taken_back_at=None).get().text == "Wait."


def test_one_change_sent_many_times_at_once_is_one(grant, meeting):
    submission = uuid.uuid4()
    entry = MeetingEntry(DAY, steps=[StepEntry("Read it.")])

    results = in_parallel(
        lambda _n: meeting_changes.change_meeting(
            user=grant.holder,
            submission=submission,
            meeting=meeting,
            version=1,
            entry=entry,
        ),
        TIMES,
    )

    assert results == [meeting] * TIMES
    assert meeting.steps.count() == 1
