"""The dashboard as it is asked for: by page, by htmx, by filter, as CSV."""

import csv
import datetime
import io

import pytest
from django.urls import reverse

from ruptures.taxonomy import Rater, Strain
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

TODAY = datetime.date(2026, 11, 22)
OVERVIEW = "/"
FRAGMENT = {"HX-Request": "true", "HX-Target": "results"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def caseload(therapist, cases=6, weeks=4, every=2):
    """Cases weekly since 5 October 2026, with strain in each `every`-th session."""
    for case_number in range(cases):
        case = CaseFactory(therapist=therapist)
        for week in range(weeks):
            day = datetime.date(2026, 10, 5) + datetime.timedelta(weeks=week)
            session = SessionFactory(case=case, date=day)
            strained = (case_number * weeks + week) % every == 0
            strain = Strain.YES if strained else Strain.NO
            ReportFactory(session=session, strain=strain)
            if strained:
                AttemptFactory(rupture=RuptureFactory(session=session))


def test_overview_shows_figures_sentence_chart_and_table(client, therapist):
    caseload(therapist)

    text = text_of(client.get(OVERVIEW))

    # 12 of 24: t(.975, 5) with n = 24 gives 27.4 to 72.6
    assert (
        "By your log, strain in 12 of 24 sessions with 6 clients, 27–73 %: "
        "cannot tell whether that is below 40–75 %, as quoted for therapists." in text
    )
    assert "24 <span>of 24 held</span>" in text
    assert "100 of 100" in text
    assert text.count('class="chart"') == 3
    assert text.count("<table>") == 3
    assert "Describes what was noticed. Not a measure of skill" in text


def test_overview_without_any_session_says_so_kindly_and_draws_nothing(
    client, therapist
):
    text = text_of(client.get(OVERVIEW))

    assert "No session that took place is logged" in text
    assert f'href="{reverse("dashboard:log")}"' in text
    assert 'class="chart"' not in text
    assert "nan" not in text
    assert " 0 %" not in text


@pytest.mark.parametrize(
    ("strain", "said"),
    [
        (Strain.YES, "too few for a rate"),
        (Strain.NO, "too few for a rate"),
        (Strain.UNSURE, "no answer of yes or no"),
    ],
)
def test_overview_of_one_session_gives_counts_and_no_rate(
    client, therapist, strain, said
):
    session = SessionFactory(case__therapist=therapist, date=TODAY)
    ReportFactory(session=session, strain=strain)

    text = text_of(client.get(OVERVIEW))

    assert said in text
    assert "By your log, none of these months has 10 answered sessions" in text
    assert "stands under each month" not in text
    assert text.count('class="chart"') == 1  # the ranges, with the count beside them


def test_overview_counts_nobody_elses_sessions(client, therapist):
    caseload(UserFactory())

    assert "No session that took place is logged" in client.get(OVERVIEW).text


def test_overview_by_htmx_is_the_results_alone(client, therapist):
    caseload(therapist)

    response = client.get(OVERVIEW, headers=FRAGMENT)

    assert response.text.strip().startswith('<div id="results"')
    assert "<html" not in response.text
    assert '<div class="chart"' in response.text
    assert "<table>" not in response.text  # it is asked for where it is opened


def test_the_filter_narrows_to_a_case(client, therapist):
    caseload(therapist)
    case = therapist.cases.first()

    text = text_of(client.get(OVERVIEW, {"case": case.code}))

    assert "strain in 2 of 4 sessions with 1 client: too few for a rate." in text
    assert f'name="case" value="{case.code}"' in text
    again = text_of(client.get(OVERVIEW, {"case": f" {case.code.lower()} "}))
    assert "strain in 2 of 4 sessions with 1 client: too few for a rate." in again


def test_the_filter_names_another_rater(client, therapist):
    caseload(therapist)
    for session in therapist.cases.first().sessions.all():
        ReportFactory(session=session, rater=Rater.CLIENT, strain=Strain.NO)

    text = text_of(client.get(OVERVIEW, {"rater": "client"}))

    assert "By your clients, strain in 0 of 4 sessions with 1 client" in text
    assert "By your log, strain" not in text


def test_nothing_answered_is_no_data_and_never_0_of_0(client, therapist):
    caseload(therapist)

    text = text_of(client.get(OVERVIEW, {"rater": "client"}))

    assert '<dd class="figure">–</dd><dd>no answer of yes or no</dd>' in text
    assert "0 <span>of 0</span>" not in text


def test_what_was_recognised_later_stands_beside_the_therapists_rate_alone(
    client, therapist
):
    caseload(therapist)
    session = therapist.cases.first().sessions.last()
    RuptureFactory(session=session, recognised="later", type="confrontation")
    beside = "1 recognised later; the answers count as first given"

    assert beside in text_of(client.get(OVERVIEW, {"type": "withdrawal"}))
    assert beside not in text_of(client.get(OVERVIEW, {"rater": "client"}))


def test_the_filter_snaps_a_preset_to_whole_months(client, therapist):
    SessionFactory(case__therapist=therapist, date=datetime.date(2026, 8, 31))
    SessionFactory(case__therapist=therapist, date=datetime.date(2026, 9, 1))

    text = text_of(client.get(OVERVIEW, {"period": "3"}))

    assert "Last 3 months: 1 Sep 2026 – 22 Nov 2026 · 1 case ·" in text


def test_the_filter_takes_free_dates(client, therapist):
    caseload(therapist, weeks=3)
    days = {"period": "dates", "start": "2026-10-06", "end": "2026-10-12"}

    text = text_of(client.get(OVERVIEW, days))

    assert "6 Oct 2026 – 12 Oct 2026" in text
    assert "of 6 held" in text


def test_the_filter_takes_everything(client, therapist):
    SessionFactory(case__therapist=therapist, date=datetime.date(2019, 1, 1))

    assert "of 1 held" in client.get(OVERVIEW, {"period": "all"}).text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        (
            {"period": "dates", "start": "2026-10-06", "end": "2026-10-05"},
            "To: This day lies before the first.",
        ),
        ({"period": "dates", "start": "soon"}, "From: Enter a valid date."),
        (
            {"period": "dates", "start": "2026-11-23"},
            "From: This date is in the future.",
        ),
        ({"period": "99"}, "Period: Select a valid choice."),
        ({"case": "ZZZZ"}, "Case: Choose one of your cases."),
        ({"rater": "me"}, "Rater: Select a valid choice."),
    ],
)
def test_the_filter_says_what_it_cannot_use(client, therapist, query, message):
    caseload(therapist)

    response = client.get(OVERVIEW, query)

    assert response.status_code == 200
    assert message in text_of(response)
    assert 'class="chart"' not in response.text


