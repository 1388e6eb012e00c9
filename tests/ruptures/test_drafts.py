"""What is not saved yet is kept once, for its user alone, and gone with the act."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from ruptures import recording
from ruptures.drafts import LONGEST, MOST, discard, drafts_of, keep_draft
from ruptures.models import Act, Draft
from tests.database_file import bytes_of_database
from tests.factories import CaseFactory, DraftFactory, UserFactory
from tests.parallel import in_parallel
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PLANTED = "Went quiet when the bicycle was mentioned."
IN_PARALLEL = 8


def keep(user, submission=None, case=None, **content):
    return keep_draft(
        user=user,
        submission=submission or uuid.uuid4(),
        path="/log/",
        case=case,
        content={name: [value] for name, value in content.items()},
    )


def kept(user):
    return [draft.content for draft in drafts_of(user)]


def test_what_comes_later_takes_the_place_of_what_was_kept(time_machine):
    user, submission = UserFactory(), uuid.uuid4()
    time_machine.move_to(NOON, tick=False)
    first = keep(user, submission, note="Came")
    time_machine.move_to(NOON + timedelta(minutes=1), tick=False)

    second = keep(user, submission, note="Came late", strain="no")

    assert second.pk == first.pk
    assert second.saved_at == NOON + timedelta(minutes=1)
    assert kept(user) == [
        {"note": ["Came late"], "strain": ["no"], "submission": [str(submission)]}
    ]


def turns(*sent):
    """What is kept of notes that come in this order, each with its turn."""
    user, submission = UserFactory(), uuid.uuid4()
    for turn, note in sent:
        draft = keep(user, submission, note=note, draft_turn=turn)
        assert draft.submission == submission
    return [content["note"] for content in kept(user)]


def test_what_a_window_sent_earlier_and_comes_later_takes_no_place():
    assert turns(("w 2", "Came late"), ("w 1", "Came")) == [["Came late"]]
    assert turns(("w 9", "Came late"), ("w 10", "Came later")) == [["Came later"]]


@pytest.mark.parametrize("odd", ["", "w", "w x", "w " + "9" * 5000, "w ٣", "\0 -1"])
def test_another_window_goes_on_wherever_the_first_one_was(odd):
    assert turns(("w 2", "Came late"), ("v 1", "Came")) == [["Came"]]
    assert turns((odd, "Came late"), ("v 1", "Came")) == [["Came"]]
    assert turns(("v 7", "Came late"), (odd, "Came")) == [["Came"]]


def test_draft_holds_the_key_of_its_form_whatever_was_sent():
    user, submission = UserFactory(), uuid.uuid4()

    keep(user, submission, submission_of="x", unreadable="y")

    assert kept(user)[0]["submission"] == [str(submission)]
    assert kept(user)[0]["unreadable"] == ["y"]


def test_drafts_are_listed_the_latest_first_and_for_their_user_alone(time_machine):
    user, other = UserFactory(), UserFactory()
    for minute, note in enumerate(["first", "second"]):
        time_machine.move_to(NOON + timedelta(minutes=minute), tick=False)
        keep(user, note=note)
    keep(other, note="theirs")

    assert [content["note"] for content in kept(user)] == [["second"], ["first"]]
    assert [content["note"] for content in kept(other)] == [["theirs"]]


def test_saving_the_form_takes_its_draft_away_and_no_other():
    p, submission = practice.small_practice(), uuid.uuid4()
    keep(p.user, submission, note="this form")
    keep(p.user, note="another form")

    practice.write_note(p, user=p.user, submission=submission)

    assert [content["note"] for content in kept(p.user)] == [["another form"]]


def test_form_that_is_refused_keeps_its_draft():
    p, submission = practice.small_practice(), uuid.uuid4()
    keep(p.user, submission, note="this form")
    entry = recording.NoteEntry("\x00", None)

    with pytest.raises(ValidationError):
        recording.write_note(
            user=p.user, submission=submission, about=p.case, entry=entry
        )

    assert [content["note"] for content in kept(p.user)] == [["this form"]]


def test_nothing_comes_back_when_the_act_is_undone():
    p, submission = practice.small_practice(), uuid.uuid4()
    keep(p.user, submission, note="this form")
    act = practice.write_note(p, user=p.user, submission=submission)

    recording.undo(user=p.user, submission=uuid.uuid4(), act=act)

    assert kept(p.user) == []


def test_what_comes_after_the_save_is_not_kept():
    p, submission = practice.small_practice(), uuid.uuid4()
    practice.write_note(p, user=p.user, submission=submission)

    assert keep(p.user, submission, note="late") is None
    assert kept(p.user) == []


def test_form_of_another_user_is_neither_kept_nor_changed():
    owner, stranger, submission = UserFactory(), UserFactory(), uuid.uuid4()
    keep(owner, submission, note="mine")

    assert keep(stranger, submission, note="not mine") is None
    assert [content["note"] for content in kept(owner)] == [["mine"]]
    assert kept(stranger) == []


def test_discarding_takes_ones_own_alone():
    owner, stranger, submission = UserFactory(), UserFactory(), uuid.uuid4()
    keep(owner, submission, note="mine")

    discard(user=stranger, submission=submission)
    assert len(kept(owner)) == 1

    discard(user=owner, submission=submission)
    assert kept(owner) == []


def test_draft_goes_with_its_case():
    case = CaseFactory()
    keep(case.therapist, case=case, note="of the case")

    case.delete()

    assert kept(case.therapist) == []


def test_draft_of_thirty_days_is_kept_and_an_older_one_is_swept(time_machine):
    user = UserFactory()
    time_machine.move_to(NOON, tick=False)
    old = DraftFactory(user=user, saved_at=NOON - timedelta(days=30, seconds=1))
    last = DraftFactory(user=user, saved_at=NOON - timedelta(days=30))

    assert list(drafts_of(user)) == [last]
    assert Draft.objects.filter(pk=old.pk).exists()

    keep(UserFactory(), note="anybody's")

    assert not Draft.objects.filter(pk=old.pk).exists()
    assert list(drafts_of(user)) == [last]


def test_the_oldest_make_room_for_one_more(time_machine):
    user, other = UserFactory(), UserFactory()
    time_machine.move_to(NOON, tick=False)
    saved = [NOON - timedelta(minutes=minute) for minute in range(MOST)]
    drafts = [DraftFactory(user=user, saved_at=at) for at in saved]
    theirs = DraftFactory(user=other, saved_at=NOON - timedelta(hours=5))

    new = keep(user, note="one more")

    assert set(drafts_of(user)) == {new, *drafts[:-1]}
    assert list(drafts_of(other)) == [theirs]


def test_too_much_is_refused_in_words_and_what_was_kept_stays():
    user, submission = UserFactory(), uuid.uuid4()
    keep(user, submission, note="short")

    with pytest.raises(ValidationError) as refused:
        keep(user, submission, note="x" * LONGEST)

    assert refused.value.messages == ["This is too long to be kept as a draft."]
    assert [content["note"] for content in kept(user)] == [["short"]]


def test_the_longest_note_in_any_script_is_not_too_much():
    user = UserFactory()

    keep(user, note="𒀀" * 10_000)

    assert kept(user)[0]["note"] == ["𒀀" * 10_000]


@pytest.mark.django_db(transaction=True)
def test_autosaves_at_the_same_moment_are_one_draft():
    user, submission = UserFactory(), uuid.uuid4()

    results = in_parallel(
        lambda number: keep(user, submission, note=str(number)), IN_PARALLEL
    )

    assert len({draft.pk for draft in results}) == 1
    [content] = kept(user)
    assert content["note"][0] in {str(number) for number in range(IN_PARALLEL)}


@pytest.mark.django_db(transaction=True)
def test_autosaves_around_the_save_leave_one_record_and_no_draft():
    p, submission = practice.small_practice(), uuid.uuid4()
    acts = Act.objects.count()

    def send(number):
        if number % 2:
            return keep(p.user, submission, note=str(number))
        return practice.write_note(p, user=p.user, submission=submission)

    results = in_parallel(send, IN_PARALLEL)

    assert len(results) == IN_PARALLEL
    assert Act.objects.count() == acts + 1
    assert kept(p.user) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("key_file")
def test_planted_text_is_not_readable_in_the_database():
    user = UserFactory()
    draft = keep(user, note=PLANTED)

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ruptures_draft WHERE id = %s", [draft.pk])
        row = " ".join(map(str, cursor.fetchone()))

    assert str(draft.path) in row
    assert "bicycle" not in row
    assert kept(user)[0]["note"] == [PLANTED]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("key_file")
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite is one file.")
def test_planted_text_is_not_readable_in_the_file():
    keep(UserFactory(email="planted@example.org"), note=PLANTED)

    written = bytes_of_database()

    assert b"planted@example.org" in written
    assert b"bicycle" not in written
