"""The page that moves a session to the case it belongs to."""

import uuid

import pytest
from django.urls import reverse

from ruptures import recording
from ruptures.models import Act, Verb
from tests import factories
from tests.dashboard.views.test_cases import text_of
from tests.ruptures.recording import practice
from tests.ruptures.recording.practice import day

pytestmark = pytest.mark.django_db


@pytest.fixture
def p(client):
    p = practice.small_practice()
    client.force_login(p.user)
    return p


@pytest.fixture
def other(p):
    return factories.CaseFactory(
        therapist=p.user, code="P2XD", started_on=practice.START
    )


def address(session):
    return reverse("dashboard:session-move", args=[session.key])


def send(client, session, **fields):
    form = {"submission": str(uuid.uuid4()), "version": session.version}
    return client.post(address(session), form | fields)


def said(client):
    page = client.get("/log/")
    return [str(message) for message in page.context["messages"]]


def history_of(client, case):
    return text_of(client.get(f"/cases/{case.code}/history/"))


# The page -------------------------------------------------------------------


def test_the_page_of_a_session_leads_there(client, p):
    page = client.get(reverse("dashboard:session-edit", args=[p.session.key]))

    assert f'href="{address(p.session)}"' in page.text
    assert "Logged on the wrong case? Move it" in page.text


def test_it_says_what_goes_with_the_session(client, p, other):
    told = text_of(client.get(address(p.session)))

    assert "With it go:" in told
    assert "your answer: Yes" in told
    assert "marker: went quiet" in told
    assert "repair attempt of Mon 15 Jan 2024, for the rupture of Mon 15 Jan" in told
    assert "score of Mon 15 Jan 2024: WAI-SR 52" in told
    assert "note on the rupture of Mon 15 Jan 2024" in told


def test_it_says_where_nothing_goes_along(client, p, other):
    session = factories.SessionFactory(case=p.case, date=day(4))

    assert "Nothing else hangs on this session." in text_of(
        client.get(address(session))
    )


def test_it_offers_the_other_cases_that_ran_on_that_day(client, p, other):
    also = factories.CaseFactory(therapist=p.user, started_on=day(1))
    factories.CaseFactory(therapist=p.user, started_on=day(2))
    factories.CaseFactory(
        therapist=p.user, started_on=day(0), ended_on=day(0), ending="agreed"
    )
    ended = factories.CaseFactory(
        therapist=p.user, started_on=day(0), ended_on=day(1), ending="agreed"
    )
    factories.CaseFactory(started_on=day(0))

    page = client.get(address(p.session))

    codes = {"P2XD", also.code}
    assert {each.code for each in page.context["recent"]} == codes
    assert set(page.context["codes"]) == codes | {ended.code}


def test_without_another_case_it_says_so(client, p):
    assert "No other case ran on that day." in text_of(client.get(address(p.session)))


def test_an_attempt_in_the_way_is_named_with_a_way_to_it(client, p, other):
    practice.add_attempt(p, user=p.user, submission=uuid.uuid4())
    attempt = p.last.attempts.get()

    page = client.get(address(p.last))

    assert (
        f"{p.case}: repair attempt of Mon 22 Jan 2024, for the rupture of"
        " Mon 15 Jan 2024"
    ) in text_of(page)
    way = reverse("dashboard:attempt-edit", args=[attempt.key])
    assert f'href="{way}?next={address(p.last)}"' in page.text
    assert send(client, p.last, case="P2XD").status_code == 200
    assert p.case.sessions.count() == 3


def test_under_a_hold_there_is_no_form(client, p, other):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    page = client.get(address(p.session))

    assert "nothing of it can be changed" in text_of(page)
    assert "Move the session</button>" not in page.text


# Moving ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "named",
    [
        {"case": "P2XD"},
        {"other_case": "P2XD"},
        {"other_case": " p2xd "},
        {"case": "nothing", "other_case": "P2XD"},
    ],
)
def test_a_chip_or_a_typed_code_names_the_case(named, client, p, other):
    response = send(client, p.session, **named)

    assert response.url == "/cases/P2XD/"
    assert said(client) == [f"Session of Mon 15 Jan 2024 moved from {p.case} to P2XD"]
    assert other.sessions.get() == p.session


