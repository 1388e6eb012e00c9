"""The history of a case: who did what, and undoing each of it, a month later too."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.utils import timezone

from ruptures.models import Act, Verb
from tests import factories
from tests.dashboard.views.test_cases import text_of
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import rows

pytestmark = pytest.mark.django_db

MONTH = datetime.timedelta(days=30)


@pytest.fixture
def p(client):
    p = practice.small_practice()
    client.force_login(p.user)
    return p


def done(p, verb):
    return practice.ACTS[verb](p, user=p.user, submission=uuid.uuid4())


def prepare(p, verb):
    if verb in practice.NEEDS:
        done(p, practice.NEEDS[verb])


def history(case):
    return f"/cases/{case.code}/history/"


def undo_offered(client, act):
    """Where the history of the act's case sends its Undo; None where it offers none."""
    page = client.get(history(act.case))
    found = re.search(rf'action="(/acts/{act.key}/undo/[^"]*)"', page.text)
    return found and found[1]


@pytest.mark.parametrize("verb", sorted(practice.ACTS))
def test_every_act_is_undone_from_the_history_a_month_later(verb, client, p):
    prepare(p, verb)
    before = rows()
    act = done(p, verb)

    with time_machine.travel(timezone.now() + MONTH):
        client.force_login(p.user)
        response = client.post(undo_offered(client, act))

    assert rows() == before
    opened = verb == Verb.OPEN_CASE  # and gone with its history
    assert response.url == ("/cases/" if opened else history(act.case))


@pytest.mark.parametrize("verb", sorted({*practice.ACTS} - {Verb.OPEN_CASE}))
def test_every_undo_is_undone_from_the_history(verb, client, p):
    prepare(p, verb)
    act = done(p, verb)
    after = rows()
    client.post(undo_offered(client, act))
    undoing = Act.objects.get(undoes=act)

    client.post(undo_offered(client, undoing))

    assert rows() == after


def test_under_a_hold_only_the_hold_itself_is_undone(client, p):
    edited = done(p, Verb.ADD_SCORE)
    held = done(p, Verb.HOLD_CASE)

    assert undo_offered(client, edited) is None
    assert undo_offered(client, held) is not None


def test_what_is_undone_is_not_offered_again(client, p):
    act = done(p, Verb.ADD_SCORE)
    client.post(undo_offered(client, act))

    assert undo_offered(client, act) is None


def test_undo_comes_back_to_the_page_of_the_history_it_was_on(client, p):
    act = done(p, Verb.ADD_SCORE)
    for week in range(3, 36):
        practice.log(p.case, week)
    path = f"{history(p.case)}?page=2"
    page = client.get(path)

    action = re.search(rf'action="(/acts/{act.key}/undo/[^"]*)"', page.text)[1]

    assert client.post(action).url == path


@pytest.mark.parametrize("elsewhere", ["//example.org/", "https://example.org/"])
def test_undo_leads_to_no_other_site(elsewhere, client, p):
    act = done(p, Verb.ADD_SCORE)

    response = client.post(f"/acts/{act.key}/undo/?next={elsewhere}")

    assert response.url == "/log/"


# Who ------------------------------------------------------------------------


def told(client, case):
    return text_of(client.get(history(case)))


def test_what_i_did_is_mine(client, p):
    done(p, Verb.ADD_SCORE)

    assert re.search(
        r"Score entered, session of Mon 15 Jan 2024 .{10,40} · you",
        (told(client, p.case)),
    )


def test_what_somebody_else_did_has_their_address(client, p):
    act = done(p, Verb.ADD_SCORE)
    Act.objects.filter(pk=act.pk).update(
        user=factories.UserFactory(email="colleague@example.org")
    )

    assert "· colleague@example.org" in told(client, p.case)


def test_what_a_client_answered_is_the_clients(client, p):
    act = done(p, Verb.ADD_SCORE)
    Act.objects.filter(pk=act.pk).update(verb=Verb.CHECK_IN)

    assert "· the client, by a check-in" in told(client, p.case)


def test_a_change_of_markers_alone_is_told_without_the_rupture(client, p):
    edit = practice.recording.RuptureEntry("withdrawal", markers=["quiet"])
    practice.recording.edit_rupture(
        user=p.user, submission=uuid.uuid4(), rupture=p.rupture, version=1, entry=edit
    )

    words = told(client, p.case)

    assert "Marker taken away: went along" in words
    assert "Rupture changed Marker" not in words
