"""Each rule over several rows: found where broken, and refused before it is."""

import datetime
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from ruptures import recording
from ruptures.models import (
    Case,
    Note,
    PutOff,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Score,
    Session,
    SessionReport,
    SupervisionItem,
)
from ruptures.recording.rules import RULES
from ruptures.taxonomy import Answer, Rater
from tests import factories
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db

TOMORROW = datetime.timedelta(days=1)


def spoil(row, **values):
    """Write past recording, as a faulty program would."""
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    return row


def attempt_in_another_case(p):
    other = practice.small_practice()
    return spoil(p.attempt, session=other.last)


def event(p, date):
    return factories.NoteFactory(session=None, case=p.case, date=date)


def marker_on_the_clients_report(p):
    report = factories.ReportFactory(session=p.session, rater=Rater.CLIENT)
    return factories.MarkerFactory(rupture=None, report=report)


def item_about_another_case(p):
    return spoil(p.item, rupture=practice.small_practice().rupture)


def answer_about_a_rupture_elsewhere(p):
    other = factories.SessionFactory(case=p.case, date=practice.day(4))
    return factories.ReportFactory(session=other, rater=Rater.CLIENT, rupture=p.rupture)


# By rule: how to break it past recording; gives the row that breaks it.
BROKEN = {
    "report_of_a_rupture_of_its_session": answer_about_a_rupture_elsewhere,
    "item_of_the_case": item_about_another_case,
    "case_begun_in_the_future": lambda p: spoil(
        factories.CaseFactory(), started_on=timezone.localdate() + TOMORROW
    ),
    "case_ended_in_the_future": lambda p: spoil(
        p.case, ended_on=timezone.localdate() + TOMORROW, ending="agreed"
    ),
    "session_in_the_future": lambda p: spoil(
        p.last, date=timezone.localdate() + TOMORROW
    ),
    "session_before_the_case": lambda p: spoil(p.first, date=practice.START - TOMORROW),
    "session_after_the_end": lambda p: (
        spoil(p.case, ended_on=practice.day(1), ending="agreed") and p.last
    ),
    "score_on_held_session": lambda p: (
        spoil(factories.ScoreFactory(session=p.last).session, attendance="missed")
        and p.last.scores.get()
    ),
    "note_in_a_likely_year": lambda p: event(p, datetime.date(1949, 12, 31)),
    "note_in_the_future": lambda p: event(p, timezone.localdate() + TOMORROW),
    "report_on_held_session": lambda p: (
        spoil(p.first, attendance="missed") and p.first.reports.get()
    ),
    "rupture_on_held_session": lambda p: (
        spoil(p.session, attendance="missed") and p.rupture
    ),
    "attempt_in_held_session": lambda p: (
        spoil(p.session, attendance="missed") and p.attempt
    ),
    "rupture_with_the_therapists_yes": lambda p: (
        spoil(p.report, strain="no", intensity=None) and p.rupture
    ),
    "rupture_closed_after_it_arose": lambda p: spoil(
        p.rupture, closed_reason="faded", closed_on=practice.day(0)
    ),
    "marker_fits_the_type": lambda p: spoil(
        p.rupture.markers.get(code="quiet"), code="pressed"
    ),
    "marker_on_an_observers_report": marker_on_the_clients_report,
    "attempt_in_the_same_case": attempt_in_another_case,
    "attempt_not_before_the_rupture": lambda p: spoil(p.attempt, session=p.first),
    "client_is_not_asked_again": lambda p: factories.ReportFactory(
        session=p.check_in.session, rater=Rater.CLIENT
    ),
    "put_off_names_an_entry": lambda p: factories.PutOffFactory(
        case=p.case, rupture=p.rupture
    ),
}


@pytest.fixture
def small_practice():
    return practice.small_practice()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_finds_the_row_that_breaks_it(rule, small_practice):
    row = BROKEN[rule.name](small_practice)

    assert list(rule.broken()) == [row]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_sound_practice_breaks_no_rule(rule, small_practice):
    assert list(rule.broken()) == []


def refused(act, **given):
    """What an act of recording is refused with, by field."""
    before = practice.rows(versions=True)
    with pytest.raises(ValidationError) as error:
        act(submission=uuid.uuid4(), **given)
    assert practice.rows(versions=True) == before
    return error.value.message_dict


def logged(p, date, **details):
    entry = recording.SessionEntry(date=date, answer=Answer.NO, **details)
    return refused(recording.log_session, user=p.user, case=p.case, entry=entry)


def ended(p, date):
    return refused(
        recording.end_case,
        user=p.user,
        case=p.case,
        version=1,
        ended_on=date,
        ending="agreed",
    )


