"""Saved once, never over another's edit, never under a hold, never by a stranger."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.models import Act, Case, Session, Verb
from ruptures.taxonomy import Answer
from tests.parallel import in_parallel
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import rows

PARALLEL = 10


@pytest.fixture
def small_practice(db):
    return practice.small_practice()


@pytest.mark.parametrize("verb", practice.ACTS)
def test_the_same_form_sent_twice_is_one_act(verb, small_practice):
    p, submission = small_practice, uuid.uuid4()
    if verb in practice.NEEDS:
        practice.ACTS[practice.NEEDS[verb]](p, user=p.user, submission=uuid.uuid4())

    first = practice.ACTS[verb](p, user=p.user, submission=submission)
    stand, acts = rows(versions=True), Act.objects.count()
    second = practice.ACTS[verb](p, user=p.user, submission=submission)

    assert second == first
    assert (rows(versions=True), Act.objects.count()) == (stand, acts)


def test_undo_sent_twice_is_one_act(small_practice):
    p, submission = small_practice, uuid.uuid4()
    act = practice.add_attempt(p, user=p.user, submission=uuid.uuid4())

    first = recording.undo(user=p.user, submission=submission, act=act)
    second = recording.undo(user=p.user, submission=submission, act=act)

    assert second == first


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_are_one_act():
    p, submission = practice.small_practice(), uuid.uuid4()

    acts = in_parallel(
        lambda _n: practice.log_session(p, user=p.user, submission=submission).pk,
        PARALLEL,
    )

    assert (len(acts), len(set(acts))) == (PARALLEL, 1)
    assert Session.objects.filter(date=practice.day(3)).count() == 1
    assert Act.objects.filter(submission=submission).count() == 1


@pytest.mark.django_db(transaction=True)
def test_ten_edits_at_once_of_one_version_are_one_edit_and_nine_refusals():
    p = practice.small_practice()

    def edit(_number):
        try:
            practice.edit_case(p, user=p.user, submission=uuid.uuid4())
        except recording.StaleRow:
            return "stale"
        return "saved"

    outcomes = in_parallel(edit, PARALLEL)

    assert sorted(outcomes) == ["saved", *["stale"] * 9]
    assert Case.objects.get().version == 2


def test_another_users_submission_is_refused(small_practice):
    submission = uuid.uuid4()
    practice.open_case(small_practice, user=small_practice.user, submission=submission)
    other = practice.small_practice().user

    with pytest.raises(ValidationError, match="This form was already used"):
        practice.open_case(small_practice, user=other, submission=submission)


@pytest.mark.parametrize(
    "verb", sorted(set(practice.ACTS) - {Verb.OPEN_CASE, Verb.CHECK_IN})
)
def test_a_stranger_can_do_nothing(verb, small_practice):
    stranger = practice.small_practice().user
    before = rows(versions=True)

    with pytest.raises(Case.DoesNotExist):
        practice.ACTS[verb](small_practice, user=stranger, submission=uuid.uuid4())

    assert rows(versions=True) == before


STALE = {
    Verb.EDIT_CASE: "case",
    Verb.END_CASE: "case",
    Verb.HOLD_CASE: "case",
    Verb.EDIT_SESSION: "session",
    Verb.DELETE_SESSION: "session",
    Verb.EDIT_RUPTURE: "rupture",
    Verb.CLOSE_RUPTURE: "rupture",
    Verb.DELETE_RUPTURE: "rupture",
    Verb.EDIT_ATTEMPT: "attempt",
    Verb.DELETE_ATTEMPT: "attempt",
}


@pytest.mark.parametrize(("verb", "name"), STALE.items())
def test_a_stale_form_is_refused_and_shows_the_row_of_now(verb, name, small_practice):
    row = getattr(small_practice, name)
    type(row)._default_manager.filter(pk=row.pk).update(version=7)
    before = rows(versions=True)

    with pytest.raises(recording.StaleRow) as refused:
        practice.ACTS[verb](
            small_practice, user=small_practice.user, submission=uuid.uuid4()
        )

    assert (refused.value.row, refused.value.row.version) == (row, 7)
    assert rows(versions=True) == before


def test_a_stale_answer_makes_the_edit_of_its_session_stale(small_practice):
    report = small_practice.first.reports.get()
    type(report).objects.filter(pk=report.pk).update(version=5)

    with pytest.raises(recording.StaleRow) as refused:
        recording.edit_session(
            user=small_practice.user,
            submission=uuid.uuid4(),
            session=small_practice.first,
            version=1,
            report_version=1,
            edit=recording.SessionEdit(date=practice.day(0), strain="unsure"),
        )

    assert refused.value.row == report


UNDER_A_HOLD = sorted(set(practice.ACTS) - {Verb.OPEN_CASE, Verb.LIFT_HOLD})


@pytest.mark.parametrize("verb", UNDER_A_HOLD)
def test_nothing_of_a_case_on_hold_can_be_changed(verb, small_practice):
    p = small_practice
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())
    before = rows(versions=True)

    with pytest.raises(ValidationError, match="This case is on hold"):
        practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())

    assert rows(versions=True) == before


def test_nothing_of_a_case_on_hold_can_be_undone(small_practice):
    p = small_practice
    act = practice.add_attempt(p, user=p.user, submission=uuid.uuid4())
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(ValidationError, match="This case is on hold"):
        recording.undo(user=p.user, submission=uuid.uuid4(), act=act)


def test_a_hold_says_since_when_and_by_whom(small_practice):
    p = small_practice

    act = practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    case = Case.objects.get()
    assert (case.on_hold, case.hold_by) == (True, p.user)
    assert case.hold_since.isoformat() == act.changes.get().after["hold_since"]


def dependents_named(act, **given):
    with pytest.raises(recording.NeedsConfirmation) as asked:
        act(submission=uuid.uuid4(), **given)
    return sorted(type(row).__name__ for row in asked.value.rows)


def test_deleting_a_session_names_what_goes_with_it(small_practice):
    p = small_practice

    named = dependents_named(
        recording.delete_session, user=p.user, session=p.session, version=1
    )

    assert named == [
        "Note",
        "RepairAttempt",
        "Rupture",
        "RuptureMarker",
        "RuptureMarker",
        "Score",
        "SessionReport",
    ]


def test_deleting_a_rupture_names_what_goes_with_it(small_practice):
    p = small_practice

    named = dependents_named(
        recording.delete_rupture, user=p.user, rupture=p.rupture, version=1
    )

    assert named == ["Note", "RepairAttempt", "RuptureMarker", "RuptureMarker"]


@pytest.mark.parametrize("strain", ["no", "unsure", ""])
def test_turning_yes_into_another_answer_names_the_rupture(strain, small_practice):
    p = small_practice

    named = dependents_named(
        recording.edit_session,
        user=p.user,
        session=p.session,
        version=1,
        report_version=1,
        edit=recording.SessionEdit(date=p.session.date, strain=strain),
    )

    assert named == [
        "Note",
        "RepairAttempt",
        "Rupture",
        "RuptureMarker",
        "RuptureMarker",
    ]


def test_an_expected_date_confirmed_gets_its_answer_when_logged(small_practice):
    p = small_practice
    practice.confirm_session(p, user=p.user, submission=uuid.uuid4())

    session = practice.log(p.case, 5, Answer.NO)

    assert Session.objects.filter(date=practice.day(5)).count() == 1
    assert session.reports.get().strain == "no"


def test_a_date_that_does_not_wait_cannot_be_confirmed(small_practice):
    p = small_practice
    practice.confirm_session(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(ValidationError, match="does not wait to be confirmed"):
        practice.confirm_session(p, user=p.user, submission=uuid.uuid4())
