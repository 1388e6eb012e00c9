"""The day, the week and the month: what is offered, saved, refused and kept."""

import datetime
import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from ruptures.models import Act, Rupture, Session, SessionReport
from tests.factories import (
    CaseFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

SUNDAY = datetime.date(2026, 11, 22)  # today
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
WEEK = datetime.timedelta(weeks=1)
HTMX = {"HX-Request": "true", "HX-Target": "row-k7qm2026-11-20"}
DAY = "/log/day/?date=2026-11-20"
WEEK_PAGE = "/log/week/?date=2026-11-18"
ROW = "K7QM.2026-11-20"


def weekly(therapist, code="K7QM", **values):
    """A case that meets on Fridays since 6 November."""
    start = datetime.date(2026, 11, 6)
    rhythm = {"rhythm": "weekly", "rhythm_from": start, "started_on": start}
    return CaseFactory(therapist=therapist, code=code, **rhythm | values)


def tap(client, headers=None, address=DAY, **values):
    least = {"case": "K7QM", "date": "2026-11-20", "strain": "no"}
    sent = least | {"submission": str(uuid.uuid4())} | values
    return client.post(address, sent, headers=headers or {})


def chosen(submission=None, added=(), **rows):
    """What the week's form sends: answers by row, and rows for other dates."""
    sent = {"submission": str(submission or uuid.uuid4())}
    sent |= {"more-TOTAL_FORMS": "15", "more-INITIAL_FORMS": "0"}
    sent |= rows
    for place, row in enumerate(added):
        names = ("case", "date", "time", "strain")
        sent |= {
            f"more-{place}-{name}": value
            for name, value in zip(names, row, strict=True)
        }
    return sent


def row(answer, code="K7QM", date="2026-11-20"):
    return {f"{code}.{date}": answer}


def said(response):
    return [str(message) for message in response.context["messages"]]


def text(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def errors(response):
    return [strip_tags(each) for each in response.context["form"].non_field_errors()]


def shown(response):
    return [row.slot.name for row in response.context["rows"]]


def test_today_is_shown_unless_the_address_names_a_day(client, therapist):
    addresses = ["/log/day/", "/log/day/?date=2026-02-30", "/log/day/?date=0001-01-01"]

    days = [client.get(address).context["first"] for address in addresses]

    assert days == [SUNDAY] * 3
    assert client.get(DAY).context["first"] == datetime.date(2026, 11, 20)


def test_the_day_lists_each_case_with_the_answers_as_buttons(client, therapist):
    weekly(therapist)

    response = client.get(DAY)

    assert shown(response) == [ROW]
    values = re.findall(r'name="strain" value="(\w+)"', response.content.decode())
    assert values == [
        "no",
        "withdrawal",
        "confrontation",
        "both",
        "unsure",
        "cancelled_by_client",
        "cancelled_by_therapist",
        "missed",
    ]
    assert "1 case on this day." in text(response)


def test_an_expected_date_to_come_has_no_buttons(client, therapist):
    weekly(therapist)

    response = client.get("/log/day/?date=2026-11-27")

    assert "Expected" in text(response)
    assert 'name="strain"' not in response.content.decode()


def test_a_usual_day_says_so(client, therapist):
    case = CaseFactory(therapist=therapist, code="P2XD")
    for week in (1, 2, 3):
        SessionFactory(case=case, date=SUNDAY - week * WEEK)

    assert "P2XD usually on Sundays" in text(client.get("/log/day/"))


def test_a_tap_without_script_saves_and_comes_back_with_undo(client, therapist):
    case = weekly(therapist)

    response = tap(client)

    assert response.url == DAY
    page = client.get(DAY)
    assert said(page) == ["K7QM, Fri 20 Nov: no strain. Saved"]
    assert (case.sessions.get().date, page.content.count(b">Undo<")) == (
        datetime.date(2026, 11, 20),
        1,
    )
    client.post(f"/acts/{Act.objects.get().key}/undo/")
    assert Session.objects.count() == 0


def test_by_htmx_the_row_comes_back_saved_with_undo(client, therapist):
    weekly(therapist)
    weekly(therapist, "P2XD")

    response = tap(client, HTMX)

    words = text(response)
    assert "No strain · Saved" in words
    assert f"/acts/{Act.objects.get().key}/undo/" in response.content.decode()
    assert "P2XD" not in words


def test_a_yes_leads_on_to_its_details(client, therapist):
    weekly(therapist)

    response = tap(client, HTMX, strain="withdrawal")

    assert Rupture.objects.get().type == "withdrawal"
    key = Session.objects.get().key
    link = f"/sessions/{key}/?next=/log/day/%3Fdate%3D2026-11-20"
    assert link in response.content.decode()
    assert "Add details" in text(response)


def test_a_session_that_was_held_gets_its_answer(client, therapist):
    ten = datetime.time(10)
    session = SessionFactory(
        case=weekly(therapist), date=datetime.date(2026, 11, 20), time=ten
    )

    response = tap(client, HTMX, strain="unsure", time="10:00")

    assert SessionReport.objects.get().session == session
    assert "Unsure · Saved" in text(response)


def test_a_double_tap_saves_once(client, therapist):
    weekly(therapist)
    submission = str(uuid.uuid4())

    first = tap(client, HTMX, submission=submission)
    second = tap(client, HTMX, submission=submission)

    assert "No strain · Saved" in text(first)
    assert "No strain · Saved" in text(second)
    assert Act.objects.count() == 1


def test_what_was_logged_elsewhere_is_not_logged_twice(client, therapist):
    case = weekly(therapist)
    logged = {"date": datetime.date(2026, 11, 20), "time": datetime.time(10)}
    ReportFactory(session=SessionFactory(case=case, **logged), strain="no")

    plain = tap(client, strain="both")
    by_htmx = tap(client, HTMX, strain="both")

    assert "K7QM is already logged for Fri 20 Nov." in text(plain)
    assert by_htmx.headers["HX-Redirect"] == DAY
    assert Session.objects.count() == 1


def test_a_rule_that_forbids_it_is_told_in_the_row(client, therapist):
    weekly(therapist)
    case = CaseFactory(therapist=therapist, code="P2XD", started_on=SUNDAY)

    response = tap(client, case="P2XD")

    assert "This date is before the case began." in text(response)
    assert case.sessions.count() == 0


def test_anothers_case_is_nobodys_row(client, therapist):
    weekly(CaseFactory().therapist)

    assert shown(client.get(DAY)) == []
    assert "Choose one of your cases." in text(tap(client))
    assert Session.objects.count() == 0


def test_yesterday_evening_can_be_logged_after_midnight(client, therapist):
    weekly(therapist)
    just_after = datetime.datetime(2026, 11, 21, 0, 5, tzinfo=datetime.UTC)

    with time_machine.travel(just_after):
        client.force_login(therapist)
        tap(client)

    assert str(Session.objects.get().date) == "2026-11-20"


def test_a_row_leads_to_the_log_page_with_its_day_and_case(client, therapist):
    weekly(therapist)

    link = "/log/?date=2026-11-20&amp;case=K7QM"

    assert link in client.get(DAY).content.decode()
    form = client.get("/log/?date=2026-11-20&case=K7QM").context
    assert str(form["form"]["date"].value()) == "2026-11-20"
    assert (form["chosen"], form["form"].has_another_day) == ("K7QM", True)


@pytest.mark.parametrize("date", ["2026-11-23", "tomorrow", "1900-01-01"])
def test_the_log_page_takes_only_a_day_gone_by(client, therapist, date):
    form = client.get(f"/log/?date={date}").context["form"]

    assert str(form["date"].value()) == "2026-11-22"


def test_the_week_and_the_month_stand_under_log(client, therapist):
    for page in ("day", "week", "month", "to-finish"):
        navigation = client.get(f"/log/{page}/").context["navigation"]

        assert [link.name for link in navigation if link.current] == ["log"]


def test_a_week_begins_on_monday_and_leads_to_its_neighbours(client, therapist):
    response = client.get(WEEK_PAGE)

    links = re.findall(r'href="\?date=([\d-]+)" rel="(\w+)"', response.content.decode())
    assert links == [("2026-11-15", "prev"), ("2026-11-23", "next")]
    assert "Mon 16 Nov – Sun 22 Nov" in text(response)


def test_all_that_is_chosen_is_saved_at_once(client, therapist):
    weekly(therapist)
    weekly(therapist, "P2XD")
    weekly(therapist, "R3TW")
    rows = row("no") | row("confrontation", "P2XD") | row("", "R3TW")

    response = client.post(WEEK_PAGE, chosen(**rows))

    assert response.url == WEEK_PAGE
    assert said(client.get(WEEK_PAGE)) == ["2 sessions saved"]
    answers = SessionReport.objects.order_by("pk").values_list(
        "session__case__code", "strain"
    )
    assert list(answers) == [("K7QM", "no"), ("P2XD", "yes")]


def test_one_undo_takes_back_all_that_was_saved_together(client, therapist):
    weekly(therapist)
    weekly(therapist, "P2XD")
    form = uuid.uuid4()
    client.post(WEEK_PAGE, chosen(form, **row("no") | row("missed", "P2XD")))
    assert Session.objects.count() == 2
    assert f"/acts/{form}/undo/" in client.get(WEEK_PAGE).content.decode()

    client.post(f"/acts/{form}/undo/")

    assert Session.objects.count() == 0
    assert said(client.get(WEEK_PAGE)) == ["Undone: Session logged"]


def test_a_double_click_on_save_all_saves_once(client, therapist):
    weekly(therapist)
    sent = chosen(**row("both"), added=[("K7QM", "2026-11-18", "", "no")])

    first, second = (client.post(WEEK_PAGE, sent) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 302)
    assert (Session.objects.count(), Act.objects.count()) == (2, 2)


def test_dates_that_no_rhythm_foresees_are_added(client, therapist):
    weekly(therapist)
    added = [
        ("K7QM", "2026-11-12", "10:00", "withdrawal"),
        ("", "", "", ""),
        ("K7QM", "2026-11-13", "", "cancelled_by_client"),
    ]

    client.post("/log/month/", chosen(added=added))

    sessions = Session.objects.order_by("date").values_list("date", "attendance")
    assert [(str(date), how) for date, how in sessions] == [
        ("2026-11-12", "held"),
        ("2026-11-13", "cancelled_by_client"),
    ]
    assert Rupture.objects.get().type == "withdrawal"


def test_one_wrong_row_keeps_all_out_is_named_and_loses_nothing(client, therapist):
    weekly(therapist)
    added = [("K7QM", "2026-10-01", "", "no"), ("K7QM", "2026-11-30", "", "no")]

    response = client.post(WEEK_PAGE, chosen(**row("unsure"), added=added))

    assert errors(response) == ["K7QM, Thu 1 Oct: This date is before the case began."]
    assert Session.objects.count() == 0
    body = response.content.decode()
    assert f'name="{ROW}" value="unsure" checked' in body
    assert 'value="2026-11-30"' in body


def test_a_row_half_filled_says_what_it_lacks(client, therapist):
    weekly(therapist)
    added = [("K7QM", "", "", "no"), ("", "2026-11-18", "", "no")]

    response = client.post(WEEK_PAGE, chosen(added=added))

    assert errors(response) == [
        "K7QM: Give the date.",
        "Row without a case, Wed 18 Nov: Choose one of your cases.",
    ]


def test_a_row_that_was_logged_in_the_meantime_is_named(client, therapist):
    case = weekly(therapist)
    ReportFactory(session__case=case, session__date=datetime.date(2026, 11, 20))

    response = client.post(WEEK_PAGE, chosen(**row("no")))

    assert errors(response) == [
        "K7QM, Fri 20 Nov: K7QM is already logged for Fri 20 Nov. "
        "Open that session, or give another time of day."
    ]
    assert SessionReport.objects.count() == 1


def test_nothing_chosen_is_said(client, therapist):
    response = client.post(WEEK_PAGE, chosen())

    assert errors(response) == ["Choose an answer in one row at least."]


def test_the_list_offers_what_is_missing_and_leaves_it_as_it_is(client, therapist):
    case = weekly(therapist, started_on=SUNDAY, rhythm_from=SUNDAY)
    report = ReportFactory(
        session__case=case,
        session__date=SUNDAY,
        intensity=2,
        logged_at=datetime.datetime(2026, 11, 22, 11, tzinfo=datetime.UTC),
    )
    rupture = RuptureFactory(session=report.session)
    page = client.get("/log/to-finish/")
    links = re.findall(r'href="([^"]+\?next=[^"]+)"', page.content.decode())
    assert links == [
        f"/ruptures/{rupture.key}/?next=/log/to-finish/",
        f"/sessions/{report.session.key}/?next=/log/to-finish/",
    ]

    client.post("/log/to-finish/", {"report": str(report.key), "version": "1"})

    after = client.get("/log/to-finish/")
    assert "Nothing waits to be finished." in text(after)
    assert said(after) == ["K7QM: nothing to add"]


def test_leaving_a_changed_answer_as_it_is_is_refused_in_words(client, therapist):
    report = ReportFactory(session__case=weekly(therapist), version=2)

    client.post("/log/to-finish/", {"report": str(report.key), "version": "1"})

    report.refresh_from_db()
    assert not report.nothing_to_add
    [message] = said(client.get("/log/to-finish/"))
    assert message.startswith("This was changed elsewhere since you opened it.")


def test_anothers_answer_cannot_be_left_as_it_is(client, therapist):
    report = ReportFactory()

    response = client.post(
        "/log/to-finish/", {"report": str(report.key), "version": "1"}
    )

    assert response.status_code == 404


def test_the_log_page_says_how_much_is_to_finish_and_who_comes_today(client, therapist):
    SessionFactory(case=weekly(therapist), date=SUNDAY)
    CaseFactory(therapist=therapist)

    response = client.get("/log/")

    assert "3 to finish Today’s 1 case" in text(response)


@pytest.mark.parametrize("page", ["day", "week", "month", "to-finish"])
def test_no_page_asks_more_for_more_cases(client, therapist, page):
    counts = []
    for code in ("B222", "C222", "D222"):
        case = weekly(therapist, code)
        report = ReportFactory(
            session__case=case, session__date=SUNDAY - 2 * WEEK, logged_at=NOON
        )
        MarkerFactory(rupture__session=report.session)
        client.get(f"/log/{page}/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/log/{page}/")
        counts.append(len(queries))

    assert counts == [counts[0]] * 3
