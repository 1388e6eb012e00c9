"""The log page: what is kept of what a therapist sends, and what is refused."""

import datetime
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ruptures.models import RepairAttempt, Rupture, Session, SessionReport
from ruptures.taxonomy import Attendance
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

HTMX = {"HX-Request": "true", "HX-Target": "log"}
TAKEN = "K7QM is already logged for Sat 21 Nov. Open that session, "


@pytest.fixture
def case(client):
    case = CaseFactory(code="K7QM")
    client.force_login(case.therapist)
    return case


def entry(**values):
    """The least that the form needs, and what a test adds."""
    least = {"case": "K7QM", "date": "2026-11-21", "strain": "no"}
    return least | {"submission": str(uuid.uuid4())} | values


def log(client, headers=None, **values):
    return client.post("/log/", entry(**values), headers=headers or {})


def errors(response):
    return {
        name: [strip_tags(each) for each in messages]
        for name, messages in response.context["form"].errors.items()
    }


def said(response):
    return [str(message) for message in response.context["messages"]]


def test_page_offers_recent_cases_with_their_usual_time(client, case):
    for day in (4, 11, 13, 18):
        date = datetime.date(2026, 11, day)
        SessionFactory(case=case, date=date, time=datetime.time(10))
    CaseFactory(therapist=case.therapist, code="P2XD")
    CaseFactory(code="R9TC")

    response = client.get("/log/")

    [first, second] = response.context["recent"]
    assert (first.code, f"{first.usual_day:%a} {first.usual_time:%H}") == (
        "K7QM",
        "Wed 10",
    )
    assert (second.code, second.usual_day) == ("P2XD", None)
    assert "checked" not in response.text.split("Any strain")[0]


def test_page_has_eight_chips_and_names_every_running_case(client, case):
    others = [CaseFactory(therapist=case.therapist) for _ in range(9)]
    CaseFactory(
        therapist=case.therapist, ended_on=datetime.date(2026, 2, 1), ending="agreed"
    )

    response = client.get("/log/")

    running = sorted([case.code, *(other.code for other in others)])
    assert len(response.context["recent"]) == 8
    assert sorted(response.context["codes"]) == running
    assert response.text.count('name="case"') == 8


def test_page_takes_the_case_from_its_address(client, case):
    rupture = RuptureFactory(session__case=case)

    response = client.get("/log/?case=K7QM")

    assert 'value="K7QM" checked' in response.text
    assert list(response.context["open_ruptures"]) == [rupture]


def test_page_without_a_running_case_leads_to_one(client):
    client.force_login(UserFactory())

    response = client.get("/log/")

    assert "No case is running." in response.text


def test_chosen_case_brings_its_open_ruptures_alone(client, case):
    rupture = MarkerFactory(rupture__session__case=case).rupture
    AttemptFactory(rupture__session__case=case, outcome=5)
    headers = {"HX-Request": "true", "HX-Target": "earlier"}

    response = client.get("/log/", {"case": "k7qm"}, headers=headers)

    assert response.text.strip().startswith('<div class="log-earlier" id="earlier">')
    assert list(response.context["open_ruptures"]) == [rupture]


def test_no_saves_and_offers_undo(client, case):
    response = client.post("/log/", entry(), follow=True)

    assert response.redirect_chain == [("/log/", 302)]
    assert said(response) == ["K7QM, Sat 21 Nov: no strain. Saved"]
    report = SessionReport.objects.get()
    assert (report.session.case, report.strain, report.rater) == (
        case,
        "no",
        "therapist",
    )
    assert "Undo</button>" in response.text


def test_htmx_gets_the_empty_form_and_the_toast(client, case):
    sent = entry()

    response = client.post("/log/", sent, headers=HTMX)

    assert response.text.strip().startswith('<div id="log">')
    assert 'hx-swap-oob="innerHTML:#toast"' in response.text
    assert sent["submission"] not in response.text
    assert " checked" not in response.text.split("Finish later")[0]


def test_withdrawal_alone_is_a_rupture_without_details(client, case):
    log(client, strain="withdrawal")

    rupture = Rupture.objects.get()
    report = SessionReport.objects.get()
    assert (rupture.type, rupture.recognised) == ("withdrawal", "same")
    assert (report.strain, report.intensity) == ("yes", None)
    assert RepairAttempt.objects.count() == 0


