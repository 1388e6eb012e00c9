"""A session on the wrong case moves with all that hangs on it, or says why not."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.integrity import broken
from ruptures.models import Act, Case, CheckIn, Draft, PutOff, Session, Verb
from ruptures.taxonomy import Answer, HoldReason, TalkRule
from tests import factories
from tests.parallel import in_parallel
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import day, rows

pytestmark = pytest.mark.django_db

TIMES = 50


@pytest.fixture
def p():
    return practice.small_practice()


@pytest.fixture
def other(p):
    """The case that the session belongs to."""
    return factories.CaseFactory(
        therapist=p.user, code="P2XD", started_on=practice.START
    )


def move(p, case, session=None, version=1, submission=None):
    return recording.move_session(
        user=p.user,
        submission=submission or uuid.uuid4(),
        session=session or p.session,
        version=version,
        case=case,
    )


def undo(act):
    return recording.undo(user=act.user, submission=uuid.uuid4(), act=act)


def refusal(work, *args):
    """What it says, and that it left everything as it was."""
    before, acts = rows(versions=True), Act.objects.count()
    with pytest.raises(ValidationError) as refused:
        work(*args)
    assert (rows(versions=True), Act.objects.count()) == (before, acts)
    return refused.value.messages


def whereabouts(p):
    """The case of the session, and of every row that hangs on it."""
    p.session.refresh_from_db()
    below = recording.dependents(p.session)
    return p.session.case.code, len(below)


# It moves -------------------------------------------------------------------


def test_a_session_moves_with_all_that_hangs_on_it(p, other):
    _code, below = whereabouts(p)

    act = move(p, other)

    assert whereabouts(p) == ("P2XD", below)
    assert below == 7  # answer, rupture, two markers, attempt, score, note
    assert (act.verb, act.case, act.from_case) == (Verb.MOVE_SESSION, other, p.case)
    assert list(broken()) == []


def test_a_session_that_nobody_answered_moves(p, other):
    session = factories.SessionFactory(case=p.case, date=day(4))

    move(p, other, session)

    session.refresh_from_db()
    assert session.case == other


def test_what_was_put_off_of_its_ruptures_goes_along_and_the_rest_stays(p, other):
    practice.put_off(p, user=p.user, submission=uuid.uuid4())
    stays = factories.PutOffFactory(case=p.case, rule=TalkRule.OFTEN)

    move(p, other)

    assert PutOff.objects.get(rupture=p.rupture).case == other
    stays.refresh_from_db()
    assert stays.case == p.case
    assert list(broken()) == []


def test_drafts_about_it_go_along_and_the_rest_stay(p, other):
    def draft(path):
        return factories.DraftFactory(user=p.user, case=p.case, path=path)

    about = [
        draft(f"/sessions/{p.session.key}/"),
        draft(f"/ruptures/{p.rupture.key}/attempts/"),
        draft(f"/notes/{p.note.key}/"),
    ]
    stays = [draft("/log/"), draft(f"/sessions/{p.first.key}/")]

    move(p, other)

    assert list(Draft.objects.filter(case=other).order_by("pk")) == about
    assert list(Draft.objects.filter(case=p.case).order_by("pk")) == stays


def test_an_open_check_in_goes_along(p, other):
    check_in = factories.CheckInFactory(
        session=p.session,
        ends_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
    )

    move(p, other)

    found = CheckIn.objects.editable_by(p.user).open().get(session=p.session)
    assert (found, found.session.case) == (check_in, other)
    assert list(broken()) == []


def test_it_may_go_to_a_case_that_ended_afterwards(p, other):
    end(p, other, week=1)

    move(p, other)

    assert whereabouts(p)[0] == "P2XD"


def test_the_same_form_sent_twice_moves_once(p, other):
    submission = uuid.uuid4()

    first = move(p, other, submission=submission)
    second = move(p, other, submission=submission)

    assert first == second


# It stays -------------------------------------------------------------------


def end(p, case, week):
    recording.end_case(
        user=p.user,
        submission=uuid.uuid4(),
        case=case,
        version=case.version,
        ended_on=day(week),
        ending="agreed",
    )
    case.refresh_from_db()


def hold(p, case):
    recording.hold_case(
        user=p.user,
        submission=uuid.uuid4(),
        case=case,
        version=case.version,
        reason=HoldReason.COURT,
    )


def test_a_case_that_has_a_session_that_day_is_refused(p, other):
    practice.log(other, 1)

    assert refusal(move, p, other) == [
        "P2XD has a session on Mon 15 Jan 2024 already. If both took place, give this"
        " one its time of day first."
    ]


def test_a_case_that_has_a_session_at_that_time_is_refused(p, other):
    at = datetime.time(9, 30)
    factories.SessionFactory(case=other, date=day(4), time=at)
    session = factories.SessionFactory(case=p.case, date=day(4), time=at)

    assert refusal(move, p, other, session) == [
        "P2XD has a session on Mon 5 Feb 2024 at 09:30 already."
    ]


def test_another_time_of_that_day_is_free(p, other):
    factories.SessionFactory(case=other, date=day(1), time=datetime.time(9, 30))

    move(p, other)

    assert whereabouts(p)[0] == "P2XD"


def test_a_case_that_began_later_is_refused(p, other):
    Case.objects.filter(pk=other.pk).update(started_on=day(2))
    other.refresh_from_db()

    assert refusal(move, p, other) == ["P2XD began later, on Mon 22 Jan 2024."]


def test_a_case_that_ended_earlier_is_refused(p, other):
    end(p, other, week=0)

    assert refusal(move, p, other) == ["P2XD ended earlier, on Mon 8 Jan 2024."]


def test_its_own_case_is_refused(p):
    assert refusal(move, p, p.case) == [f"This session is with {p.case} already."]


def test_a_hold_on_the_case_it_would_go_to_refuses(p, other):
    hold(p, other)

    assert refusal(move, p, other) == [
        "Case P2XD is on hold: nothing of it can be changed."
    ]


def test_a_hold_on_the_case_it_is_in_refuses(p, other):
    hold(p, p.case)

    assert refusal(move, p, other) == [
        f"Case {p.case} is on hold: nothing of it can be changed."
    ]


def test_the_case_of_somebody_else_is_not_there(p):
    with pytest.raises(Case.DoesNotExist):
        move(p, factories.CaseFactory(started_on=practice.START))


def test_the_session_of_somebody_else_is_not_there(p, other):
    theirs = practice.small_practice()

    with pytest.raises(Case.DoesNotExist):
        move(p, other, theirs.session)


def test_a_stale_form_is_told(p, other):
    practice.edit_session(p, user=p.user, submission=uuid.uuid4())

    with pytest.raises(recording.StaleRow) as stale:
        move(p, other)

    assert stale.value.row == p.session


# Two cases must not be tied --------------------------------------------------


def attempt_for(p, rupture, session):
    entry = recording.AttemptEntry(outcome=4)
    recording.add_attempt(
        user=p.user,
        submission=uuid.uuid4(),
        rupture=rupture,
        session=session,
        entry=entry,
    )


def test_an_attempt_elsewhere_for_its_rupture_keeps_it(p, other):
    attempt_for(p, p.rupture, p.last)

    assert refusal(move, p, other) == [
        f"The repair attempt of Mon 22 Jan 2024 with {p.case}, for the rupture of"
        " Mon 15 Jan 2024, would then belong to two cases. Delete it or change its"
        " session first."
    ]


def test_an_attempt_in_it_for_a_rupture_elsewhere_keeps_it(p, other):
    attempt_for(p, p.rupture, p.last)

    assert refusal(move, p, other, p.last) == [
        f"The repair attempt of Mon 22 Jan 2024 with {p.case}, for the rupture of"
        " Mon 15 Jan 2024, would then belong to two cases. Delete it or change its"
        " session first."
    ]


def test_it_moves_once_the_attempt_in_the_way_is_gone(p, other):
    attempt_for(p, p.rupture, p.last)
    recording.delete_attempt(
        user=p.user,
        submission=uuid.uuid4(),
        attempt=p.last.attempts.get(),
        version=1,
    )

    move(p, other)

    assert whereabouts(p)[0] == "P2XD"


# And back -------------------------------------------------------------------


def test_undo_moves_it_back_with_everything(p, other):
    practice.put_off(p, user=p.user, submission=uuid.uuid4())
    draft = factories.DraftFactory(
        user=p.user, case=p.case, path=f"/sessions/{p.session.key}/"
    )
    before = rows()

    undoing = undo(move(p, other))

    assert rows() == before
    assert (undoing.case, undoing.from_case) == (p.case, other)
    draft.refresh_from_db()
    assert draft.case == p.case


def test_undoing_is_refused_where_another_session_took_its_place(p, other):
    act = move(p, other)
    practice.log(p.case, 1)

    assert refusal(undo, act) == [
        "A session of this case on that date is already here; "
        "give the time of day to log a second one."
    ]


def test_undoing_is_refused_where_an_attempt_ties_it_by_now(p, other):
    act = move(p, other)
    p.rupture.session.refresh_from_db()
    attempt_for(p, p.rupture, practice.log(other, 2))

    assert refusal(undo, act) == [
        "The repair attempt of Mon 22 Jan 2024 with P2XD, for the rupture of"
        " Mon 15 Jan 2024, would then belong to two cases. Delete it or change its"
        " session first."
    ]


@pytest.mark.parametrize("held", ["case", "other"])
def test_undoing_is_refused_under_a_hold_of_either_case(held, p, other):
    act = move(p, other)
    case = {"case": p.case, "other": other}[held]
    hold(p, case)

    assert refusal(undo, act) == [
        f"Case {case} is on hold: nothing of it can be changed."
    ]


def test_undoing_is_refused_where_its_case_is_gone(p):
    opened = practice.open_case(p, user=p.user, submission=uuid.uuid4())
    session = practice.log(opened.case, 1)
    case = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    act = move(p, case, session)
    undo(opened)

    assert refusal(undo, Act.objects.get(pk=act.pk)) == [
        "This cannot be undone: what it belonged to is gone. Undo that first."
    ]


def test_undoing_brings_what_was_put_off_in_the_meantime(p, other):
    act = move(p, other)
    recording.put_off(
        user=p.user,
        submission=uuid.uuid4(),
        case=other,
        rule=TalkRule.NOT_TRIED,
        rupture=p.rupture,
    )

    undo(act)

    assert PutOff.objects.get().case == p.case
    assert list(broken()) == []


def test_an_earlier_act_is_not_undone_past_the_move(p, other):
    edited = practice.edit_score(p, user=p.user, submission=uuid.uuid4())
    moved = move(p, other)

    assert refusal(undo, edited) == [
        "This cannot be undone: its session was moved to another case since. "
        "Undo that first."
    ]
    undo(moved)
    undo(edited)
    assert p.session.scores.get().value == Decimal(52)


def test_undoing_a_change_whose_session_is_gone_is_refused_in_words(p):
    edited = practice.edit_attempt(p, user=p.user, submission=uuid.uuid4())
    tried_in = practice.log(p.case, 3)
    recording.edit_attempt(
        user=p.user,
        submission=uuid.uuid4(),
        attempt=p.attempt,
        version=2,
        session=tried_in,
        entry=recording.AttemptEntry(outcome=3),
    )
    back = Act.objects.first()
    recording.delete_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.last,
        version=1,
        confirmed=True,
    )

    assert refusal(undo, back) == [
        "This cannot be undone: what it belonged to is gone. Undo that first."
    ]
    assert edited != back


# At the same moment ----------------------------------------------------------


def test_what_is_written_past_a_move_is_refused(p, other):
    loaded = Session.objects.select_related("case").get(pk=p.session.pk)
    move(p, other)

    with pytest.raises(ValidationError) as refused:
        recording.add_score(
            user=p.user,
            submission=uuid.uuid4(),
            session=loaded,
            entry=recording.ScoreEntry("srs", "client", Decimal("31.5")),
        )

    assert refused.value.messages == [
        "The session was moved to another case since you opened this page."
    ]


def test_an_attempt_written_past_a_move_ties_no_cases(p, other):
    rupture = type(p.rupture).objects.select_related("session").get(pk=p.rupture.pk)
    move(p, other)

    assert refusal(attempt_for, p, rupture, p.last) == [
        "A repair attempt belongs to the case of its rupture."
    ]


@pytest.mark.django_db(transaction=True)
def test_fifty_moves_at_once_are_one():
    p = practice.small_practice()
    others = [
        factories.CaseFactory(therapist=p.user, started_on=practice.START)
        for _ in range(2)
    ]

    results = in_parallel(lambda number: move(p, others[number % 2]), TIMES)

    acts = [each for each in results if isinstance(each, Act)]
    stale = [each for each in results if isinstance(each, recording.StaleRow)]
    assert (len(acts), len(stale)) == (1, TIMES - 1)
    p.session.refresh_from_db()
    assert p.session.case == acts[0].case
    assert Act.objects.filter(verb=Verb.MOVE_SESSION).count() == 1
    assert list(broken()) == []


@pytest.mark.django_db(transaction=True)
def test_a_place_is_taken_once_by_moving_or_by_logging():
    p = practice.small_practice()
    other = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    entry = recording.SessionEntry(date=day(1), answer=Answer.NO)

    def work(number):
        if number % 2:
            return move(p, other)
        return recording.log_session(
            user=p.user, submission=uuid.uuid4(), case=other, entry=entry
        )

    results = in_parallel(work, 20)

    refused = [each for each in results if isinstance(each, ValidationError)]
    assert len(refused) == 19
    assert other.sessions.filter(date=day(1)).count() == 1
    assert list(broken()) == []
