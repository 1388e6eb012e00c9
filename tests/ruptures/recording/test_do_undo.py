"""Whatever is done, in whatever order, undoing it leaves no trace in row or file."""

import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ruptures import recording
from ruptures.exchange.export import flat_file
from ruptures.integrity import broken
from ruptures.models import Case, Verb
from tests import factories
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import rows

pytestmark = pytest.mark.django_db

several_acts = st.lists(st.sampled_from(sorted(practice.ACTS)), min_size=2, max_size=6)
# What was opened and undone is gone for good, so that it cannot be done again.
several_lasting_acts = several_acts.map(
    lambda verbs: [verb for verb in verbs if verb != Verb.OPEN_CASE]
)
# Each example is rolled back to the one practice that they share.
on_one_practice = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def p():
    """A small practice, and another case where a session may move."""
    p = practice.small_practice()
    factories.CaseFactory(therapist=p.user, started_on=practice.START)
    return p


def exported():
    return "".join(flat_file(Case.objects.order_by("pk"))).encode()


def do(p, verbs):
    """The acts of those verbs, in order; one that is refused by now is left out."""
    return [act for verb in verbs if (act := attempted(p, verb))]


def attempted(p, verb):
    try:
        return practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())
    except (ValidationError, ObjectDoesNotExist):
        return None


def therapist_of(act):
    """Who undoes it: an observer's act is the therapist's to set aside."""
    return act.case.therapist if act.verb == Verb.OBSERVE else act.user


def undo(acts):
    """Undo them, the last first; what undid them, in that order."""
    return [
        recording.undo(
            user=practice.therapist_of(act), submission=uuid.uuid4(), act=act
        )
        for act in reversed(acts)
    ]


@pytest.mark.parametrize("verb", sorted(practice.ACTS))
def test_one_act_undone_gives_the_same_rows_and_the_same_file(verb, p):
    if verb in practice.NEEDS:
        attempted(p, practice.NEEDS[verb])
    before, file = rows(), exported()

    [act] = do(p, [verb])
    changed = rows() != before
    undo([act])

    assert changed
    assert rows() == before
    assert exported() == file


@on_one_practice
@given(verbs=several_acts)
def test_several_acts_undone_give_the_same_rows_and_the_same_file(p, verbs):
    with transaction.atomic():
        before, file = rows(), exported()

        undo(do(p, verbs))

        assert rows() == before
        assert exported() == file
        assert list(broken()) == []
        transaction.set_rollback(True)


@on_one_practice
@given(verbs=several_lasting_acts)
def test_undoing_what_undid_them_does_them_again(p, verbs):
    with transaction.atomic():
        acts = do(p, verbs)
        after, file = rows(), exported()

        undo(undo(acts))

        assert rows() == after
        assert exported() == file
        transaction.set_rollback(True)


def test_the_examples_do_what_they_say(p):
    """A property over acts that are all refused would prove nothing."""
    verbs = [Verb.EDIT_CASE, Verb.ADD_SCORE, Verb.MOVE_SESSION, Verb.WRITE_NOTE]

    assert [act.verb for act in do(p, verbs)] == verbs
