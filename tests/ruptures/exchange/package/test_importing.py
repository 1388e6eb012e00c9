"""What comes in beside what is here: whole and sound, or not at all."""

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.history import Days, in_words
from ruptures.models import Act, Case, Note, RepairAttempt, Session
from tests.factories import (
    CaseFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    START,
    bring_in,
    changed,
    empty_installation,
    one_of_everything,
    problems,
    rows_here,
)

pytestmark = pytest.mark.django_db

USED = "It is already used."
NOBODYS = "00000000-0000-4000-8000-000000000000"


# Beside the same rows --------------------------------------------------------


def test_rows_that_differ_are_listed_and_refused(data, case):
    session = case.sessions.get(time__isnull=False)
    session.modality, session.time = "phone", None
    session.save()
    Note.objects.update(text="What I wrote since.")

    found = problems(data, case.therapist)

    row = next(iter(found)).split(", ")[1]
    assert found == [
        f"sessions.csv, {row}, time, '09:30:00': Another value is here: ''.",
        f"sessions.csv, {row}, modality, 'video': Another value is here: 'phone'.",
        "notes.csv, row 2, text, "
        "'\\'=1+1\\nand \"a quote\", a comma; \N{MUSICAL SYMBOL G CLEF}': "
        "Another value is here: 'What I wrote since.'.",
    ]
    session.refresh_from_db()
    assert (session.modality, session.time) == ("phone", None)


def test_a_key_of_somebody_else_is_already_used_and_no_more(data, case):
    before = rows_here()

    found = problems(data, UserFactory())

    assert len(found) == 14
    assert {each.rpartition(": ")[2] for each in found} == {USED}
    assert rows_here() == before


def test_a_code_of_somebody_else_is_already_used(data, user):
    CaseFactory(code="K7QM")

    assert problems(data, user) == [f"cases.csv, row 2, code, 'K7QM': {USED}"]


def test_rows_of_others_cannot_be_named(data, user):
    others = str(SessionFactory().key)
    bad = changed(data, "scores", session=others)

    assert problems(bad, user) == [
        f"scores.csv, row 2, session, '{others}': No row of sessions.csv has this key."
    ]
    assert Case.objects.filter(therapist=user).count() == 0


def test_nothing_is_added_to_a_case_on_hold(data, case):
    case.sessions.filter(attendance="missed").delete()
    case.hold_reason, case.hold_since = "complaint", START
    case.hold_by = case.therapist
    case.save()
    bad = changed(data, "cases", hold_reason="complaint", hold_since=str(START))

    assert problems(bad, case.therapist) == [
        "'K7QM': This case is on hold: nothing of it can be changed."
    ]
    assert case.sessions.count() == 2


def test_what_is_on_hold_and_all_here_may_be_looked_at_again(case):
    case.hold_reason, case.hold_since = "complaint", START
    case.hold_by = case.therapist
    case.save()

    counts = bring_in(bytes_of(case.therapist), case.therapist)

    assert counts.new == 0


# Made-up cases ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "coming", "refused"),
    [
        (None, True, False),
        (True, True, False),
        (True, False, False),
        (False, False, False),
        (False, True, True),
    ],
)
def test_made_up_cases_come_in_where_no_real_one_is(here, coming, refused):
    package = bytes_of(one_of_everything(synthetic=coming).therapist)
    empty_installation()
    if here is not None:
        CaseFactory(synthetic=here)

    found = problems(package, UserFactory())

    assert found == (
        [
            "cases.csv, row 2, synthetic, 'yes': "
            "Synthetic cases do not come in beside real ones."
        ]
        if refused
        else []
    )


def test_a_made_up_case_comes_back_with_a_real_one_beside_it():
    case = one_of_everything(synthetic=True)
    CaseFactory(therapist=case.therapist)
    package = bytes_of(case.therapist)
    empty_installation()

    assert problems(package, UserFactory()) == []


# Afterwards ------------------------------------------------------------------


def test_an_import_is_told_in_the_history_and_is_not_undone(data, user):
    bring_in(data, user)
    case = Case.objects.get()
    act = case.acts.get()

    [told] = in_words([act], Days.of(case), reader=user)
    with pytest.raises(ValidationError) as refused:
        recording.undo(user=user, submission=act.key, act=act)

    assert (told.can_be_undone, told.rows, told.who) == (False, (), "you")
    assert act.get_verb_display() == "Brought in from a file"
    assert refused.value.messages == [
        "An import is not undone as a whole. "
        "What it brought can be changed and deleted like everything else."
    ]
    assert RepairAttempt.objects.count() == 1


def test_what_came_in_is_changed_and_put_back_like_anything_else(data, user):
    bring_in(data, user)
    missed = Session.objects.get(attendance="missed")
    undone = "0b6f4c7e-5c0e-4a53-9c3c-2f6a1f0a7d11"

    act = recording.delete_session(
        user=user, submission=NOBODYS, session=missed, version=1, confirmed=True
    )
    recording.undo(user=user, submission=undone, act=act)

    assert Session.objects.get(key=missed.key).attendance == "missed"
    assert Act.objects.count() == 3
