"""Two people on one record: whoever saves last sees what the other changed before."""

import uuid

import pytest
from django.urls import reverse

from ruptures.models import Act
from tests.dashboard.views.test_cases import text_of
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import day, rows

pytestmark = pytest.mark.django_db

STALE = (
    "This was changed elsewhere since you opened it. "
    "Nothing was overwritten; below is how it stands now."
)


@pytest.fixture
def p(client):
    p = practice.small_practice()
    client.force_login(p.user)
    return p


# By address: what the other did, what is sent from a form of before, and what the page
# then says of how it stands.
FORMS = {
    "session-edit": (
        "session.key",
        practice.edit_session,
        {
            "date": "2024-01-15",
            "attendance": "held",
            "strain": "yes",
            "report_version": "1",
            "intensity": "5",
        },
        ["Time of day: 09:00", "Any strain between you?: Unsure"],
    ),
    "rupture-edit": (
        "rupture.key",
        practice.edit_rupture,
        {"type": "withdrawal", "recognised": "same", "minute": "12"},
        ["What kind of strain?: Both", "Whose move was it?: Both"],
    ),
    "attempt-edit": (
        "attempt.key",
        practice.edit_attempt,
        {"outcome": "1"},
        ["How far resolved by the end of that session?: 4"],
    ),
    "score-edit": (
        "score.key",
        practice.edit_score,
        {"instrument": "wai-sr", "rater": "client", "value": "33"},
        ["Total or mean: 40"],
    ),
    "note-edit": (
        "note.key",
        practice.edit_note,
        {"text": "Came from the hospital, tired."},
        ["Said it in the corridor, after the hour."],
    ),
    "case-edit": (
        "case.code",
        practice.edit_case,
        {"started_on": "2024-01-08", "first_number": "7", "rhythm": "weekly"},
        ["Number of that session: 4", "Rhythm: Every two weeks"],
    ),
    "case-end": (
        "case.code",
        practice.edit_case,
        {"ended_on": str(day(9)), "ending": "agreed"},
        ["Case changed: Number of that session: 1 → 4; Rhythm: Weekly → Every two"],
    ),
    "case-hold": (
        "case.code",
        practice.edit_case,
        {"reason": "court"},
        ["Case changed: Number of that session: 1 → 4"],
    ),
    "rupture-close": (
        "rupture.key",
        practice.edit_rupture,
        {"reason": "faded", "closed_on": str(day(3))},
        ["Rupture changed: Type: Withdrawal → Both", "Marker added"],
    ),
    "session-delete": (
        "session.key",
        practice.edit_session,
        {"confirmed": "True"},
        ["Session changed: Time of day: nothing → 09:00"],
    ),
    "rupture-delete": (
        "rupture.key",
        practice.edit_rupture,
        {"confirmed": "True"},
        ["Rupture changed: Type: Withdrawal → Both"],
    ),
    "attempt-delete": (
        "attempt.key",
        practice.edit_attempt,
        {},
        ["How far resolved: 2 → 4"],
    ),
    "score-delete": ("score.key", practice.edit_score, {}, ["Total: 52 → 40"]),
    "note-delete": (
        "note.key",
        practice.edit_note,
        {},
        ["Came from the hospital. → Said it in the corridor, after the hour."],
    ),
}


def address(name, p):
    row, field = FORMS[name][0].split(".")
    return reverse(f"dashboard:{name}", args=[getattr(getattr(p, row), field)])


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_form_of_before_is_told_what_was_changed(name, client, p):
    _row, other, sent, stands = FORMS[name]
    other(p, user=p.user, submission=uuid.uuid4())
    before, acts = rows(versions=True), Act.objects.count()

    sent = {"submission": str(uuid.uuid4()), "version": "1"} | sent
    if name == "attempt-edit":
        sent["session"] = str(p.session.key)
    page = client.post(address(name, p), sent)

    told = text_of(page)
    assert STALE in told
    assert [words for words in stands if words not in told] == []
    assert (rows(versions=True), Act.objects.count()) == (before, acts)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_sent_again_it_is_saved_knowingly(name, client, p):
    _row, other, sent, _stands = FORMS[name]
    other(p, user=p.user, submission=uuid.uuid4())
    sent = {"submission": str(uuid.uuid4()), "version": "1"} | sent
    if name == "attempt-edit":
        sent["session"] = str(p.session.key)
    page = client.post(address(name, p), sent)

    again = sent | {
        field.html_name: field.value()
        for field in page.context["form"].hidden_fields()
        if field.value() is not None
    }
    response = client.post(address(name, p), again)

    assert response.status_code == 302


def test_markers_changed_elsewhere_are_not_lost(client, p):
    fewer = practice.recording.RuptureEntry("withdrawal", markers=["quiet"])
    practice.recording.edit_rupture(
        user=p.user, submission=uuid.uuid4(), rupture=p.rupture, version=1, entry=fewer
    )

    sent = {"type": "withdrawal", "recognised": "same", "version": "1"}
    page = client.post(address("rupture-edit", p), sent | {"markers": ["went_along"]})

    assert STALE in text_of(page)
    assert "What was there?: went quiet" in text_of(page)
    assert [marker.code for marker in p.rupture.markers.all()] == ["quiet"]


def test_markers_put_back_by_undo_make_an_open_form_stale(client, p):
    fewer = practice.recording.RuptureEntry("withdrawal", markers=["quiet"])
    act = practice.recording.edit_rupture(
        user=p.user, submission=uuid.uuid4(), rupture=p.rupture, version=1, entry=fewer
    )
    practice.recording.undo(user=p.user, submission=uuid.uuid4(), act=act)

    sent = {"type": "withdrawal", "recognised": "same", "version": "2"}
    page = client.post(address("rupture-edit", p), sent)

    assert STALE in text_of(page)
    assert p.rupture.markers.count() == 2
