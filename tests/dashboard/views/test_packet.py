"""The packet's page: what stands on the sheet, what must not, and for whom."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboard.templatetags.rupture_repair import clinical_date, long_date, plain_date
from ruptures.models import AccessEvent, Grant, Purpose, SupervisionItem
from ruptures.taxonomy import Rater, Strain
from tests.factories import (
    LOGGED_AT,
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    UserFactory,
)

MONDAY = datetime.date(2026, 8, 3)
WEEK = datetime.timedelta(weeks=1)
CASELOAD = reverse("dashboard:packet-caseload")
SECRET, SHARED = "Came from the hospital.", "Said so on the phone."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


@pytest.fixture
def case(therapist):
    """Twelve weekly sessions, strain in every third from the first on; one open."""
    case = CaseFactory(therapist=therapist, started_on=MONDAY)
    for week in range(12):
        session = SessionFactory(case=case, date=MONDAY + week * WEEK)
        said = Strain.NO if week % 3 else Strain.YES
        for rater in (Rater.THERAPIST, Rater.CLIENT):
            ReportFactory(session=session, rater=rater, strain=said)
        ScoreFactory(session=session, value=50 - week % 4)
        if said == Strain.YES:
            rupture = RuptureFactory(session=session)
            MarkerFactory(rupture=rupture)
            AttemptFactory(rupture=rupture, outcome=2 if week == 9 else 4)
    SessionFactory(case=case, date=MONDAY + 12 * WEEK, attendance="missed")
    NoteFactory(session=case.sessions.earliest("date"), text=SECRET)
    NoteFactory(
        session=None, case=case, date=MONDAY + 2 * WEEK, text=SHARED, shared=True
    )
    return case


def grant(case, *, with_notes):
    """A supervisor to whom all cases of the therapist are open."""
    supervisor = UserFactory()
    return Grant.objects.create(
        therapist=case.therapist,
        holder=supervisor,
        email=supervisor.email,
        purpose=Purpose.SUPERVISE,
        every_case=True,
        with_notes=with_notes,
        starts_on=MONDAY,
        made_at=LOGGED_AT,
        accepted_at=LOGGED_AT,
    )


def address(case):
    return reverse("dashboard:packet-case", args=[case.code])


def sheet_of(client, path, **query):
    """The sheet's HTML alone, its figures included, and no control around it."""
    html = client.get(path, query).text
    found = re.search(r'<article class="sheet.*?</article>', html, re.DOTALL)[0]
    return " ".join(found.replace("\N{NARROW NO-BREAK SPACE}", " ").split())


def dates_of(case):
    """Every way in which a day of the case could be written."""
    days = [*case.sessions.values_list("date", flat=True), case.started_on]
    days += case.notes.values_list("date", flat=True)
    days.append(timezone.localdate())
    written = (datetime.date.isoformat, plain_date, clinical_date, long_date)
    return {write(day) for day in days for write in written}


# What stands on it ----------------------------------------------------------------


def test_a_sheet_tells_the_figures_of_a_case_in_words(client, case):
    sheet = sheet_of(client, address(case))

    assert f'<h1 id="sheet-title">Case {case.code}</h1>' in sheet
    assert "<dd>22 Nov 2026</dd>" in sheet
    assert "Not a measure of skill; not for appraisal, ranking or pay." in sheet
    assert "12 of 12 held sessions, yes or no, by you." in sheet
    assert "By your log, strain in 4 of 12 sessions with 1 client" in sheet
    assert "Strained for both 4, only for you 0" in sheet
    assert "Synthetic" not in sheet


def test_a_sheet_lists_what_is_open_with_its_age_and_markers(client, case):
    sheet = sheet_of(client, address(case))

    opened = sheet.partition('id="sheet-open"')[2].partition("</section>")[0]
    assert "session 10, 5 Oct 2026" in opened
    assert "open for 2 sessions" in opened
    assert "Partly resolved, 1 attempt" in opened
    assert opened.count("<li>") == 1
    assert "sheet-markers" in opened


def test_a_sheet_cites_the_ranges_that_it_compares_with(client, case):
    sheet = sheet_of(client, address(case))

    ranges = sheet.partition('id="sheet-ranges"')[2]
    assert "therapists 40–75 %, as quoted" in ranges
    assert "doi:10.1037/a0016085" in ranges
    assert "observers" not in ranges


def test_a_sheet_has_a_table_row_for_each_session_of_the_period(client, case):
    query = {"period": "dates", "start": "2026-08-10", "end": "2026-08-31"}

    sheet = sheet_of(client, address(case), **query)

    table = sheet.partition('class="chart-table"')[2].partition("</table>")[0]
    rows = re.findall(r'<th scope="row">(.*?)</th>', table)
    assert rows == ["2", "3", "4", "5"]
    assert "10 Aug 2026 – 31 Aug 2026" in sheet