def test_withdrawal_with_everything_is_kept_as_said(client, case):
    response = log(
        client,
        strain="withdrawal",
        time="10:30",
        markers=["went_along", "quiet"],
        intensity="3",
        strategies=["asked"],
        resolution="4",
        late="on",
        modality="video",
        asked="on",
        move="both",
        causes=["focus"],
        raised_by="therapist",
        raised_when="same",
        raised_how="spoken",
        barriers=["not_asked"],
        therapist_states=["tired"],
        familiar="yes",
        minute="25",
        started_by="therapist",
        responses=["curious"],
        acknowledged="on",
        skills=["needs"],
    )

    assert response.status_code == 302
    session = Session.objects.get()
    assert session.time == datetime.time(10, 30)
    assert (session.attendance, session.modality) == ("late", "video")
    report = session.reports.get()
    assert (report.intensity, report.resolution, report.asked) == (3, None, True)
    rupture = session.ruptures.get()
    assert [marker.code for marker in rupture.markers.all()] == ["quiet", "went_along"]
    assert (rupture.move, rupture.causes, rupture.minute) == ("both", ("focus",), 25)
    assert (rupture.raised_by, rupture.raised_when) == ("therapist", "same")
    assert rupture.therapist_states == ("tired",)
    attempt = rupture.attempts.get()
    assert (attempt.strategies, attempt.outcome) == (("asked",), 4)
    assert (attempt.responses, attempt.acknowledged) == (("curious",), True)


def test_how_far_resolved_stays_on_the_report_where_nothing_was_tried(client, case):
    log(client, strain="both", resolution="2", markers=["quiet", "about_me"])

    assert SessionReport.objects.get().resolution == 2
    assert Rupture.objects.get().type == "mixed"
    assert RepairAttempt.objects.count() == 0


@pytest.mark.parametrize(
    ("answer", "attendance", "words"),
    [
        ("cancelled_by_client", Attendance.CANCELLED_BY_CLIENT, "cancelled by client"),
        (
            "cancelled_by_therapist",
            Attendance.CANCELLED_BY_THERAPIST,
            "cancelled by me",
        ),
        ("missed", Attendance.MISSED, "missed"),
    ],
)
def test_what_did_not_take_place_has_no_answer(answer, attendance, words, client, case):
    response = client.post("/log/", entry(strain=answer), follow=True)

    assert said(response) == [f"K7QM, Sat 21 Nov: {words}. Saved"]
    assert Session.objects.get().attendance == attendance
    assert SessionReport.objects.count() == 0


def test_unsure_is_kept_as_unsure(client, case):
    response = client.post("/log/", entry(strain="unsure"), follow=True)

    assert said(response) == ["K7QM, Sat 21 Nov: unsure. Saved"]
    assert SessionReport.objects.get().strain == "unsure"


def test_case_may_be_typed(client, case):
    log(client, case="", other_case=" k7qm ")

    assert Session.objects.get().case == case


def test_confirmed_date_gets_its_answer(client, case):
    confirmed = SessionFactory(case=case, date=datetime.date(2026, 11, 21))

    log(client)

    assert SessionReport.objects.get().session == confirmed
    assert Session.objects.count() == 1


def test_repair_attempt_for_an_earlier_rupture_is_logged_with_the_session(client, case):
    rupture = RuptureFactory(session__case=case)
    ReportFactory(session=rupture.session)

    log(
        client,
        earlier=str(rupture.key),
        earlier_strategies=["owned_part"],
        earlier_outcome="5",
    )

    attempt = rupture.attempts.get()
    assert attempt.session.date == datetime.date(2026, 11, 21)
    assert (attempt.strategies, attempt.outcome) == (("owned_part",), 5)


def test_same_form_twice_is_one_session_and_says_the_same(client, case):
    sent = entry(strain="withdrawal")

    first = client.post("/log/", sent, follow=True)
    second = client.post("/log/", sent, follow=True)

    assert said(first) == said(second) == ["K7QM, Sat 21 Nov: withdrawal. Saved"]
    assert Session.objects.count() == 1
    assert Rupture.objects.count() == 1


def test_rubbish_submission_is_a_form_of_its_own(client, case):
    response = log(client, submission="rubbish")

    assert response.status_code == 302
    assert Session.objects.count() == 1