def test_a_case_that_begins_in_the_future_is_refused(small_practice):
    entry = recording.CaseEntry(timezone.localdate() + TOMORROW)

    said = refused(recording.open_case, user=small_practice.user, entry=entry)

    assert said == {"started_on": ["This date is in the future."]}


def test_a_case_that_ends_in_the_future_is_refused(small_practice):
    said = ended(small_practice, timezone.localdate() + TOMORROW)

    assert said == {"ended_on": ["This date is in the future."]}


def test_a_session_in_the_future_is_refused(small_practice):
    said = logged(small_practice, timezone.localdate() + TOMORROW)

    assert said == {"date": ["This date is in the future."]}


def test_a_session_before_the_case_began_is_refused(small_practice):
    said = logged(small_practice, practice.START - TOMORROW)

    assert said == {"date": ["This date is before the case began."]}


def test_ending_a_case_before_its_last_session_is_refused(small_practice):
    said = ended(small_practice, practice.day(1))

    assert said == {"date": ["This date is after the case ended."]}


def test_a_rupture_of_a_session_that_did_not_take_place_is_refused(small_practice):
    p = small_practice
    missed = practice.log(p.case, 3, Answer.MISSED)
    entry = recording.RuptureEntry("withdrawal", recognised="later")

    said = refused(recording.add_rupture, user=p.user, session=missed, entry=entry)

    assert said == {"attendance": ["A rupture arises in a session that took place."]}


def test_a_rupture_recognised_in_a_session_without_strain_is_refused(small_practice):
    p = small_practice
    entry = recording.RuptureEntry("withdrawal")

    said = refused(recording.add_rupture, user=p.user, session=p.first, entry=entry)

    assert said == {
        "recognised": [
            "A rupture was recognised in this session, so your answer is yes."
        ]
    }


def test_closing_a_rupture_before_it_arose_is_refused(small_practice):
    p = small_practice

    said = refused(
        recording.close_rupture,
        user=p.user,
        rupture=p.rupture,
        version=1,
        reason="faded",
        closed_on=practice.day(0),
    )

    assert said == {
        "closed_on": ["A rupture cannot be closed before the session where it arose."]
    }


def test_a_marker_of_the_other_type_is_refused(small_practice):
    p = small_practice
    entry = recording.RuptureEntry("withdrawal", markers=["pressed"])

    said = refused(
        recording.edit_rupture, user=p.user, rupture=p.rupture, version=1, entry=entry
    )

    assert said == {"markers": ["A marker does not fit the type of the rupture."]}


def attempted(p, session):
    return refused(
        recording.add_attempt,
        user=p.user,
        rupture=p.rupture,
        session=session,
        entry=recording.AttemptEntry(outcome=3),
    )


def test_an_attempt_before_its_rupture_is_refused(small_practice):
    said = attempted(small_practice, small_practice.first)

    assert said == {
        "session": ["A repair attempt cannot happen before the session of its rupture."]
    }


def test_an_attempt_in_a_session_that_did_not_take_place_is_refused(small_practice):
    missed = practice.log(small_practice.case, 3, Answer.MISSED)

    said = attempted(small_practice, missed)

    assert said == {
        "session": ["A repair attempt happens in a session that took place."]
    }


def test_an_attempt_in_a_session_of_another_case_is_refused(small_practice):
    other = factories.CaseFactory(
        therapist=small_practice.user, started_on=practice.START
    )

    said = attempted(small_practice, practice.log(other, 2))

    assert said == {"session": ["That session is of another case."]}


def test_moving_a_session_before_the_rupture_repaired_in_it_is_refused(small_practice):
    p = small_practice
    practice.add_attempt(p, user=p.user, submission=uuid.uuid4())

    said = refused(
        recording.edit_session,
        user=p.user,
        session=p.last,
        version=1,
        report_version=1,
        edit=recording.SessionEdit(
            date=practice.day(0), time=datetime.time(9), strain="no"
        ),
    )

    assert said == {
        "session": ["A repair attempt cannot happen before the session of its rupture."]
    }


def test_strain_no_with_details_is_refused(small_practice):
    said = logged(small_practice, practice.day(3), intensity=3)

    assert said == {
        "__all__": ["How strong and how far resolved are asked only after yes."]
    }


def test_a_rule_looks_at_every_table_that_recording_writes():
    asked = {rule.broken().model for rule in RULES}

    assert asked == {
        Case,
        Note,
        PutOff,
        RepairAttempt,
        Rupture,
        RuptureMarker,
        Score,
        Session,
        SessionReport,
        SupervisionItem,
    }
