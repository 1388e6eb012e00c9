"""Erasing everything of one therapist, the account with it."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures.erasing.account import erase_account, what_goes_with
from ruptures.erasing.account_kinds import staying
from ruptures.erasing.case import EraseEntry
from ruptures.erasing.kinds import stamp
from ruptures.integrity import broken
from ruptures.models import (
    Case,
    Device,
    Erasure,
    Grant,
    Invitation,
    SupervisionComment,
    SupervisionMeeting,
    User,
)
from ruptures.saving import Stale
from tests import factories
from tests.ruptures.erasing.leaving import full_case, hold, there
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


def erase(user, *, submission=None, successor=None, **said):
    usual = {
        "typed": user.email,
        "reason": "leaving",
        "seen": stamp(what_goes_with(user)),
    }
    return erase_account(
        user=user,
        submission=submission or uuid.uuid4(),
        entry=EraseEntry(**usual | said),
        successor=successor,
    )


def test_erasing_an_account_leaves_as_much_as_there_was_without_it():
    before = there()
    p = full_case()
    undone = practice.open_case(p, user=p.user, submission=uuid.uuid4())
    practice.recording.undo(user=p.user, submission=uuid.uuid4(), act=undone)
    Invitation.objects.issue(p.user)
    factories.DraftFactory(user=p.user)

    erase(p.user)

    left = {name: count for name, count in there().items() if count != before.get(name)}
    # The supervisor and the observer, and the observer's look and the erasing.
    assert left == {"User": 2, "AccessEvent": 2, "Erasure": 1}
    assert list(broken()) == []


def test_the_record_says_what_the_page_said():
    p = full_case()
    shown = {name: count for name, count in what_goes_with(p.user).items() if count}

    erasure = erase(p.user)

    assert erasure.rows == shown
    assert (erasure.what, erasure.case, erasure.actor) == ("account", "", p.user.email)


def test_while_one_case_is_on_hold_nothing_of_the_account_goes():
    user = factories.UserFactory()
    for code in ("K7QM", "K7QN"):
        factories.CaseFactory(therapist=user, code=code)
    hold(Case.objects.get(code="K7QN"))
    before = there()

    with pytest.raises(ValidationError, match=r"On hold.*: K7QN\."):
        erase(user)

    assert there() == before


def test_what_was_said_in_records_of_others_stays_without_the_e_mail():
    p = full_case()
    leaving = p.supervisor

    erase(leaving)

    leaving.refresh_from_db()
    assert leaving.email == f"erased-{leaving.pk}@account.invalid"
    assert (leaving.is_active, leaving.has_usable_password()) == (False, False)
    assert SupervisionComment.objects.get().text == "Listen to minute twelve again."
    assert SupervisionMeeting.objects.get().supervisor == leaving
    assert Grant.objects.get(pk=p.grant.pk).standing == "ended"


def test_the_page_names_what_stays():
    p = full_case()

    stays = [(str(label), count) for label, count in staying(p.supervisor)]

    assert stays == [
        ("Comments about cases of others", 1),
        ("Marks as reviewed, of entries of others", 1),
        ("Meetings about the work of others", 1),
        ("Access that you were given: it ends", 1),
    ]


def test_an_observer_who_leaves_keeps_their_sheets_in_the_record():
    p = full_case()

    erase(p.observer)

    assert p.session.reports.filter(rater="observer").count() == 1
    assert list(broken()) == []


def test_an_account_that_nothing_is_tied_to_is_gone_and_signed_out():
    user = factories.CaseFactory().therapist
    Device.objects.create(
        session_key="a" * 32, session_data="", expire_date=practice.SOME_DAY, user=user
    )

    erase(user)

    assert not User.objects.exists()
    assert not Device.objects.exists()


def test_a_mistyped_e_mail_erases_nothing():
    case = factories.CaseFactory()

    with pytest.raises(ValidationError) as refused:
        erase(case.therapist, typed="other@example.org")

    assert list(refused.value.error_dict) == ["typed"]
    assert Case.objects.get() == case


def test_what_came_since_the_page_was_opened_is_not_erased_unseen():
    user = factories.CaseFactory().therapist
    seen = stamp(what_goes_with(user))
    factories.CaseFactory(therapist=user)

    with pytest.raises(Stale):
        erase(user, seen=seen)

    assert Case.objects.count() == 2


def test_who_looks_after_the_installation_hands_it_on():
    owner, other = factories.UserFactory(is_owner=True), factories.UserFactory()

    with pytest.raises(ValidationError) as refused:
        erase(owner)
    erase(owner, successor=other)

    assert list(refused.value.error_dict) == ["successor"]
    assert [user.is_owner for user in User.objects.all()] == [True]


def test_the_last_one_here_leaves_without_a_successor():
    erase(factories.UserFactory(is_owner=True))

    assert not User.objects.exists()
    assert Erasure.objects.count() == 1
