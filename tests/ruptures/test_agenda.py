"""Comments and reviews: by the therapist and by who supervises the case, no other."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from ruptures import agenda
from ruptures.models import (
    AccessEvent,
    Change,
    Deed,
    Draft,
    Purpose,
    SupervisionComment,
    SupervisionItem,
    SupervisionReview,
)
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    DraftFactory,
    GrantFactory,
    SupervisionCommentFactory,
    SupervisionItemFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

PAST = datetime.date(2026, 1, 6)


@pytest.fixture
def item():
    return SupervisionItemFactory(case__code="K7QM")


@pytest.fixture
def supervisor(item):
    return GrantFactory(therapist=item.case.therapist, every_case=True).holder


def comment(user, item, text="Listen again.", submission=None):
    submission = submission or uuid.uuid4()
    return agenda.comment(user=user, submission=submission, item=item, text=text)


def strangers(item):
    """Everybody who may look as if they could see the item."""
    therapist = item.case.therapist
    ended = {"ended_at": LOGGED_AT, "ended_by": therapist}
    of_another_case = GrantFactory(therapist=therapist)
    of_another_case.cases.set([CaseFactory(therapist=therapist)])
    yield UserFactory(is_staff=True, is_superuser=True)
    yield of_another_case.holder
    for refused in (
        ended,
        {"ends_on": PAST},
        {"accepted_at": None},
        {"purpose": Purpose.OBSERVE},
        {"starts_on": timezone.localdate() + datetime.timedelta(days=1)},
    ):
        yield GrantFactory(therapist=therapist, every_case=True, **refused).holder


def test_both_comment_and_each_takes_back_their_own(item, supervisor):
    therapist = item.case.therapist
    said = [comment(user, item) for user in (therapist, supervisor)]

    with pytest.raises(SupervisionComment.DoesNotExist):
        agenda.take_back(user=therapist, comment=said[1])
    agenda.take_back(user=supervisor, comment=said[1])

    assert list(SupervisionComment.objects.all()) == [said[0]]


def test_the_same_form_twice_is_one_comment(item, supervisor):
    key = uuid.uuid4()

    said = {comment(supervisor, item, submission=key) for _ in range(2)}

    assert len(said) == 1
    assert AccessEvent.objects.filter(deed=Deed.COMMENTED).count() == 1


def test_a_form_of_another_is_refused(item, supervisor):
    said = comment(item.case.therapist, item)

    with pytest.raises(ValidationError) as error:
        comment(supervisor, item, submission=said.submission)
    assert error.value.messages == ["This form was already used. Open the page again."]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (" \n", "Write something."),
        ("x" * 10_001, "A note has 10000 characters at most, this one has 10001."),
        ("\x00", "There is a character that is no text."),
    ],
)
def test_a_comment_is_some_text(text, error, item, supervisor):
    with pytest.raises(ValidationError) as refused:
        comment(supervisor, item, text)

    assert refused.value.message_dict == {"text": [error]}
    assert SupervisionComment.objects.count() == 0


def test_a_comment_of_the_supervisor_is_noted_and_the_therapists_own_is_not(
    item, supervisor
):
    comment(item.case.therapist, item)
    comment(supervisor, item)

    [event] = AccessEvent.objects.all()
    assert (event.actor, event.owner) == (supervisor.email, item.case.therapist.email)
    assert (event.deed, event.case) == ("commented", "K7QM")


def test_a_comment_saved_takes_its_draft_with_it(item, supervisor):
    draft = DraftFactory(user=supervisor)

    comment(supervisor, item, submission=draft.submission)

    assert Draft.objects.count() == 0


def test_nobody_else_says_or_marks_anything(item):
    for user in strangers(item):
        with pytest.raises(SupervisionItem.DoesNotExist):
            comment(user, item)
        with pytest.raises(SupervisionItem.DoesNotExist):
            agenda.review(user=user, item=item, done=True)

    assert SupervisionComment.objects.count() == 0
    assert SupervisionReview.objects.count() == 0


def test_a_supervisor_whose_grant_ended_takes_nothing_back(item):
    grant = GrantFactory(therapist=item.case.therapist, every_case=True)
    said = comment(grant.holder, item)
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()

    with pytest.raises(SupervisionComment.DoesNotExist):
        agenda.take_back(user=grant.holder, comment=said)


def test_under_a_hold_nothing_is_taken_back(item):
    said = SupervisionCommentFactory(item=item)
    item.case.hold_reason, item.case.hold_since = "court", PAST
    item.case.hold_by = item.case.therapist
    item.case.save()

    with pytest.raises(ValidationError):
        agenda.take_back(user=said.author, comment=said)
    assert SupervisionComment.objects.count() == 1


def test_each_marks_for_themselves_once_and_takes_it_back(item, supervisor):
    for user in (supervisor, supervisor, item.case.therapist):
        agenda.review(user=user, item=item, done=True)
    marked = SupervisionReview.objects.count()

    agenda.review(user=supervisor, item=item, done=False)

    assert marked == 2
    assert SupervisionReview.objects.get().by == item.case.therapist
    waiting = SupervisionItem.objects.waiting_for
    assert (waiting(supervisor).count(), waiting(item.case.therapist).count()) == (1, 0)


def test_nothing_of_it_is_a_clinical_row(item, supervisor):
    version = item.version
    comment(supervisor, item)
    agenda.review(user=supervisor, item=item, done=True)

    item.refresh_from_db()
    assert item.version == version
    assert Change.objects.count() == 0


def test_texts_are_encrypted_in_the_database(item, supervisor):
    comment(supervisor, item, "Plain words.")

    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM ruptures_supervisioncomment")
        [(kept,)] = cursor.fetchall()
    assert "Plain words." not in kept
    assert SupervisionComment.objects.get().text == "Plain words."