def refused(client, **values):
    """The errors, with nothing written and nothing of the form lost."""
    response = log(client, **values)
    assert response.status_code == 200
    assert RepairAttempt.objects.filter(session__date="2026-11-21").count() == 0
    form = response.context["form"]
    kept = {
        name: form.data.getlist(name) if isinstance(value, list) else form.data[name]
        for name, value in values.items()
    }
    assert kept == values
    return errors(response)


def test_no_case_is_asked_for(client, case):
    assert refused(client, case="") == {"case": ["Choose one of your cases."]}


@pytest.mark.parametrize("code", ["ZZZZ", "R9TC"])
def test_unknown_and_foreign_case_are_refused_alike(code, client, case):
    CaseFactory(code="R9TC")

    assert refused(client, case=code) == {"case": ["Choose one of your cases."]}
    assert Session.objects.count() == 0


def test_two_cases_are_one_too_many(client, case):
    CaseFactory(code="P2XD", therapist=case.therapist)

    found = refused(client, other_case="P2XD")

    assert found == {"case": ["Two cases are named. Choose one."]}


def test_question_needs_an_answer(client, case):
    message = "Answer this question, or say that it did not take place."

    assert refused(client, strain="") == {"strain": [message]}


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("2026-11-23", "This date is in the future."),
        ("2026-01-04", "This date is before the case began."),
        ("soon", "Enter a valid date."),
    ],
)
def test_date_out_of_range_is_refused_beside_it(date, message, client, case):
    assert refused(client, date=date) == {"date": [message]}
    assert Session.objects.count() == 0


def test_date_after_the_case_ended_is_refused(client, case):
    case.ended_on, case.ending = datetime.date(2026, 10, 1), "agreed"
    case.save()

    assert refused(client) == {"date": ["This date is after the case ended."]}


@pytest.mark.parametrize(
    ("strain", "details", "word"),
    [
        ("no", {"markers": ["quiet"]}, "no"),
        ("unsure", {"intensity": "3"}, "unsure"),
        ("no", {"minute": "0"}, "no"),
        ("missed", {"asked": "on"}, "missed"),
        ("cancelled_by_client", {"resolution": "1"}, "cancelled by client"),
    ],
)
def test_details_that_do_not_go_with_the_answer_are_asked_about(
    strain, details, word, client, case
):
    message = (
        f"Details are noted, but the answer is {word}. "
        "Change the answer or clear the details."
    )

    assert refused(client, strain=strain, **details) == {"strain": [message]}
    assert Session.objects.count() == 0


def test_details_may_be_left_out_on_purpose(client, case):
    log(client, markers=["quiet"], intensity="3", without_details="on")

    assert SessionReport.objects.get().strain == "no"
    assert Rupture.objects.count() == 0


def test_marker_of_the_other_type_is_refused_beside_the_markers(client, case):
    found = refused(client, strain="withdrawal", markers=["quiet", "about_me"])

    assert found == {
        "markers": [
            "“unhappy with me” does not fit withdrawal. "
            "Take it away, or change the type to Both."
        ]
    }
    assert Session.objects.count() == 0


def test_second_log_of_a_day_links_to_the_first(client, case):
    log(client, strain="withdrawal")
    session = Session.objects.get()

    response = log(client, strain="no")

    [message] = response.context["form"].errors["date"]
    assert strip_tags(message) == TAKEN + "or give another time of day."
    assert f'href="/sessions/{session.key}/"' in response.text
    assert Session.objects.count() == 1


def test_second_session_of_a_day_has_another_time(client, case):
    log(client, time="09:00")

    log(client, time="17:00")

    assert Session.objects.count() == 2


def test_attempt_dated_before_its_rupture_is_refused_beside_it(client, case):
    date = datetime.date(2026, 11, 22)
    rupture = RuptureFactory(session__case=case, session__date=date)
    ReportFactory(session=rupture.session)

    found = refused(client, earlier=str(rupture.key), earlier_outcome="3")

    message = "A repair attempt cannot happen before the session of its rupture."
    assert found == {"earlier": [message]}


@pytest.mark.parametrize("owner", ["another case", "another therapist", "nobody"])
def test_attempt_for_a_rupture_that_is_not_of_the_case_is_refused(owner, client, case):
    their = {"another case": {"therapist": case.therapist}}.get(owner, {})
    rupture = RuptureFactory(session__case=CaseFactory(**their))
    key = str(uuid.uuid4() if owner == "nobody" else rupture.key)

    found = refused(client, earlier=key, earlier_outcome="3")

    assert found == {"earlier": ["Choose one of the open ruptures."]}


