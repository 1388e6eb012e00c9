import datetime
import html
import re
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ruptures import recording
from ruptures.models import Case, Session
from ruptures.taxonomy import CODE_ALPHABET, Answer, HoldReason, Rater
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
    shown = re.sub(
        r"<(script|style|title).*?</\1>", "", page.content.decode(), flags=re.S
    )
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def submission():
    return {"submission": str(uuid.uuid4())}


def held(case, weeks):
    """Sessions of that many weeks, answered no, written at once."""
    for week in range(weeks):
        date = practice.START + datetime.timedelta(weeks=week, days=2)
        session = factories.SessionFactory(case=case, date=date)
        factories.ReportFactory(session=session, strain="no")


def strained(case, count):
    for week in range(count):
        date = practice.START + datetime.timedelta(weeks=week, days=1)
        session = factories.SessionFactory(case=case, date=date)
        factories.ReportFactory(session=session)
        rupture = factories.RuptureFactory(session=session)
        factories.MarkerFactory(rupture=rupture)
        factories.AttemptFactory(rupture=rupture, outcome=2)


# The list -------------------------------------------------------------------


def test_list_shows_a_case_in_one_line(client, p):
    code = p.case.code

    page = client.get("/cases/")

    assert f"{code} Weekly · 3 sessions, the last on Mon 22 Jan 2024" in text_of(page)
    assertContains(page, f"/ruptures/open/?case={code}")
    assert "1 open rupture" in text_of(page)


def test_list_shows_nothing_of_another_therapist(client):
    other = factories.CaseFactory()

    assertNotContains(client.get("/cases/"), other.code)


def test_list_keeps_ended_cases_apart(client, p):
    practice.end_case(p, user=p.user, submission=uuid.uuid4())

    page = client.get("/cases/")

    assert "0 running cases" in text_of(page)
    assert "1 ended case" in text_of(page)
    assertContains(page, "<details")


def test_new_case_gets_a_code_and_says_where_to_write_it(client, p):
    form = {"started_on": "2024-02-01", "first_number": "3", "rhythm": "none"}

    page = client.post("/cases/", form | submission(), follow=True)

    case = p.user.cases.exclude(pk=p.case.pk).get()
    assert set(case.code) <= set(CODE_ALPHABET)
    assert (case.started_on.isoformat(), case.first_number) == ("2024-02-01", 3)
    assert (
        f"Case {case.code} is opened. Write the code beside the client's name in your"
        " own records, never here."
    ) in text_of(page)
    assertContains(page, "/undo/")


def test_opening_a_case_twice_by_a_double_click_opens_one(client, p):
    form = {"started_on": "2024-02-01", "first_number": "1", "rhythm": "none"}
    sent = form | submission()

    for _ in range(2):
        client.post("/cases/", sent)

    assert p.user.cases.count() == 2


def test_opening_a_case_in_the_future_says_so_beside_the_date(client, p):
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    form = {"started_on": tomorrow.isoformat(), "first_number": "1", "rhythm": "none"}

    page = client.post("/cases/", form | submission())

    assert page.context["form"].errors == {
        "started_on": ["This date is in the future."]
    }
    assertContains(page, f'value="{tomorrow.isoformat()}"')
    assert p.user.cases.count() == 1


def test_opening_a_case_with_a_rhythm_before_its_start_says_so(client, p):
    form = {"started_on": "2024-02-01", "first_number": "1", "rhythm": "weekly"}

    page = client.post("/cases/", form | {"rhythm_from": "2024-01-01"} | submission())

    assert page.context["form"].errors == {
        "__all__": ["A rhythm needs the date it runs from, not before the case began."]
    }


def test_list_is_paged(client, p):
    factories.CaseFactory.create_batch(100, therapist=p.user)

    page = client.get("/cases/?page=2")

    assert len(page.context["lines"]) == 1
    assertContains(page, "Page 2 of 2")


def queries_of(client, path, django_assert_max_num_queries):
    client.get(path)  # the sign-in's own stamp
    with django_assert_max_num_queries(30) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_list_asks_as_often_for_many_cases(client, p, django_assert_max_num_queries):
    before = queries_of(client, "/cases/", django_assert_max_num_queries)
    for case in factories.CaseFactory.create_batch(
        20, therapist=p.user, started_on=practice.START
    ):
        strained(case, 2)

    assert queries_of(client, "/cases/", django_assert_max_num_queries) == before


# One case -------------------------------------------------------------------