def test_a_strangers_case_is_like_one_that_is_not_there(client, therapist):
    case = CaseFactory()

    found, nobodys = (
        text_of(client.get(OVERVIEW, {"case": code}, headers=FRAGMENT))
        for code in (case.code, "ZZZZ")
    )

    assert "Case: Choose one of your cases." in found
    assert found == nobodys


@pytest.mark.parametrize("target", [{}, FRAGMENT])
def test_overview_asks_as_often_for_1_as_for_300_sessions(
    client, therapist, django_assert_num_queries, target
):
    expected = 5 if target else 6
    caseload(therapist, cases=1, weeks=1)
    client.get(OVERVIEW)  # notes once that this device was seen
    with django_assert_num_queries(expected):
        client.get(OVERVIEW, headers=target)

    caseload(therapist, cases=50, weeks=6)
    with django_assert_num_queries(expected):
        client.get(OVERVIEW, headers=target)


def test_the_criterion_changes_the_ranges_and_both_are_told_in_words(client, therapist):
    caseload(therapist)

    quoted = text_of(client.get(OVERVIEW))
    reviews = text_of(client.get(OVERVIEW, {"criterion": "reviews"}))

    # 27.4 to 72.6 reaches below 40 and stays under 75; it holds 43 to 56 inside it
    by_quoted = "cannot tell whether that is below 40–75 %, as quoted for therapists."
    by_reviews = (
        "cannot tell whether that is below, within or above 43–56 %, as quoted for "
        "therapists."
    )
    assert f"6 clients, 27–73 %: {by_quoted}" in quoted
    assert f"as summarised in later reviews: {by_reviews}" in quoted
    assert f"6 clients, 27–73 %: {by_reviews}" in reviews
    assert f"as quoted in a clinician&#x27;s article: {by_quoted}" in reviews


def test_an_unknown_criterion_is_said_to_be_none(client, therapist):
    caseload(therapist)

    assert "Select a valid choice" in text_of(client.get(OVERVIEW, {"criterion": "x"}))


def test_the_trend_can_be_the_last_20_answered_sessions_rolling(client, therapist):
    caseload(therapist)

    text = text_of(client.get(OVERVIEW, {"trend": "rolling"}))

    # weeks 1 and 3 had strain with all 6; the first 4 answers are too old for the 20
    assert "strain in 8 of the last 20 answered sessions with 6 clients" in text
    assert 'id="chart-rolling"' in text
    assert 'id="chart-months"' not in text


def test_the_rolling_trend_is_silent_before_20_answered_sessions(client, therapist):
    caseload(therapist, cases=5, weeks=3)

    text = text_of(client.get(OVERVIEW, {"trend": "rolling"}))

    assert "A point needs 20 answered sessions; there are 15." in text
    assert 'data-figure="figure-rolling"' not in text


def test_the_split_is_of_the_sessions_with_strain(client, therapist):
    caseload(therapist)

    text = text_of(client.get(OVERVIEW))

    assert (
        "Of the 12 sessions with strain: withdrawal in 12 (100 %), confrontation in "
        "0 (0 %); a session can hold both." in text
    )


def test_chart_csv_is_the_charts_own_numbers_under_the_same_filter(client, therapist):
    caseload(therapist)

    response = client.get("/data/charts/months.csv", {"period": "3"})

    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert [
        (row["month"], row["days"], row["yes"], row["answered"]) for row in rows
    ] == [
        ("2026-09", "all", "0", "0"),
        ("2026-10", "all", "12", "24"),
        ("2026-11", "part", "0", "0"),
    ]
    assert [row["rate"] for row in rows] == ["", "0.5", ""]


@pytest.mark.parametrize("slug", ["raters", "months", "movements"])
def test_chart_csv_exists_for_every_chart_even_without_a_session(
    client, therapist, slug
):
    response = client.get(reverse("dashboard:chart-csv", args=[slug]))

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("slug", "query"), [("nothing", {}), ("months", {"period": "99"})]
)
def test_chart_csv_of_what_there_is_not_is_not_found(client, therapist, slug, query):
    response = client.get(reverse("dashboard:chart-csv", args=[slug]), query)

    assert response.status_code == 404


@pytest.mark.parametrize("path", [OVERVIEW, "/data/charts/months.csv", "/reference/"])
def test_only_reading_is_allowed(client, therapist, path):
    assert client.post(path).status_code == 405


def test_a_period_from_an_unlikely_year_is_refused_beside_its_field(client):
    client.force_login(CaseFactory().therapist)

    page = client.get("/", {"period": "dates", "start": "0202-01-05"})

    assert "Look at the year again." in page.text