def test_sent_twice_it_moves_once(client, p, other):
    submission = str(uuid.uuid4())

    for _click in range(2):
        response = send(client, p.session, case="P2XD", submission=submission)

    assert response.url == "/cases/P2XD/"
    assert Act.objects.filter(verb=Verb.MOVE_SESSION).count() == 1


@pytest.mark.parametrize("typed", ["", "QQQQ", "P2X", "%00", "=1+1"])
def test_no_case_of_mine_is_said_beside_the_choice(typed, client, p, other):
    page = send(client, p.session, other_case=typed)

    assert "Choose one of your cases." in text_of(page)
    assert p.case.sessions.count() == 3


def test_the_case_of_somebody_else_is_none(client, p, other):
    theirs = factories.CaseFactory(started_on=practice.START)

    page = send(client, p.session, other_case=theirs.code)

    assert "Choose one of your cases." in text_of(page)
    assert theirs.sessions.count() == 0


def test_what_refuses_is_said_beside_the_choice_and_the_choice_stays(client, p, other):
    practice.log(other, 1)

    page = send(client, p.session, case="P2XD")

    assert "P2XD has a session on Mon 15 Jan 2024 already." in text_of(page)
    assert 'value="P2XD" checked' in page.text


def test_a_stale_form_is_told_what_was_changed(client, p, other):
    practice.edit_session(p, user=p.user, submission=uuid.uuid4())

    page = send(client, p.session, case="P2XD")

    told = text_of(page)
    assert "This was changed elsewhere since you opened it." in told
    assert "What was changed since you opened it:" in told
    assert "Session changed: Time of day: nothing → 09:00" in told
    assert other.sessions.count() == 0
    p.session.refresh_from_db()
    assert send(client, p.session, case="P2XD").status_code == 302


def test_the_session_of_somebody_else_is_not_there(client, p, other):
    theirs = practice.small_practice()

    assert client.get(address(theirs.session)).status_code == 404
    assert send(client, theirs.session, case="P2XD").status_code == 404


# Afterwards -----------------------------------------------------------------


def moved(p, other):
    return recording.move_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.session,
        version=1,
        case=other,
    )


def test_both_histories_tell_it(client, p, other):
    moved(p, other)

    here, there = history_of(client, other), history_of(client, p.case)

    title = "Session moved to another case, session of Mon 15 Jan 2024"
    assert title in here
    assert f"Moved here from {p.case}" in here
    assert title in there
    assert "Moved to P2XD" in there


def test_what_was_done_to_it_before_keeps_its_day_in_the_history(client, p, other):
    practice.edit_rupture(p, user=p.user, submission=uuid.uuid4())
    moved(p, other)

    told = history_of(client, p.case)

    assert "Rupture changed, session of Mon 15 Jan 2024" in told
    assert "Session logged, session of Mon 15 Jan 2024" in told


@pytest.mark.parametrize("seen_from", ["here", "there"])
def test_undone_from_either_history_it_comes_back_there(seen_from, client, p, other):
    act = moved(p, other)
    case = {"here": other, "there": p.case}[seen_from]
    page = f"/cases/{case.code}/history/"

    response = client.post(
        reverse("dashboard:act-undo", args=[act.key]) + f"?next={page}"
    )

    assert response.url == page
    told = history_of(client, case)
    assert "Undone: Session moved to another case" in told
    assert "Undone since" in told
    assert p.case.sessions.count() == 3


def test_undone_from_the_page_of_the_session_it_leads_to_where_it_is(client, p, other):
    act = moved(p, other)
    page = reverse("dashboard:session-edit", args=[p.session.key])

    response = client.post(
        reverse("dashboard:act-undo", args=[act.key]),
        headers={"Referer": f"http://testserver{page}"},
    )

    assert response.url == f"/cases/{p.case.code}/"


def test_undoing_is_refused_in_words(client, p, other):
    act = moved(p, other)
    practice.log(p.case, 1)

    client.post(reverse("dashboard:act-undo", args=[act.key]))

    assert said(client) == [
        "A session of this case on that date is already here; "
        "give the time of day to log a second one."
    ]
