import csv
import datetime
import re
from io import StringIO

import pytest
from django.urls import reverse
from django.utils import timezone

from dashboard.forms.part import LISTED
from ruptures.exchange.columns import SESSION_COLUMNS
from ruptures.models import Case
from tests.factories import CaseFactory, SessionFactory

pytestmark = pytest.mark.django_db

PAGE = "/data/"
FILE = "/data/sessions.csv"


def rows_of(response) -> list[dict[str, str]]:
    text = response.getvalue().decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def test_addresses_are_the_promised_ones():
    assert reverse("dashboard:data") == PAGE
    assert reverse("dashboard:data-sessions") == FILE


def test_first_csv_link_is_the_whole_file(client, therapist):
    page = client.get(PAGE).text

    links = re.findall(r'href="([^"]*csv[^"]*)"', page)

    assert links[0] == FILE
    assert links[1] == FILE + "?bom=1"


def test_page_tells_what_every_column_holds(client, therapist):
    page = client.get(PAGE).text

    told = re.findall(r'<th scope="row" class="nowrap"><code>(\w+)</code></th>', page)

    assert told == [column.name for column in SESSION_COLUMNS]


def test_page_counts_the_therapists_own_sessions_and_dates(client, therapist):
    case = CaseFactory(therapist=therapist)
    SessionFactory(case=case, date=datetime.date(2026, 3, 2))
    SessionFactory(case=case, date=datetime.date(2026, 3, 9))
    SessionFactory(date=datetime.date(2020, 3, 2), case__started_on="2020-01-01")

    page = client.get(PAGE).text

    assert "2 sessions, from Monday 2 March 2026 to Monday 9 March 2026" in page


def test_page_of_an_empty_log_says_so(client, therapist):
    assert "No session is logged yet" in client.get(PAGE).text


def test_file_is_a_streamed_attachment_without_a_name_in_it(client, therapist):
    response = client.get(FILE)

    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="sessions.csv"'
    assert response["Cache-Control"] == "no-store"


def test_file_without_a_filter_holds_all_dates(client, therapist):
    case = CaseFactory(therapist=therapist, started_on="2001-01-01")
    SessionFactory(case=case, date=datetime.date(2001, 1, 2))
    SessionFactory(case=case, date=timezone.localdate())

    assert len(rows_of(client.get(FILE))) == 2


def test_file_for_excel_begins_with_a_byte_order_mark(client, therapist):
    assert client.get(FILE, {"bom": "1"}).getvalue()[:3] == b"\xef\xbb\xbf"
    assert client.get(FILE).getvalue()[:3] == b"ses"


def test_file_holds_nobody_elses_rows(client, therapist):
    SessionFactory(case__therapist=therapist, case__code="BBBB")
    SessionFactory(case__code="CCCC")

    rows = rows_of(client.get(FILE))

    assert [row["case"] for row in rows] == ["BBBB"]


def test_file_holds_the_dates_and_the_case_that_the_filter_names(client, therapist):
    wanted = CaseFactory(therapist=therapist, code="BBBB")
    other = CaseFactory(therapist=therapist, code="CCCC")
    for case in (wanted, other):
        for day in (2, 9, 16):
            SessionFactory(case=case, date=datetime.date(2026, 3, day))
    query = {
        "period": "dates",
        "start": "2026-03-09",
        "end": "2026-03-16",
        "case": "BBBB",
    }

    rows = rows_of(client.get(FILE, query))

    assert [(row["case"], row["number"]) for row in rows] == [
        ("BBBB", "2"),
        ("BBBB", "3"),
    ]


def test_another_therapists_case_is_no_choice(client, therapist):
    SessionFactory(case__code="CCCC")

    response = client.get(FILE, {"case": "CCCC"})

    assert response.status_code == 400
    assert "text/csv" not in response["Content-Type"]


def test_a_period_that_ends_before_it_begins_is_explained(client, therapist):
    query = {"period": "dates", "start": "2026-03-09", "end": "2026-03-01"}

    response = client.get(FILE, query)

    assert response.status_code == 400
    assert "This day lies before the first." in response.text


@pytest.mark.parametrize("path", [PAGE, FILE])
def test_nothing_is_sent_here(client, therapist, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "query",
    [{"cases": ["BBBB", "DDDD"]}, {"cases": "bbbb, dddd"}, {"case": ["BBBB", "DDDD"]}],
)
def test_file_holds_each_of_the_cases_that_are_chosen(client, therapist, query):
    for code in ("BBBB", "CCCC", "DDDD"):
        SessionFactory(case__therapist=therapist, case__code=code)

    rows = rows_of(client.get(FILE, query))

    assert {row["case"] for row in rows} == {"BBBB", "DDDD"}


def test_cases_are_ticked_those_that_run_first(client, therapist):
    CaseFactory(therapist=therapist, code="BBBB", ended_on="2026-03-02", ending="other")
    CaseFactory(therapist=therapist, code="CCCC")
    CaseFactory(code="DDDD")

    page = client.get(PAGE).text

    offered = re.findall(r'name="cases" type="checkbox" value="(\w+)"', page)
    assert offered == ["CCCC", "BBBB"] * 2


def test_codes_of_very_many_cases_are_typed(client, therapist):
    CaseFactory.create_batch(LISTED + 1, therapist=therapist)
    one, other = Case.objects.values_list("code", flat=True)[:2]

    page = client.get(PAGE, {"cases": f"{one} {other}"}).text

    assert 'name="cases" type="checkbox"' not in page
    assert page.count(f'name="cases" value="{one} {other}"') == 1


def test_one_wrong_code_among_several_is_explained_and_kept(client, therapist):
    CaseFactory(therapist=therapist, code="BBBB")

    response = client.get(FILE, {"cases": ["BBBB", "CCCC"]})

    assert response.status_code == 400
    assert "Choose one of your cases." in response.text
    assert re.search(r'value="BBBB"[^>]* checked', response.text)
