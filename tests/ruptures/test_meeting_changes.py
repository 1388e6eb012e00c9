"""A meeting changed, removed and put back by either of the two; nothing is lost."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import meeting_changes, meetings
from ruptures.meetings import MeetingEntry, StepEntry
from ruptures.models import SupervisionItem, SupervisionMeeting, SupervisionStep
from ruptures.pairs import Pair
from ruptures.saving import Stale
from ruptures.taxonomy import HoldReason
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
HELD = "A case of this meeting is on hold: nothing of it can be changed."


@pytest.fixture
def case():
    return CaseFactory(code="K7QM")


@pytest.fixture
def grant(case):
    return GrantFactory(therapist=case.therapist, cases=[case])


@pytest.fixture
def meeting(grant):
    return SupervisionMeetingFactory(therapist=grant.therapist, supervisor=grant.holder)


@pytest.fixture
def item(case, meeting):
    item = SupervisionItemFactory(case=case)
    meeting.items.add(item)
    return item


@pytest.fixture
def step(case, meeting):
    return SupervisionStepFactory(meeting=meeting, case=case, text="Wait.")


def change(meeting, user, submission=None, version=1, date=DAY, items=(), steps=()):
    meeting_changes.change_meeting(
        user=user,
        submission=submission or uuid.uuid4(),
        meeting=meeting,
        version=version,
        entry=MeetingEntry(date, items, steps),
    )


def remove(meeting, user, version=1, submission=None):
    meeting_changes.remove_meeting(
        user=user,
        submission=submission or uuid.uuid4(),
        meeting=meeting,
        version=version,
    )


def put_back(meeting, user):
    gone = SupervisionMeeting.objects.get(pk=meeting.pk)
    meeting_changes.put_back_meeting(user=user, submission=uuid.uuid4(), meeting=gone)


def hold(case):
    case.hold_reason, case.hold_since = HoldReason.COURT, DAY
    case.hold_by = case.therapist
    case.save()


def end(grant):
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()


def standing(meeting):
    return [(step.text, step.case) for step in meeting.steps.standing()]


@pytest.mark.parametrize("who", ["therapist", "holder"])
def test_either_corrects_the_day_and_adds_what_was_forgotten(who, grant, case, meeting):
    user, item = getattr(grant, who), SupervisionItemFactory(case=case)

    change(meeting, user, items=[item], steps=[StepEntry("Read it.", case)])

    meeting.refresh_from_db()
    assert (meeting.date, list(meeting.items.all())) == (DAY, [item])
    assert standing(meeting) == [("Read it.", case)]
    assert (meeting.version, meeting.changed_by) == (2, user)


def test_a_corrected_step_keeps_its_place_and_what_became_of_it(grant, meeting, step):
    step.outcome, step.outcome_at = "partly", LOGGED_AT
    step.save()
    SupervisionStepFactory(meeting=meeting, text="Read.")

    change(meeting, grant.holder, steps=[StepEntry("Wait longer.", step.case, step)])

    first, _second = meeting.steps.standing()
    assert (first.pk, first.text, first.outcome) == (step.pk, "Wait longer.", "partly")
    earlier = meeting.steps.exclude(taken_back_at=None).get()
    assert (earlier.text, earlier.taken_back_by) == ("Wait.", grant.holder)


def test_a_step_without_words_is_taken_back_and_stays_readable(grant, meeting, step):
    change(meeting, grant.therapist, steps=[StepEntry("  ", step.case, step)])

    step.refresh_from_db()
    assert standing(meeting) == []
    assert (step.text, step.taken_back_by) == ("Wait.", grant.therapist)
    with pytest.raises(SupervisionStep.DoesNotExist):
        meetings.say_outcome(user=grant.therapist, step=step, outcome="done")


def test_a_step_sent_as_it_stands_leaves_no_earlier_words(grant, meeting, step):
    change(meeting, grant.holder, steps=[StepEntry("Wait.\r\n", step.case, step)])

    assert [each.text for each in meeting.steps.all()] == ["Wait."]


def test_what_is_not_named_stays(grant, meeting, step):
    change(meeting, grant.holder)

    assert standing(meeting) == [("Wait.", step.case)]


def test_an_item_taken_out_stays_on_the_agenda(grant, meeting, item):
    change(meeting, grant.holder)

    assert meeting.items.count() == 0
    assert SupervisionItem.objects.get() == item


def test_what_the_supervisor_cannot_see_stays_in_the_meeting(grant, case, meeting):
    hidden = CaseFactory(therapist=case.therapist)
    item = SupervisionItemFactory(case=hidden)
    meeting.items.add(item)
    step = SupervisionStepFactory(meeting=meeting, case=hidden)

    change(meeting, grant.holder)
    with pytest.raises(SupervisionStep.DoesNotExist):
        change(meeting, grant.holder, version=2, steps=[StepEntry("", None, step)])

    assert list(meeting.items.all()) == [item]
    assert standing(meeting) == [(step.text, hidden)]


def test_what_not_both_can_see_is_not_added(grant, case, meeting, step):
    hidden = CaseFactory(therapist=case.therapist)
    item = SupervisionItemFactory(case=hidden)

    for more in (
        {"items": [item]},
        {"steps": [StepEntry("Wait.", hidden)]},
        {"steps": [StepEntry("Wait.", hidden, step)]},
    ):
        with pytest.raises(ValidationError):
            change(meeting, grant.therapist, **more)

    assert standing(meeting) == [("Wait.", case)]
    assert SupervisionMeeting.objects.get().version == 1


def test_a_form_of_an_earlier_version_overwrites_nothing(grant, meeting, step):
    steps = [StepEntry("Wait longer.", step.case, step)]
    change(meeting, grant.holder, steps=steps)

    with pytest.raises(Stale):
        change(meeting, grant.therapist, steps=[StepEntry("", None, step)])
    with pytest.raises(Stale):
        remove(meeting, grant.therapist)

    assert standing(meeting) == [("Wait longer.", step.case)]


def test_a_double_click_changes_it_once(grant, meeting):
    submission = uuid.uuid4()

    for _click in range(2):
        change(meeting, grant.holder, submission, steps=[StepEntry("Read it.")])

    assert standing(meeting) == [("Read it.", None)]


def test_an_unlikely_day_is_refused(grant, meeting):
    with pytest.raises(ValidationError) as refused:
        change(meeting, grant.holder, date=datetime.date(2026, 11, 23))

    assert refused.value.message_dict == {"date": ["This date is in the future."]}


def test_removed_it_is_in_no_list_and_put_back_it_is_whole(grant, case, meeting, item):
    SupervisionStepFactory(meeting=meeting, case=case)
    pair = Pair(grant.therapist, grant.holder)
    submission = uuid.uuid4()

    remove(meeting, grant.holder, submission=submission)
    seen = [
        SupervisionMeeting.objects.visible_to(grant.therapist).count(),
        SupervisionStep.objects.visible_to(grant.therapist).count(),
        pair.meetings.count(),
    ]
    never = pair.never_brought()
    put_back(meeting, grant.therapist)

    assert (seen, never) == ([0, 0, 0], [case])
    assert SupervisionMeeting.objects.visible_to(grant.holder).get() == meeting
    assert (list(meeting.items.all()), meeting.steps.count()) == ([item], 1)


def test_after_the_end_the_therapist_alone_corrects_and_removes(grant, meeting, step):
    end(grant)

    with pytest.raises(SupervisionMeeting.DoesNotExist):
        change(meeting, grant.holder)
    with pytest.raises(SupervisionMeeting.DoesNotExist):
        remove(meeting, grant.holder)
    with pytest.raises(ValidationError):
        change(meeting, grant.therapist, steps=[StepEntry("Alone.")])
    steps = [StepEntry("Wait longer.", step.case, step)]
    change(meeting, grant.therapist, steps=steps)
    remove(meeting, grant.therapist, version=2)

    assert SupervisionMeeting.objects.removed_for(grant.therapist).get() == meeting
    assert SupervisionMeeting.objects.removed_for(grant.holder).count() == 0


def test_nobody_else_changes_it(grant, meeting):
    for user in (UserFactory(is_superuser=True), GrantFactory().holder):
        with pytest.raises(SupervisionMeeting.DoesNotExist):
            change(meeting, user)
        with pytest.raises(SupervisionMeeting.DoesNotExist):
            remove(meeting, user)


def test_under_a_hold_nothing_said_of_the_case_goes(grant, case, meeting, item, step):
    hold(case)

    for attempt in (
        lambda: remove(meeting, grant.therapist),
        lambda: change(meeting, grant.holder, items=[]),
        lambda: change(
            meeting, grant.holder, items=[item], steps=[StepEntry("", None, step)]
        ),
    ):
        with pytest.raises(ValidationError) as refused:
            attempt()
        assert refused.value.messages == [HELD]

    change(meeting, grant.holder, items=[item])  # the day alone
    assert SupervisionMeeting.objects.get().date == DAY