def test_attempt_without_its_rupture_is_asked_about(client, case):
    found = refused(client, earlier_outcome="3")

    assert found == {"earlier": ["Choose one of the open ruptures."]}


def test_raising_needs_somebody_who_raised_it(client, case):
    found = refused(client, strain="withdrawal", raised_how="spoken")

    message = "When and how it was raised need somebody who raised it."
    assert found == {"__all__": [message]}
    assert Session.objects.count() == 0


def test_case_on_hold_is_refused_in_words(client, case):
    case.hold_reason, case.hold_by = "court", case.therapist
    case.hold_since = datetime.date(2026, 5, 1)
    case.save()

    message = "This case is on hold: nothing of it can be changed."
    assert refused(client) == {"__all__": [message]}


def queries(client):
    with CaptureQueriesContext(connection) as captured:
        client.get("/log/?case=K7QM")
    return len(captured)


def test_queries_do_not_grow_with_cases_sessions_or_ruptures(client, case):
    SessionFactory(case=case)
    MarkerFactory(rupture__session__case=case)
    client.get("/log/")
    few = queries(client)

    for _ in range(5):
        other = CaseFactory(therapist=case.therapist)
        for _ in range(5):
            SessionFactory(case=other)
            MarkerFactory(rupture__session__case=case)

    assert queries(client) == few


OPENED = "This page was opened on Fri 20 Nov; it is Sun 22 Nov now. "


def test_page_says_on_which_day_it_was_made_and_fills_in_that_day(client, case):
    response = client.get("/log/")

    assert '<input type="hidden" name="opened_on" value="2026-11-22">' in response.text
    assert 'name="date" value="2026-11-22"' in response.text


def test_page_left_open_over_midnight_asks_before_it_logs_on_its_old_day(client, case):
    found = refused(client, date="2026-11-20", opened_on="2026-11-20")

    assert found == {"date": [OPENED + "Choose the day, then save again."]}
    assert Session.objects.count() == 0


def test_page_that_asked_for_the_day_takes_it_the_second_time(client, case):
    response = log(client, date="2026-11-20", opened_on="2026-11-20")
    opened_on = response.text.split('name="opened_on" value="')[1].split('"')[0]

    log(client, date="2026-11-20", opened_on=opened_on)

    assert opened_on == "2026-11-22"
    assert Session.objects.get().date == datetime.date(2026, 11, 20)


@pytest.mark.parametrize("opened_on", ["2026-11-22", "2026-11-20", "soon", "", "2999"])
def test_day_that_was_chosen_is_taken_as_it_is(opened_on, client, case):
    log(client, date="2026-11-21", opened_on=opened_on)

    assert Session.objects.get().date == datetime.date(2026, 11, 21)


def test_saved_fragment_counts_what_is_open_in_the_navigation(client, case):
    response = client.post("/log/", entry(strain="withdrawal"), headers=HTMX)

    assert '<div hx-swap-oob="innerHTML:.count">1</div>' in response.text


def test_undone_fragment_counts_what_is_open_in_the_navigation(client, case):
    client.post("/log/", entry(strain="withdrawal"), headers=HTMX)
    act = case.acts.get()

    response = client.post(f"/acts/{act.key}/undo/", headers=HTMX)

    assert '<div hx-swap-oob="innerHTML:.count"></div>' in response.text


def test_fragment_that_saves_nothing_leaves_the_count_alone(client, case):
    refused_one = client.post("/log/", entry(strain=""), headers=HTMX)

    assert "innerHTML:.count" not in refused_one.text
    assert "innerHTML:.count" not in client.get("/log/").text


def test_keys_and_their_list_are_for_who_wants_them(client, case):
    with_keys = client.get("/log/").text
    case.therapist.shortcuts = False
    case.therapist.save()
    without = client.get("/log/").text

    for part in ("data-shortcuts", "keys.js", 'id="keys"', "data-opens-keys"):
        assert (part in with_keys, part in without) == (True, False)


def test_no_key_stands_for_two_things(client, case):
    MarkerFactory(rupture__session__case=case)

    keys = re.findall(r'data-key="(.)"', client.get("/log/?case=K7QM").text)

    assert sorted(keys) == list("bcdefkmnrstuwx")
