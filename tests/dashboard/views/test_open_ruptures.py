import html
import re
import uuid

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ruptures import recording
from tests import factories
from tests.ruptures.recording import practice

pytestmark = pytest.mark.django_db


@pytest.fixture
def p():
    return practice.small_practice()


@pytest.fixture
def client(p):
    client = Client()
    client.force_login(p.user)
    return client


def text_of(page):
    """What a person reads, blanks as one."""
    return " ".join(
        html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split()
    )


def another_open_case(p, week=0):
    case = factories.CaseFactory(therapist=p.user, started_on=practice.START)
    session = factories.SessionFactory(case=case, date=practice.day(week))
    factories.ReportFactory(session=session)
    rupture = factories.RuptureFactory(session=session, type="confrontation")
    factories.MarkerFactory(rupture=rupture, code="about_me")
    return rupture


def keys(stories):
    return [story.rupture.key for story in stories]


def test_an_open_rupture_is_told_with_its_age_and_its_attempts(client, p):
    told = text_of(client.get("/ruptures/open/"))

    assert f"Withdrawal {p.case.code} Partly resolved" in told
    assert "Session 2, Mon 15 Jan 2024 · open for 1 session ·" in told
    assert "went quiet · went along" in told
    assert "Session 2: asked what it was like · partly resolved, 2 of 5" in told


def test_the_oldest_stands_first(client, p):
    older, newer = another_open_case(p, week=0), another_open_case(p, week=5)

    page = client.get("/ruptures/open/")

    assert keys(page.context["running"]) == [older.key, p.rupture.key, newer.key]


def test_what_is_resolved_or_closed_is_not_listed(client, p):
    closed = another_open_case(p)
    recording.close_rupture(
        user=p.user,
        submission=uuid.uuid4(),
        rupture=closed,
        version=1,
        reason="faded",
        closed_on=practice.day(1),
    )
    practice.add_attempt(p, user=p.user, submission=uuid.uuid4())  # 5 of 5

    told = text_of(client.get("/ruptures/open/"))

    assert "No open ruptures." in told


def test_nothing_of_another_therapist_is_listed(client):
    other = practice.small_practice()

    assertNotContains(client.get("/ruptures/open/"), other.case.code)


def test_those_of_ended_cases_stand_apart(client, p):
    running = another_open_case(p, week=8)
    practice.end_case(p, user=p.user, submission=uuid.uuid4())

    page = client.get("/ruptures/open/")

    assert keys(page.context["running"]) == [running.key]
    assert keys(page.context["ended"]) == [p.rupture.key]
    assert "the treatment ended on Mon 11 Mar 2024" in text_of(page)


def test_the_list_is_narrowed_to_a_case(client, p):
    other = another_open_case(p)

    page = client.get(f"/ruptures/open/?case={p.case.code.lower()}")

    assert keys(page.context["running"]) == [p.rupture.key]
    assertContains(page, f'<option value="{p.case.code}" selected>')
    assertContains(page, f'<option value="{other.session.case.code}">')


def test_a_case_without_anything_open_says_so(client, p):
    quiet = factories.CaseFactory(therapist=p.user)

    told = text_of(client.get(f"/ruptures/open/?case={quiet.code}"))

    assert f"Nothing is open with {quiet.code}." in told


def test_another_therapists_case_is_not_there(client):
    other = practice.small_practice()

    answer = client.get(f"/ruptures/open/?case={other.case.code}")

    assert answer.status_code == 404


def test_a_repair_attempt_is_logged_in_place(client, p):
    page = client.get(f"/ruptures/open/?attempt={p.rupture.key}")
    form = {
        "submission": page.context["form"]["submission"].value(),
        "session": str(p.last.key),
        "strategies": ["asked", "owned_part"],
        "outcome": "3",
    }

    answer = client.post(
        f"/ruptures/{p.rupture.key}/attempts/?next=/ruptures/open/", form
    )

    attempt = p.rupture.attempts.get(session=p.last)
    assertContains(
        page, f'action="/ruptures/{p.rupture.key}/attempts/?next=/ruptures/open/"'
    )
    assertRedirects(answer, "/ruptures/open/")
    assert (attempt.strategies, attempt.outcome) == (("asked", "owned_part"), 3)


def test_the_form_in_place_offers_the_latest_session_first(client, p):
    page = client.get(f"/ruptures/open/?attempt={p.rupture.key}")

    choices = [
        key for key, _label in page.context["form"].fields["session"].widget.choices
    ]
    assert choices == [str(p.last.key), str(p.session.key)]


@pytest.mark.parametrize("attempt", ["nonsense", uuid.UUID(int=7)])
def test_a_form_for_no_rupture_is_no_form(attempt, client):
    page = client.get(f"/ruptures/open/?attempt={attempt}")

    assert (page.status_code, page.context["form"]) == (200, None)


def test_a_case_on_hold_offers_no_form(client, p):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    page = client.get(f"/ruptures/open/?attempt={p.rupture.key}")

    assertNotContains(page, 'name="strategies"')
    assert "This case is on hold: nothing of it can be changed." in text_of(page)


def queries_of(client, django_assert_max_num_queries):
    client.get("/ruptures/open/")  # the sign-in's own stamp
    with django_assert_max_num_queries(30) as captured:
        assert client.get("/ruptures/open/").status_code == 200
    return len(captured)


def test_the_list_asks_as_often_for_many(client, p, django_assert_max_num_queries):
    before = queries_of(client, django_assert_max_num_queries)
    for week in range(12):
        rupture = another_open_case(p, week)
        factories.AttemptFactory(rupture=rupture, outcome=1)

    assert queries_of(client, django_assert_max_num_queries) == before
