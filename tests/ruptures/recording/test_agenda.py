"""Acts on the agenda: brought, changed, taken off; along with what it is about."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Act, Case, SupervisionComment, SupervisionItem, Verb
from ruptures.recording import ItemEntry
from ruptures.taxonomy import HoldReason
from tests import factories
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def p():
    return practice.small_practice()


def flag(p, about, **entry):
    return recording.flag_item(
        user=p.user, submission=uuid.uuid4(), about=about, entry=ItemEntry(**entry)
    )


def flagged(p, about, **entry):
    flag(p, about, **entry)
    return SupervisionItem.objects.latest("pk")


def refused(p, about, **entry):
    with pytest.raises(ValidationError) as error:
        flag(p, about, **entry)
    return error.value.message_dict


@pytest.mark.parametrize("place", ["case", "session", "rupture"])
def test_what_is_flagged_names_its_row_and_its_case(place, p):
    item = flagged(p, getattr(p, place), question="Where did it turn?")

    named = {name for name in ("session", "rupture") if getattr(item, name)}
    assert (item.case, item.question) == (p.case, "Where did it turn?")
    assert named == {place} - {"case"}


def test_everything_that_was_said_is_kept(p):
    said = {
        "question": "Where did it turn?",
        "minute_from": 12,
        "minute_to": 15,
        "did_next": "Went on.",
        "would_try": "Wait.",
        "task": "watch",
    }

    item = flagged(p, p.rupture, **said)

    assert {name: getattr(item, name) for name in said} == said


def test_text_loses_what_is_blank_around_it_and_may_be_none(p):
    item = flagged(p, p.case, question="  Why?\r\n\n", did_next=" \n ")

    assert (item.question, item.did_next, item.would_try) == ("Why?", "", "")


@pytest.mark.parametrize(
    ("place", "entry", "errors"),
    [
        ("case", {"question": "x" * 10_001}, {"question"}),
        ("case", {"would_try": "\x00"}, {"would_try"}),
        ("case", {"task": "sing"}, {"task"}),
        ("rupture", {"minute_from": 9, "minute_to": 8}, {"__all__"}),
        ("rupture", {"minute_to": 8}, {"__all__"}),
        ("session", {"pattern": True}, {"__all__"}),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(place, entry, errors, p):
    assert refused(p, getattr(p, place), **entry).keys() == errors
    assert SupervisionItem.objects.count() == 1


def test_the_same_form_twice_is_one_entry(p):
    submission = uuid.uuid4()

    acts = {practice.flag_item(p, user=p.user, submission=submission) for _ in "12"}

    assert len(acts) == 1
    assert SupervisionItem.objects.filter(rupture=p.rupture).count() == 1


def test_a_stale_form_overwrites_nothing(p):
    practice.edit_item(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(recording.StaleRow):
        practice.edit_item(p, user=p.user, submission=uuid.uuid4())
    assert SupervisionItem.objects.get().question == "The moment before"


@pytest.mark.parametrize("verb", [Verb.FLAG_ITEM, Verb.EDIT_ITEM, Verb.REMOVE_ITEM])
def test_a_hold_refuses(verb, p):
    recording.hold_case(
        user=p.user,
        submission=uuid.uuid4(),
        case=p.case,
        version=1,
        reason=HoldReason.COURT,
    )

    with pytest.raises(ValidationError) as error:
        practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())

    held = "This case is on hold: nothing of it can be changed."
    assert error.value.messages == [held]


@pytest.mark.parametrize("verb", [Verb.FLAG_ITEM, Verb.EDIT_ITEM, Verb.REMOVE_ITEM])
def test_a_supervisor_writes_none(verb, p):
    grant = factories.GrantFactory(therapist=p.user, every_case=True)

    with pytest.raises(Case.DoesNotExist):
        practice.ACTS[verb](p, user=grant.holder, submission=uuid.uuid4())
    assert not Act.objects.filter(user=grant.holder).exists()


def test_a_rupture_deleted_takes_its_entries_and_undoing_brings_them_back(p):
    key = flagged(p, p.rupture).key
    with pytest.raises(recording.NeedsConfirmation) as asked:
        recording.delete_rupture(
            user=p.user, submission=uuid.uuid4(), rupture=p.rupture, version=1
        )
    act = practice.delete_rupture(p, user=p.user, submission=uuid.uuid4())

    gone = not SupervisionItem.objects.filter(key=key).exists()
    recording.undo(user=p.user, submission=uuid.uuid4(), act=act)

    assert key in {row.key for row in asked.value.rows}
    assert gone
    assert SupervisionItem.objects.get(key=key).rupture.key == p.rupture.key


def test_entries_go_along_with_a_session_that_moves_and_back(p):
    case = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    of_rupture, of_session = flagged(p, p.rupture), flagged(p, p.session)
    act = practice.move_session(p, user=p.user, submission=uuid.uuid4())

    moved = {item.case for item in (of_rupture, of_session) if not refresh(item)}
    recording.undo(user=p.user, submission=uuid.uuid4(), act=act)
    back = {item.case for item in (of_rupture, of_session) if not refresh(item)}

    assert (moved, back) == ({case}, {p.case})
    assert SupervisionItem.objects.get(key=p.item.key).case == p.case


def refresh(row):
    row.refresh_from_db()


def test_a_case_erased_takes_entries_and_comments_with_it(p):
    factories.SupervisionCommentFactory(item=p.item)

    Case.objects.get(pk=p.case.pk).delete()

    assert SupervisionItem.objects.count() == 0
    assert SupervisionComment.objects.count() == 0
