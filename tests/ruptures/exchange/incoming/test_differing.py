"""Rows of a file that are here with other values: refused, kept, or taken over."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.problems import Refused
from ruptures.history import Days, in_words
from ruptures.integrity import broken
from ruptures.models import Act, Case, Differing, Note, Session, Verb
from tests.factories import ReportFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    START,
    bring_in,
    changed,
    members,
    one_of_everything,
)

pytestmark = pytest.mark.django_db

KEEP, TAKE = Differing.KEEP, Differing.TAKE
CELLS = {"time": "", "modality": "phone"}


@pytest.fixture
def case():
    return one_of_everything()


@pytest.fixture
def user(case):
    return case.therapist


@pytest.fixture
def data(user):
    return bytes_of(user, notes=True)


@pytest.fixture
def other(data, case):
    """The package with another modality and time of the last session."""
    return changed(data, "sessions", row=row_of(case.sessions.last()), **CELLS)


def row_of(session) -> int:
    keys = sorted(map(str, Session.objects.values_list("key", flat=True)))
    return keys.index(str(session.key)) + 2


def tables_of(data) -> dict[str, bytes]:
    return {name: rows for name, rows in members(data).items() if "csv" in name}


def refusal(data, user, **how) -> list[str]:
    with pytest.raises(Refused) as refused:
        bring_in(data, user, **how)
    return [str(each.said) for each in refused.value.problems]


def test_kept_rows_stay_and_only_what_is_new_comes_in(other, case, user):
    case.notes.all().delete()
    Note.objects.all().delete()

    counts = bring_in(other, user, differing=KEEP)

    assert counts == Counts(new=1, here=ROWS - 2, different=1)
    assert case.sessions.get(time__isnull=False).modality == "video"
    assert Note.objects.count() == 1


def test_taken_rows_are_changed_and_the_second_time_nothing_differs(other, case, user):
    counts = bring_in(other, user, differing=TAKE)
    again = bring_in(other, user, differing=TAKE)

    session = case.sessions.get(modality="phone")
    assert (counts, again) == (Counts(0, ROWS - 1, 1), Counts(0, ROWS))
    assert (session.time, session.version) == (None, 2)
    assert tables_of(bytes_of(user, notes=True)) == tables_of(other)
    assert list(broken()) == []


def test_what_was_taken_stands_in_the_history_and_is_undone(other, data, case, user):
    bring_in(other, user, differing=TAKE)
    act = Act.objects.get()

    [told] = in_words([act], Days.of(case), reader=user)
    offered = told.can_be_undone
    recording.undo(user=user, submission=uuid.uuid4(), act=act)

    [row] = told.rows
    assert (act.verb, act.case, offered) == (Verb.TAKE_OVER, case, True)
    assert [(each.label, each.before, each.after) for each in row.fields] == [
        ("Time of day", "09:30", "nothing"),
        ("How you met", "Video", "Phone"),
    ]
    assert bytes_of(user, notes=True) == data


def test_a_form_opened_before_is_stale_when_a_marker_was_taken(data, case, user):
    rupture = case.sessions.last().ruptures.get()
    marker = rupture.markers.get()
    keys = sorted([str(marker.key), str(marker_of_report(case).key)])
    bad = changed(
        data, "markers", row=keys.index(str(marker.key)) + 2, code="went_along"
    )

    bring_in(bad, user, differing=TAKE)

    rupture.refresh_from_db()
    assert (rupture.markers.get().code, rupture.version) == ("went_along", 2)


def marker_of_report(case):
    return case.sessions.last().reports.get(rater="observer").markers.get()


def test_an_answer_changed_by_a_file_beside_anothers_is_not_independent(case, user):
    own = case.sessions.last().reports.get(rater="therapist")
    data = bytes_of(user)
    row = sorted(str(each.key) for each in own.session.reports.all()).index(
        str(own.key)
    )

    bring_in(changed(data, "reports", row=row + 2, intensity="5"), user, differing=TAKE)

    own.refresh_from_db()
    assert (own.intensity, own.independent) == (5, False)


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("cases", {"code": "CCCC"}),
        ("cases", {"hold_reason": "court", "hold_since": str(START)}),
        ("notes", {"shared": "yes"}),
        ("scores", {"logged_at": "2026-01-01T00:00:00Z"}),
    ],
)
def test_what_no_file_changes_is_refused(table, cells, data, user):
    before = bytes_of(user, notes=True)

    found = refusal(changed(data, table, **cells), user, differing=TAKE)

    assert [each.partition(". ")[0] for each in found] == [
        "No file changes this"
    ] * len(cells)
    assert bytes_of(user, notes=True) == before
    assert not Act.objects.exists()


def test_a_row_does_not_pass_to_another_session(data, case, user):
    first = str(case.sessions.first().key)

    found = refusal(changed(data, "scores", session=first), user, differing=TAKE)

    assert [each.partition(". ")[0] for each in found] == ["No file changes this"]


def test_what_the_client_sent_is_theirs_and_is_not_shown(case, user):
    session = case.sessions.first()
    ReportFactory(session=session, rater="client", source="link", strain="no")
    data = bytes_of(user)
    keys = sorted(str(each.key) for each in session.reports.model.objects.all())
    row = keys.index(str(session.reports.get().key)) + 2

    bad = changed(data, "reports", row=row, strain="unsure")

    assert refusal(bad, user, differing=TAKE) == [
        "No file changes this. Here it is: '…'."
    ]
    assert refusal(bad, user) == ["Another value is here: '…'."]


def test_a_rule_refuses_what_would_be_taken_by_row(data, case, user):
    row = row_of(case.sessions.last())
    bad = changed(data, "sessions", row=row, attendance="missed")

    found = refusal(bad, user, differing=TAKE)

    assert found[0] == "A rupture arises in a session that took place."
    assert case.sessions.filter(attendance="missed").count() == 1


def test_a_constraint_refuses_what_would_be_taken_by_cell(data, user):
    with pytest.raises(Refused) as refused:
        bring_in(changed(data, "scores", value="61"), user, differing=TAKE)

    [problem] = refused.value.problems
    assert (problem.file, problem.row) == ("scores.csv", 2)


def test_nothing_is_taken_into_a_case_on_hold(other, case, user):
    Case.objects.update(hold_reason="court", hold_since=START, hold_by=user)
    held = changed(other, "cases", hold_reason="court", hold_since=str(START))

    assert refusal(held, user, differing=TAKE) == [
        "This case is on hold: nothing of it can be changed."
    ]
    assert not case.sessions.filter(modality="phone").exists()


def test_an_import_that_only_adds_is_still_not_undone(data, user, case):
    Note.objects.all().delete()

    bring_in(data, user, differing=TAKE)

    act = Act.objects.get()
    with pytest.raises(ValidationError, match="not undone as a whole"):
        recording.undo(user=user, submission=uuid.uuid4(), act=act)
