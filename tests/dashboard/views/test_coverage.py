"""Coverage as it is asked for: by rater, by page, by htmx, as CSV."""

import datetime

import pytest
from django.urls import reverse

from ruptures.taxonomy import Attendance, Rater, Strain
from tests.factories import CaseFactory, ReportFactory, SessionFactory, UserFactory
from tests.reading import text_of

COVERAGE = "/coverage/"
MONDAY = datetime.date(2026, 10, 5)
SLUGS = ("coverage", "coverage-months", "coverage-cases", "logging-delay")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def weekly(therapist, held=6, strains=(Strain.NO, Strain.UNSURE), **case):
    """A case with weekly sessions, logged two days later; the first ones answered."""
    case = CaseFactory(therapist=therapist, **case)
    for week in range(held):
        day = MONDAY + datetime.timedelta(weeks=week)
        logged_at = datetime.datetime.combine(
            day + datetime.timedelta(days=2), datetime.time(12), datetime.UTC
        )
        session = SessionFactory(case=case, date=day, logged_at=logged_at)
        for strain in strains[week : week + 1]:
            ReportFactory(session=session, strain=strain)
    return case


def test_page_says_what_was_answered_by_rater_month_and_case(client, therapist):
    case = weekly(therapist, rhythm="weekly", rhythm_from=MONDAY)
    weekly(therapist)

    text = text_of(client.get(COVERAGE))

    assert (
        "You answered 2 of 12 held yes or no (17 %) and were unsure of 2; of 8 there "
        "is no answer of yours." in text
    )
    assert "Clients answered 0 yes or no (0 %)" in text
    # Mondays from 5 October to before 22 November are 7, of which 6 were held.
    assert "1 expected date is not confirmed" in text
    assert "At least half of 12 were logged within 2 days." in text
    assert "2 cases with held sessions or expected dates" in text
    assert f'<a class="code" href="/cases/{case.code}/">{case.code}</a>' in text
    assert text.count('class="chart"') == 3
    assert "nan" not in text


def test_without_a_rhythm_coverage_is_unknown(client, therapist):
    weekly(therapist)

    text = text_of(client.get(COVERAGE))

    assert "Coverage unknown: only logged sessions are known here." in text
    assert "Every expected date is confirmed" not in text


def test_another_rater_is_shown_by_month_and_case(client, therapist):
    case = weekly(therapist)
    ReportFactory(session=case.sessions.first(), rater=Rater.CLIENT, strain=Strain.YES)

    text = text_of(client.get(COVERAGE, {"rater": "client"}))
    csv = client.get("/data/charts/coverage-cases.csv", {"rater": "client"}).text

    assert "by what clients answered" in text
    assert csv.splitlines()[1] == f"{case.code},6,1,,0,5,0"


def test_late_sessions_count_as_held(client, therapist):
    case = weekly(therapist, held=1)
    SessionFactory(
        case=case,
        date=MONDAY + datetime.timedelta(days=1),
        attendance=Attendance.LATE,
    )

    assert "You answered 1 of 2 held yes or no" in text_of(client.get(COVERAGE))


@pytest.mark.parametrize("strain", [*Strain.values, None])
def test_one_session_is_counts_and_no_share(client, therapist, strain):
    weekly(therapist, held=1, strains=[strain] if strain else [])

    text = text_of(client.get(COVERAGE))

    assert "(too few for a share)" in text
    assert "Below 10 sessions there are counts only." in text
    assert "nan" not in text
    assert " %" not in text.split('id="results"')[1]


def test_observers_only_are_shown_as_theirs(client, therapist):
    case = weekly(therapist, held=7, strains=())
    for session in case.sessions.all():
        for reporter in "AB":
            strain = Strain.YES if reporter == "A" else Strain.NO
            ReportFactory(
                session=session, rater=Rater.OBSERVER, reporter=reporter, strain=strain
            )

    text = text_of(client.get(COVERAGE))

    assert (
        "Observers answered 0 yes or no (too few for a share), were unsure of 0 and "
        "differ on 7; of 0 there is no answer by one." in text
    )


def test_nothing_logged_is_said_kindly(client, therapist):
    text = text_of(client.get(COVERAGE))

    assert "No session that took place is logged" in text
    assert 'class="chart"' not in text


def test_expected_dates_alone_are_shown(client, therapist):
    weekly(therapist, held=0, rhythm="weekly", rhythm_from=MONDAY)

    text = text_of(client.get(COVERAGE))

    assert "No session was held in this period." in text
    assert "7 expected dates are not confirmed" in text


def test_the_table_of_cases_comes_a_page_at_a_time(client, therapist):
    for _ in range(31):
        weekly(therapist, held=1)

    first = client.get(COVERAGE)
    second = client.get(COVERAGE, {"page": "2"})

    assert first.text.count('<a class="code"') == 30
    assert second.text.count('<a class="code"') == 1
    assert 'href="?page=2"' in first.text


def test_by_htmx_it_is_the_results_alone(client, therapist):
    weekly(therapist)

    response = client.get(
        COVERAGE, headers={"HX-Request": "true", "HX-Target": "results"}
    )

    assert response.text.strip().startswith('<div id="results"')
    assert "<html" not in response.text


def test_nobody_elses_sessions_are_counted(client, therapist):
    weekly(UserFactory(), rhythm="weekly", rhythm_from=MONDAY)

    assert "No session that took place is logged" in client.get(COVERAGE).text


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chart_has_its_csv(client, therapist, slug):
    weekly(therapist)

    response = client.get(reverse("dashboard:chart-csv", args=[slug]))

    assert response.status_code == 200
    assert len(response.text.splitlines()) > 1


def test_it_asks_as_often_for_many_sessions_as_for_one(
    client, therapist, django_assert_max_num_queries, django_assert_num_queries
):
    weekly(therapist, held=1, rhythm="weekly", rhythm_from=MONDAY)
    client.get(COVERAGE)  # notes once that this device was seen
    with django_assert_max_num_queries(8) as asked:
        client.get(COVERAGE)

    for _ in range(12):
        weekly(therapist, rhythm="weekly", rhythm_from=MONDAY)
    with django_assert_num_queries(len(asked)):
        client.get(COVERAGE)
