import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Act, Case, Verb
from ruptures.taxonomy import Answer
from tests.ruptures.keys import lose_keys
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_practice():
    return practice.small_practice()


def do(verb, p):
    return practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())


def undo(act):
    return recording.undo(
        user=practice.therapist_of(act), submission=uuid.uuid4(), act=act
    )


def refusal(act):
    with pytest.raises(ValidationError) as refused:
        undo(act)
    return refused.value.messages


def prepared(verb, p):
    """The rows as they stand right before the act that `do` then does."""
    needed = practice.NEEDS.get(verb)
    if needed:
        do(needed, p)
    return rows()


@pytest.mark.parametrize("verb", practice.ACTS)
def test_undo_puts_every_row_back(verb, small_practice):
    before = prepared(verb, small_practice)
    act = do(verb, small_practice)
    after = rows()

    undo(act)

    assert after != before
    assert rows() == before


@pytest.mark.parametrize("verb", sorted(set(practice.ACTS) - {Verb.OPEN_CASE}))
def test_undoing_an_undo_does_it_again(verb, small_practice):
    prepared(verb, small_practice)
    act = do(verb, small_practice)
    after = rows()

    undo(undo(act))

    assert rows() == after


def test_undoing_an_opening_leaves_nothing_to_undo(small_practice):
    act = do(Verb.OPEN_CASE, small_practice)
    undoing = Act.objects.get(pk=undo(act).pk)

    assert refusal(undoing) == ["This cannot be undone: the case is gone."]
    assert list(Act.objects.visible_to(small_practice.user).filter(undoes=act)) == []


def test_undo_gives_a_row_a_new_version_so_that_open_forms_are_stale(small_practice):
    act = do(Verb.EDIT_CASE, small_practice)

    undo(act)

    assert Case.objects.get().version == 3


def test_an_act_is_undone_once_alone(small_practice):
    act = do(Verb.ADD_ATTEMPT, small_practice)
    undo(act)

    assert refusal(act) == ["This was already undone."]


def test_undo_is_refused_where_the_row_was_changed_since(small_practice):
    act = do(Verb.EDIT_ATTEMPT, small_practice)
    recording.edit_attempt(
        user=small_practice.user,
        submission=uuid.uuid4(),
        attempt=small_practice.attempt,
        version=2,
        session=small_practice.last,
        entry=recording.AttemptEntry(outcome=1),
    )

    assert refusal(act) == [
        "This cannot be undone: it was changed since. Undo that first."
    ]


def test_undo_goes_on_where_what_was_changed_since_is_undone(small_practice):
    before = rows()
    logged = do(Verb.LOG_SESSION, small_practice)
    session = small_practice.case.sessions.get(date=practice.day(3))
    deleted = recording.delete_session(
        user=small_practice.user,
        submission=uuid.uuid4(),
        session=session,
        version=1,
        confirmed=True,
    )
    undo(deleted)

    undo(logged)

    assert rows() == before


def test_undo_is_refused_where_the_row_was_deleted_since(small_practice):
    act = do(Verb.EDIT_ATTEMPT, small_practice)
    recording.delete_attempt(
        user=small_practice.user,
        submission=uuid.uuid4(),
        attempt=small_practice.attempt,
        version=2,
    )

    assert refusal(act) == ["This cannot be undone: it was deleted since."]


def test_undo_is_refused_where_something_was_built_on_it(small_practice):
    act = do(Verb.OPEN_CASE, small_practice)
    practice.log(act.case, 0)

    assert refusal(act) == [
        "This cannot be undone: more was added to it since. Undo that first."
    ]


def test_undo_is_refused_where_what_it_belonged_to_is_gone(small_practice):
    act = do(Verb.DELETE_ATTEMPT, small_practice)
    do(Verb.DELETE_RUPTURE, small_practice)

    assert refusal(act) == [
        "This cannot be undone: what it belonged to is gone. Undo that first."
    ]


def test_undo_is_refused_where_it_would_break_a_rule(small_practice):
    act = do(Verb.EDIT_SESSION, small_practice)
    practice.log(small_practice.case, 3, Answer.NO)
    first = small_practice.first
    moved = recording.edit_session(
        user=small_practice.user,
        submission=uuid.uuid4(),
        session=first,
        version=1,
        report_version=1,
        edit=recording.SessionEdit(date=practice.day(1), strain="no"),
    )

    assert refusal(act) == [
        "A session of this case on that date is already here; "
        "give the time of day to log a second one."
    ]
    assert moved.changes.count() == 1


def test_a_refused_undo_writes_nothing(small_practice):
    act = do(Verb.OPEN_CASE, small_practice)
    practice.log(act.case, 0)
    before, acts = rows(versions=True), Act.objects.count()

    refusal(act)

    assert (rows(versions=True), Act.objects.count()) == (before, acts)


def test_another_user_cannot_undo(small_practice):
    act = do(Verb.EDIT_CASE, small_practice)
    stranger = practice.small_practice().user

    with pytest.raises(Case.DoesNotExist):
        recording.undo(user=stranger, submission=uuid.uuid4(), act=act)


def test_undo_is_refused_in_words_where_no_key_opens_the_change(
    small_practice, key_file
):
    act = do(Verb.EDIT_NOTE, small_practice)
    lose_keys(key_file)

    assert refusal(act) == [
        "This cannot be undone: it cannot be read with the keys here."
    ]
