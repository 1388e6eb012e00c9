"""What others said under an item of the agenda is never lost by taking it off."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.history import Days, in_words
from ruptures.models import (
    Act,
    Case,
    Change,
    SupervisionComment,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionReview,
    SupervisionStep,
)
from ruptures.recording import CaseEntry, ItemEntry
from tests import factories
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def p():
    return practice.small_practice()


@pytest.fixture
def supervisor():
    return factories.UserFactory(email="sup@example.org")


def flag(p, about):
    entry = ItemEntry(question="Where did it turn?")
    act = recording.flag_item(
        user=p.user, submission=uuid.uuid4(), about=about, entry=entry
    )
    return act, SupervisionItem.objects.latest("pk")


def say(item, supervisor):
    """A comment and a mark of each of the two, and a meeting where it was discussed."""
    therapist = item.case.therapist
    for by in (supervisor, therapist):
        text = f"Wait for {by.email}."
        factories.SupervisionCommentFactory(item=item, author=by, text=text)
        factories.SupervisionReviewFactory(item=item, by=by)
    meeting = factories.SupervisionMeetingFactory(
        therapist=therapist, supervisor=supervisor
    )
    meeting.items.add(item)
    return meeting


def said(key):
    comments = SupervisionComment.objects.filter(item__key=key)
    reviews = SupervisionReview.objects.filter(item__key=key)
    meetings = SupervisionMeeting.objects.filter(items__key=key)
    return (
        list(comments.values_list("key", "submission", "author", "text", "at")),
        list(reviews.values_list("by", "at")),
        list(meetings.values_list("key", flat=True)),
    )


def undo(p, act):
    return recording.undo(user=p.user, submission=uuid.uuid4(), act=act)


@pytest.mark.parametrize("place", ["item", "rupture", "session"])
def test_undone_an_item_is_back_with_comments_marks_and_meetings(place, p, supervisor):
    about = getattr(p, place if place != "item" else "case")
    key = flag(p, about)[1].key
    item = SupervisionItem.objects.get(key=key)
    say(item, supervisor)
    stood = said(key)
    act = {
        "item": lambda: recording.remove_item(
            user=p.user, submission=uuid.uuid4(), item=item, version=1
        ),
        "rupture": lambda: practice.delete_rupture(
            p, user=p.user, submission=uuid.uuid4()
        ),
        "session": lambda: practice.delete_session(
            p, user=p.user, submission=uuid.uuid4()
        ),
    }[place]()
    gone = said(key)

    undo(p, act)

    assert gone == ([], [], [])
    assert said(key) == stood
    assert [len(each) for each in stood] == [2, 2, 1]


def test_taken_off_again_after_undoing_it_can_be_undone_again(p, supervisor):
    item = flag(p, p.case)[1]
    say(item, supervisor)
    stood = said(item.key)

    for version in (1, 2):
        current = SupervisionItem.objects.get(key=item.key)
        act = recording.remove_item(
            user=p.user, submission=uuid.uuid4(), item=current, version=version
        )
        undo(p, act)

    assert said(item.key) == stood


def test_bringing_it_is_not_undone_once_something_was_said_under_it(p, supervisor):
    act, item = flag(p, p.case)
    factories.SupervisionCommentFactory(item=item, author=supervisor)

    with pytest.raises(ValidationError) as refused:
        undo(p, act)

    assert refused.value.messages == [
        "This cannot be undone: more was added to it since. Undo that first."
    ]
    assert SupervisionItem.objects.filter(key=item.key).exists()


@pytest.mark.parametrize("what", ["reviewed", "discussed"])
def test_nor_once_it_was_reviewed_or_discussed(what, p, supervisor):
    act, item = flag(p, p.case)
    if what == "reviewed":
        factories.SupervisionReviewFactory(item=item, by=supervisor)
    else:
        factories.SupervisionMeetingFactory().items.add(item)

    with pytest.raises(ValidationError):
        undo(p, act)


def test_bringing_it_is_undone_while_nothing_was_said(p):
    act, item = flag(p, p.case)

    undo(p, act)

    assert not SupervisionItem.objects.filter(key=item.key).exists()


def test_a_comment_taken_back_before_does_not_come_back(p, supervisor):
    item = flag(p, p.case)[1]
    factories.SupervisionCommentFactory(item=item, author=supervisor).delete()
    act = recording.remove_item(
        user=p.user, submission=uuid.uuid4(), item=item, version=1
    )

    undo(p, act)

    assert said(item.key) == ([], [], [])


def test_what_is_back_and_then_taken_back_is_kept_nowhere(p, supervisor):
    item = flag(p, p.case)[1]
    say(item, supervisor)
    act = recording.remove_item(
        user=p.user, submission=uuid.uuid4(), item=item, version=1
    )

    undo(p, act)
    SupervisionComment.objects.all().delete()

    told = "".join(str(each.before) for each in Change.objects.filter(row=item.key))
    assert "Where did it turn?" in told
    assert "Wait for" not in told


def test_a_form_used_again_meanwhile_is_no_obstacle(p, supervisor):
    item = flag(p, p.case)[1]
    say(item, supervisor)
    form = item.comments.get(author=supervisor).submission
    act = recording.remove_item(
        user=p.user, submission=uuid.uuid4(), item=item, version=1
    )
    other = flag(p, p.case)[1]
    factories.SupervisionCommentFactory(
        item=other, author=supervisor, submission=form, text="Read it."
    )

    undo(p, act)

    own = SupervisionComment.objects.filter(author=supervisor)
    assert {each.text for each in own} == {"Read it.", "Wait for sup@example.org."}


def test_the_words_are_in_the_change_and_not_told_by_the_history(p, supervisor):
    item = flag(p, p.case)[1]
    say(item, supervisor)
    act = recording.remove_item(
        user=p.user, submission=uuid.uuid4(), item=item, version=1
    )

    words = in_words([act], Days.of(p.case), reader=p.user)

    change = Change.objects.get(act=act)
    assert "Wait for sup@example.org." in str(change.before)
    assert "Wait for" not in str(words)


def test_opening_a_case_is_not_undone_while_a_step_of_it_stands(supervisor):
    user = factories.UserFactory()
    act = recording.open_case(
        user=user,
        submission=uuid.uuid4(),
        entry=CaseEntry(started_on=practice.START),
    )
    meeting = factories.SupervisionMeetingFactory(therapist=user, supervisor=supervisor)
    step = factories.SupervisionStepFactory(meeting=meeting, case=act.case)

    with pytest.raises(ValidationError) as refused:
        recording.undo(user=user, submission=uuid.uuid4(), act=act)

    assert "more was added to it since" in refused.value.messages[0]
    assert SupervisionStep.objects.get() == step
    step.delete()
    recording.undo(user=user, submission=uuid.uuid4(), act=Act.objects.get(pk=act.pk))
    assert Case.objects.count() == 0