def test_a_long_period_is_drawn_in_charts_that_fit_a_sheet(client, therapist):
    case = CaseFactory(therapist=therapist, started_on=MONDAY - 99 * WEEK)
    for week in range(100):
        SessionFactory(case=case, date=MONDAY - week * WEEK)

    sheet = sheet_of(client, address(case), period="all")

    assert re.findall(r"<h2>(Sessions .*?)</h2>", sheet) == [
        "Sessions 1 to 50",
        "Sessions 51 to 100",
    ]
    assert sheet.count('class="chart"') == 2


def test_demo_data_is_called_synthetic_on_the_sheet_and_at_each_page_s_foot(
    client, therapist
):
    case = CaseFactory(therapist=therapist, synthetic=True)

    sheet = sheet_of(client, address(case))

    assert "Synthetic: no real person is in it." in sheet
    assert f'data-name="Case {case.code} · synthetic"' in sheet


def test_an_empty_case_has_a_sheet_too(client, therapist):
    sheet = sheet_of(client, address(CaseFactory(therapist=therapist)))

    assert "0 of 0 held sessions, yes or no, by you." in sheet
    assert "Nothing is open." in sheet
    assert "<table" not in sheet


def test_a_wrong_period_is_answered_in_words(client, case):
    query = {"period": "dates", "start": "2026-08-10", "end": "2026-08-01"}

    response = client.get(address(case), query)

    assert "This day lies before the first." in response.text
    assert 'class="sheet' not in response.text


def test_a_caseload_s_sheet_says_whose_it_is_and_its_title_does_not(client, case):
    page = client.get(CASELOAD).text

    title, email = page.partition("</title>")[0], case.therapist.email
    assert f'<h1 id="sheet-title">Caseload of {email}</h1>' in page
    assert f'data-name="Caseload of {email}"' in page
    assert "Packet: caseload" in title
    assert email not in title


def test_a_caseload_s_sheet_says_its_rates_once(client, case):
    sheet = sheet_of(client, CASELOAD)

    assert sheet.count("By your log, strain in 4 of 12 sessions") == 1
    assert "The rates told above, each with its interval and its range." in sheet


