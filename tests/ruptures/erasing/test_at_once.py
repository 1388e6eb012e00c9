"""Erasing a case while somebody writes in it, each by a connection of their own."""

import uuid

import pytest
from django.core.exceptions import ObjectDoesNotExist, ValidationError

from ruptures import agenda, recording
from ruptures.drafts import keep_draft
from ruptures.erasing.account import erase_account, what_goes_with
from ruptures.erasing.case import EraseEntry
from ruptures.erasing.kinds import KINDS, stamp
from ruptures.integrity import broken
from ruptures.models import Case, Erasure, User
from ruptures.saving import Stale
from ruptures.taxonomy import Answer
from tests.parallel import in_parallel
from tests.ruptures.erasing.leaving import entry_for, erase, erase_case, full_case, hold
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db(transaction=True)

REFUSALS = (ObjectDoesNotExist, Stale, ValidationError)


@pytest.fixture
def p():
    return full_case()


def at_once(*works):
    return in_parallel(lambda number: works[number](), len(works))


def eraser(p):
    """Erases what is there now, when it is called."""
    entry, submission = entry_for(p.case), uuid.uuid4()
    return lambda: erase_case(
        user=p.user, submission=submission, case=p.case, entry=entry
    )


def is_whole_or_gone(p):
    """Either all of the case stands or nothing of it; and nothing is broken."""
    left = sum(kind.rows([p.case.pk]).count() for kind in KINDS)
    assert list(broken()) == []
    return (left == 0) == (not Case.objects.exists()) == Erasure.objects.exists()


def log(p):
    entry = recording.SessionEntry(date=practice.day(5), answer=Answer.NO)
    return recording.log_session(
        user=p.user, submission=uuid.uuid4(), case=p.case, entry=entry
    )


def comment(p):
    return agenda.comment(
        user=p.supervisor, submission=uuid.uuid4(), item=p.item, text="Say more."
    )


def draft(p):
    return keep_draft(
        user=p.supervisor,
        submission=uuid.uuid4(),
        path="/supervision/agenda/",
        case=p.case,
        content={"text": ["Half"]},
    )


def rate(p):
    entry = recording.ObserverEntry("no")
    return recording.observe(
        user=p.observer, submission=uuid.uuid4(), session=p.last, entry=entry
    )


@pytest.mark.parametrize("write", [log, comment, draft, rate])
def test_what_is_written_meanwhile_is_refused_or_the_erasing_is(write, p):
    erased, written = at_once(eraser(p), lambda: write(p))

    for result in (erased, written):
        assert not isinstance(result, Exception) or isinstance(result, REFUSALS)
    assert isinstance(erased, Stale) == Case.objects.exists()
    assert is_whole_or_gone(p)


def test_a_hold_put_meanwhile_holds_or_finds_no_case(p):
    erased, held = at_once(eraser(p), lambda: hold(p.case))

    assert isinstance(erased, Exception) != isinstance(held, Exception)
    assert Case.objects.filter(hold_reason="court").exists() == Case.objects.exists()
    assert is_whole_or_gone(p)


def test_one_form_sent_many_times_is_one_erasing(p):
    erase_it = eraser(p)

    results = at_once(*[erase_it] * 8)

    assert {type(each) for each in results} <= {Erasure, Case.DoesNotExist}
    assert Erasure.objects.count() == 1
    assert is_whole_or_gone(p)


def test_two_forms_erase_a_case_once(p):
    entry = entry_for(p.case)

    results = in_parallel(
        lambda _n: erase(p.case, typed=entry.typed, seen=entry.seen), 4
    )

    assert [type(each) for each in results].count(Erasure) == 1
    assert Erasure.objects.count() == 1


def test_one_form_sent_many_times_erases_an_account_once(p):
    entry = EraseEntry(p.user.email, "leaving", stamp(what_goes_with(p.user)))
    submission = uuid.uuid4()

    results = in_parallel(
        lambda _n: erase_account(user=p.user, submission=submission, entry=entry), 8
    )

    assert {type(each) for each in results} <= {Erasure, User.DoesNotExist}
    assert Erasure.objects.count() == 1
    assert not User.objects.filter(pk=p.user.pk).exists()