def test_case_tells_its_sessions_with_their_ruptures(client, p):
    factories.ReportFactory(session=p.first, rater=Rater.CLIENT, strain="no")

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert f"Case {p.case.code} 3 sessions since 8 Jan 2024 · 1 open rupture" in told
    assert "2 · Mon 15 Jan 2024 Any strain between you? Yes, how strong 3 of 5" in told
    assert "Withdrawal Partly resolved went quiet · went along" in told
    assert "Session 2: asked what it was like · partly resolved, 2 of 5" in told
    assert "1 · Mon 8 Jan 2024 Any strain between you? No Client: No" in told


def test_case_answers_to_its_code_in_small_letters(client, p):
    assert client.get(f"/cases/{p.case.code.lower()}/").status_code == 200


def test_case_of_another_therapist_is_not_there(client):
    other = factories.CaseFactory()

    assert client.get(f"/cases/{other.code}/").status_code == 404


def test_case_names_a_rupture_recognised_later(client, p):
    practice.add_rupture(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert "Confrontation Open recognised in a later session unhappy with me" in told


def test_case_says_that_a_later_attempt_reopened_a_rupture(client, p):
    resolved = recording.AttemptEntry(outcome=5)
    again = recording.AttemptEntry(outcome=1)
    for session, entry in ((p.session, resolved), (p.last, again)):
        recording.add_attempt(
            user=p.user,
            submission=uuid.uuid4(),
            rupture=p.rupture,
            session=session,
            entry=entry,
        )

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert "Resolved in session 2, open again by a later attempt." in told


def test_case_shows_a_rupture_closed_without_repair(client, p):
    practice.close_rupture(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert (
        "Closed without repair on Mon 29 Jan 2024: Faded without being spoken of"
    ) in told


def test_case_says_what_of_an_attempt_is_not_known_yet(client, p):
    recording.edit_attempt(
        user=p.user,
        submission=uuid.uuid4(),
        attempt=p.attempt,
        version=1,
        session=p.session,
        entry=recording.AttemptEntry(acknowledged=True),
    )

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert "Session 2 · outcome not known yet · acknowledged, not agreed" in told


def test_a_new_case_has_no_session_and_no_history(client, p):
    quiet = factories.CaseFactory(therapist=p.user)

    case = text_of(client.get(f"/cases/{quiet.code}/"))
    history = text_of(client.get(f"/cases/{quiet.code}/history/"))

    assert "No session is logged yet." in case
    assert "Nothing was saved here yet." in history


def test_case_shows_how_it_ended(client, p):
    practice.end_case(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/"))

    assert "This treatment ended on Monday 11 March 2024: Agreed completion." in told
    assert "Closing session: Held." in told
    assert "Log a session" not in told


def test_case_is_paged(client, p):
    held(p.case, 55)

    page = client.get(f"/cases/{p.case.code}/?page=2")

    assert len(page.context["entries"]) == 8


def test_case_asks_as_often_for_many_sessions(client, p, django_assert_max_num_queries):
    path = f"/cases/{p.case.code}/"
    before = queries_of(client, path, django_assert_max_num_queries)
    strained(p.case, 60)

    assert queries_of(client, path, django_assert_max_num_queries) == before


# Expected dates -------------------------------------------------------------


def expected(date, attendance):
    return {"date": date, "attendance": attendance} | submission()


def test_expected_dates_wait_to_be_confirmed(client, p):
    page = client.get(f"/cases/{p.case.code}/")

    dates = [date.isoformat() for date, _form in page.context["expected"]]
    assert dates[:2] == ["2024-01-29", "2024-02-05"]
    assert len(dates) == 6
    assert "Took place Cancelled by client Cancelled by me Missed" in text_of(page)


@pytest.mark.parametrize("attendance", ["held", "cancelled_by_client", "missed"])
def test_an_expected_date_is_confirmed_without_an_answer(attendance, client, p):
    path = f"/cases/{p.case.code}/"

    answer = client.post(f"{path}expected/", expected("2024-01-29", attendance))

    session = p.case.sessions.get(date="2024-01-29")
    assertRedirects(answer, path)
    assert (session.attendance, session.reports.count()) == (attendance, 0)


def test_confirming_by_htmx_answers_with_the_case_alone(client, p):
    answer = client.post(
        f"/cases/{p.case.code}/expected/",
        expected("2024-01-29", "held"),
        headers={"HX-Request": "true", "HX-Target": "case-record"},
    )

    told = text_of(answer)
    assert told.startswith(f"Case {p.case.code} 4 sessions since")
    assertContains(answer, 'hx-swap-oob="innerHTML:#toast"')
    assertNotContains(answer, "<html")
    assert "Not answered yet" in told


@pytest.mark.parametrize(
    ("date", "attendance", "said"),
    [
        ("2024-01-22", "held", "This date does not wait to be confirmed."),
        ("2024-01-29", "late", "This could not be noted."),
        ("someday", "held", "This could not be noted."),
    ],
)
def test_what_cannot_be_confirmed_is_refused(date, attendance, said, client, p):
    path = f"/cases/{p.case.code}/expected/"

    page = client.post(path, expected(date, attendance), follow=True)

    assert said in text_of(page)
    assert p.case.sessions.count() == 3


def test_a_date_confirmed_twice_is_one_session(client, p):
    sent = expected("2024-01-29", "held")

    for _ in range(2):
        client.post(f"/cases/{p.case.code}/expected/", sent)

    assert Session.objects.filter(date="2024-01-29").count() == 1


# Changing, ending, holding --------------------------------------------------


def edit(version=1, **values):
    given = {"started_on": "2024-01-08", "first_number": "4", "rhythm": "none"}
    return given | {"version": version} | values | submission()


def test_case_is_changed(client, p):
    answer = client.post(f"/cases/{p.case.code}/edit/", edit())

    case = Case.objects.get(pk=p.case.pk)
    assertRedirects(answer, f"/cases/{case.code}/")
    assert (case.first_number, case.rhythm, case.version) == (4, "none", 2)


def test_case_cannot_begin_after_a_session_logged(client, p):
    page = client.post(f"/cases/{p.case.code}/edit/", edit(started_on="2024-01-10"))

    assert page.context["form"].errors == {
        "started_on": ["A session before this date is already logged."]
    }


def test_a_stale_form_shows_how_the_case_stands_and_may_be_saved_again(client, p):
    path = f"/cases/{p.case.code}/edit/"
    practice.edit_case(p, user=p.user, submission=uuid.uuid4())
    sent = edit(first_number="9")

    page = client.post(path, sent)
    told = text_of(page)
    version = page.context["form"]["version"].value()
    client.post(path, sent | {"version": version})

    assert "This was changed elsewhere since you opened it." in told
    assert "Number of that session: 4 Rhythm: Every two weeks" in told
    assertContains(page, 'value="9"')
    assert Case.objects.get(pk=p.case.pk).first_number == 9


def end(version=1, **values):
    given = {"ended_on": "2024-03-11", "ending": "outgrown", "closing_session": "no"}
    return given | {"version": version} | values | submission()


def test_case_is_ended_and_reopened(client, p):
    path = f"/cases/{p.case.code}/end/"

    client.post(path, end())
    ended = Case.objects.get(pk=p.case.pk)
    client.post(path, {"reopen": "yes", "version": 2} | submission())
    reopened = Case.objects.get(pk=p.case.pk)

    assert (ended.ended_on.isoformat(), ended.ending) == ("2024-03-11", "outgrown")
    assert (reopened.ended_on, reopened.ending, reopened.closing_session) == (
        None,
        "",
        "",
    )


def test_ending_says_that_open_ruptures_stay_listed(client, p):
    told = text_of(client.get(f"/cases/{p.case.code}/end/"))

    assert "1 rupture is still open. It stays listed" in told


def test_ending_before_the_last_session_says_so_beside_the_date(client, p):
    page = client.post(f"/cases/{p.case.code}/end/", end(ended_on="2024-01-16"))

    assert page.context["form"].errors == {
        "ended_on": ["A session after this date is already logged."]
    }


def test_how_a_case_ended_can_be_said_again(client, p):
    practice.end_case(p, user=p.user, submission=uuid.uuid4())
    path = f"/cases/{p.case.code}/end/"

    shown = client.get(path).context["form"]["ending"].value()
    client.post(path, end(version=2))

    assert shown == "agreed"
    assert Case.objects.get(pk=p.case.pk).ending == "outgrown"


def test_a_stale_reopening_is_refused_in_words(client, p):
    practice.end_case(p, user=p.user, submission=uuid.uuid4())
    path = f"/cases/{p.case.code}/end/"

    page = client.post(
        path, {"reopen": "yes", "version": 1} | submission(), follow=True
    )

    assert "This was changed elsewhere since you opened it." in text_of(page)
    assert Case.objects.get(pk=p.case.pk).ending == "agreed"


def test_a_hold_is_put_and_lifted(client, p):
    path = f"/cases/{p.case.code}/hold/"

    client.post(path, {"reason": "court", "version": 1} | submission())
    on_hold = Case.objects.get(pk=p.case.pk).hold_reason
    client.post(path, {"version": 2} | submission())

    assert on_hold == HoldReason.COURT
    assert not Case.objects.get(pk=p.case.pk).on_hold


def test_a_hold_needs_a_reason(client, p):
    page = client.post(f"/cases/{p.case.code}/hold/", {"version": 1} | submission())

    assert list(page.context["form"].errors) == ["reason"]
    assert f"Put case {p.case.code} on hold?" in text_of(page)


def test_lifting_a_hold_says_what_it_means(client, p):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/hold/"))

    assert "Complaint. Once lifted, the case can be changed and erased again." in told


@pytest.mark.parametrize("page", ["", "edit/", "end/", "history/"])
def test_a_hold_is_said_on_every_page_of_the_case(page, client, p):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/{page}"))

    assert "(Complaint): nothing of it can be changed. Lift the hold" in told


def test_a_form_sent_under_a_hold_is_refused_in_words(client, p):
    practice.hold_case(p, user=p.user, submission=uuid.uuid4())

    page = client.post(f"/cases/{p.case.code}/edit/", edit(version=2))

    assert "nothing of it can be changed" in text_of(page)
    assert Case.objects.get(pk=p.case.pk).first_number == 1


# History --------------------------------------------------------------------


def test_history_tells_a_change_in_words(client, p):
    practice.edit_session(p, user=p.user, submission=uuid.uuid4())
    practice.edit_case(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/history/"))

    assert "Number of that session: 1 → 4; Rhythm: Weekly → Every two weeks" in told
    assert "Session changed, session of Mon 15 Jan 2024" in told
    assert "Time of day: nothing → 09:00" in told
    assert "Answer changed: Any strain: Yes → Unsure; How strong: 3 → nothing" in told
    assert "Marker taken away: went quiet" in told


def test_history_tells_where_an_attempt_was_moved(client, p):
    practice.edit_attempt(p, user=p.user, submission=uuid.uuid4())

    told = text_of(client.get(f"/cases/{p.case.code}/history/"))

    assert (
        "Repair attempt changed: Session: Mon 15 Jan 2024 → Mon 22 Jan 2024; What you"
        " tried: asked what it was like → asked what it was like, explained why;"
        " How far resolved: 2 → 4; Acknowledged, not agreed: no → yes"
    ) in told


def test_history_undoes_and_says_what_is_undone(client, p):
    path = f"/cases/{p.case.code}/history/"
    act = practice.add_attempt(p, user=p.user, submission=uuid.uuid4())

    client.post(
        f"/acts/{act.key}/undo/", headers={"Referer": f"http://testserver{path}"}
    )
    told = text_of(client.get(path))

    assert p.rupture.attempts.count() == 1
    assert "Undone: Repair attempt logged, session of Mon 22 Jan 2024" in told
    assert "Undone since" in told


def test_history_names_the_day_of_a_session_since_deleted(client, p):
    practice.log(p.case, 3, Answer.UNSURE)
    recording.delete_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.case.sessions.get(date=practice.day(3)),
        version=1,
        confirmed=True,
    )

    told = text_of(client.get(f"/cases/{p.case.code}/history/"))

    assert "Session deleted, session of Mon 29 Jan 2024" in told
    assert "Session logged, session of Mon 29 Jan 2024" in told


def test_history_names_the_day_of_what_hung_on_it(client, p):
    practice.add_rupture(p, user=p.user, submission=uuid.uuid4())
    recording.edit_rupture(
        user=p.user,
        submission=uuid.uuid4(),
        rupture=p.first.ruptures.get(),
        version=1,
        entry=recording.RuptureEntry(
            "confrontation", ["about_me", "pressed"], recognised="later"
        ),
    )
    recording.delete_session(
        user=p.user,
        submission=uuid.uuid4(),
        session=p.first,
        version=1,
        confirmed=True,
    )

    told = text_of(client.get(f"/cases/{p.case.code}/history/"))

    assert "Rupture recognised later, session of Mon 8 Jan 2024" in told
    assert "Rupture changed, session of Mon 8 Jan 2024" in told


def test_history_asks_as_often_for_many_acts(client, p, django_assert_max_num_queries):
    path = f"/cases/{p.case.code}/history/"
    before = queries_of(client, path, django_assert_max_num_queries)
    for week in range(3, 15):
        practice.log(p.case, week)

    assert queries_of(client, path, django_assert_max_num_queries) == before