def test_a_caseload_s_numbers_begin_where_something_is_counted(client, case):
    sheet = sheet_of(client, CASELOAD)

    table = sheet.partition("<h3>Month by month</h3>")[2].partition("</table>")[0]
    months = re.findall(r'<th scope="row">(.*?)</th>', table)
    assert months == ["Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]


def test_one_session_is_told_and_not_drawn(client, therapist):
    case = CaseFactory(therapist=therapist, started_on=MONDAY)
    SessionFactory(case=case, date=MONDAY)

    sheet = sheet_of(client, address(case))

    assert "1 session took place." in sheet
    assert 'class="chart"' not in sheet


def test_a_caseload_s_sheet_has_its_charts_its_cases_and_their_numbers(client, case):
    sheet = sheet_of(client, CASELOAD)

    assert re.findall(r"<h2.*?>(.*?)</h2>", sheet) == [
        "In words",
        "Still open",
        "Who reports strain, beside the published ranges",
        "Month by month",
        "Withdrawal and confrontation",
        "By when ruptures were resolved",
        "The cases",
        "The numbers of the charts",
        "The ranges",
    ]
    assert f'<th scope="row">{case.code}</th><td>12</td><td>12</td><td>4</td>' in sheet


# Without dates --------------------------------------------------------------------


def test_no_date_stands_on_a_sheet_by_numbers(client, case):
    found = SupervisionItem.objects.create(
        case=case,
        session=case.sessions.earliest("date"),
        question="What did I miss?",
        logged_at=LOGGED_AT,
    )
    query = {"by": "numbers", "notes": "on", "agenda": "on"}

    sheet = sheet_of(client, address(case), **query)

    assert [date for date in dates_of(case) if date in sheet] == []
    assert "Sessions 1 to 12" in sheet
    assert "<h3>Session 1</h3>" in sheet
    assert "<h3>After session 3</h3>" in sheet
    assert found.question in sheet


def test_each_of_those_dates_could_be_found(client, case):
    dates = dates_of(case)

    sheet = sheet_of(client, address(case))

    assert plain_date(MONDAY) in dates
    assert plain_date(MONDAY) in sheet


def test_no_date_stands_on_a_caseload_s_sheet_by_numbers(client, case):
    sheet = sheet_of(client, CASELOAD, by="numbers")

    assert [date for date in dates_of(case) if date in sheet] == []
    before_sources = sheet.partition('class="sheet-ranges"')[0]
    months = r"\b(Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w* ?(20)?\d\d\b"
    assert re.findall(months, before_sources) == []
    assert "Month by month" not in sheet
    assert "weeks" in sheet


# Notes and questions --------------------------------------------------------------


def test_notes_stand_on_a_sheet_only_where_they_are_asked_for(client, case):
    without = sheet_of(client, address(case))
    with_notes = sheet_of(client, address(case), notes="on")

    assert [SECRET in without, SHARED in without] == [False, False]
    assert [SECRET in with_notes, SHARED in with_notes] == [True, True]


def test_a_caseload_s_sheet_never_has_notes(client, case):
    sheet = sheet_of(client, CASELOAD, notes="on")

    assert [SECRET in sheet, SHARED in sheet] == [False, False]


@pytest.mark.parametrize(("with_notes", "seen"), [(True, [SHARED]), (False, [])])
def test_a_supervisor_reads_on_a_sheet_what_was_shared_alone(
    client, case, with_notes, seen
):
    client.force_login(grant(case, with_notes=with_notes).holder)

    sheet = sheet_of(client, address(case), notes="on")

    assert [note for note in (SECRET, SHARED) if note in sheet] == seen


def test_questions_stand_on_a_sheet_only_where_they_are_asked_for(client, case):
    SupervisionItem.objects.create(
        case=case,
        rupture=case.sessions.earliest("date").ruptures.get(),
        question="What did I miss?",
        minute_from=12,
        minute_to=15,
        logged_at=LOGGED_AT,
    )

    without = sheet_of(client, address(case))
    with_questions = sheet_of(client, address(case), agenda="on")

    assert "What did I miss?" not in without
    assert "Session 1, 3 Aug 2026 · minutes 12 to 15" in with_questions
    assert "What did I miss?" in with_questions


# For whom -------------------------------------------------------------------------


def test_a_supervisor_s_look_at_a_sheet_is_noted(client, case):
    given = grant(case, with_notes=False)
    client.force_login(given.holder)

    client.get(address(case))
    client.get(CASELOAD, {"grant": given.key})

    noted = AccessEvent.objects.filter(actor=given.holder.email).order_by("pk")
    assert list(noted.values_list("case", "page")) == [
        (case.code, "packet-case"),
        ("", "packet-caseload"),
    ]


def test_a_supervisor_s_caseload_sheet_is_that_of_the_grant(client, case):
    given = grant(case, with_notes=False)
    client.force_login(given.holder)

    own = sheet_of(client, CASELOAD)
    theirs = sheet_of(client, CASELOAD, grant=given.key)

    assert case.code not in own
    assert case.code in theirs
    assert f">Caseload of {given.holder.email}</h1>" in own
    assert f">Caseload of {case.therapist.email}</h1>" in theirs


@pytest.mark.parametrize("suffix", ["", "pdf/"])
def test_a_sheet_is_gone_for_a_stranger_and_when_the_grant_has_ended(
    client, case, suffix
):
    given = grant(case, with_notes=True)
    given.ended_at, given.ended_by = LOGGED_AT, case.therapist
    given.save()
    path = f"{address(case)}{suffix}"
    ask = client.post if suffix else client.get

    for user in (UserFactory(is_superuser=True, is_staff=True), given.holder):
        client.force_login(user)
        assert ask(path).status_code == 404


# As PDF ---------------------------------------------------------------------------


def test_without_a_chromium_the_page_says_how_a_pdf_is_saved(client, case, settings):
    settings.CHROMIUM = ["no-such-browser"]

    page = client.get(address(case)).text

    assert "choose “Save as PDF” in place of a printer" in page
    assert "/pdf/" not in page


def test_where_no_pdf_can_be_made_one_is_led_back_and_told_so(client, case, settings):
    settings.CHROMIUM = ["false"]  # a program that ends at once
    query = "?period=all&by=numbers"

    response = client.post(f"{address(case)}pdf/{query}", follow=True)

    assert response.redirect_chain == [(f"{address(case)}{query}", 302)]
    assert "No PDF could be made." in response.text


def test_a_pdf_is_made_by_a_button_alone(client, case):
    assert client.get(f"{address(case)}pdf/").status_code == 405
    assert client.get(reverse("dashboard:packet-caseload-pdf")).status_code == 405


def test_a_wrong_period_makes_no_pdf(client, case):
    query = "?period=moon"

    response = client.post(f"{address(case)}pdf/{query}")

    assert response.headers["Location"] == f"{address(case)}{query}"
