"""What the numbers of supervision are of: parts said as parts, nothing by the way."""

import csv
import datetime
import io

import pytest

from ruptures.models import Case
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    GrantFactory,
    ReportFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

TRENDS, FUNNEL = "/supervision/trends/", "/supervision/funnel/"
RATES, POINTS = "/data/charts/side-rates.csv", "/data/charts/funnel.csv"
START = datetime.date(2026, 3, 2)
A_PART = "a part of their caseload: a rate here is not the rate of the therapist."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def answered(case, *answers, start=START, rater="therapist", **report):
    for week, answer in enumerate(answers):
        date = start + datetime.timedelta(weeks=week)
        session = SessionFactory(case=case, date=date)
        ReportFactory(session=session, strain=answer, rater=rater, **report)


def supervisee(supervisor, email, *answers, **grant):
    therapist = UserFactory(email=email)
    case = CaseFactory(therapist=therapist, started_on=START)
    answered(case, *answers)
    grant = {"every_case": True} | grant
    return GrantFactory(therapist=therapist, holder=supervisor, **grant)


def group(supervisor, count):
    answers = ["yes"] * 4 + ["no"] * 6
    return [
        supervisee(supervisor, f"t{number:02}@example.org", *answers, in_funnel=True)
        for number in range(count)
    ]


def rows_of(client, path, **asked):
    text = client.get(path, {"period": "all"} | asked).text
    return list(csv.DictReader(io.StringIO(text)))


def test_the_stretch_before_counts_cases_that_ended_in_it(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org", *["no"] * 10)
    ended = CaseFactory(
        therapist=grant.therapist,
        started_on=datetime.date(2025, 1, 6),
        ended_on=datetime.date(2025, 6, 30),
        ending="agreed",
    )
    answered(ended, *["yes"] * 12, start=datetime.date(2025, 1, 6))

    [row] = rows_of(client, RATES, period="12")

    assert (row["yes"], row["answered"]) == ("0", "10")
    assert (row["previous_yes"], row["previous_answered"]) == ("12", "12")


def test_a_rate_over_chosen_cases_is_said_to_be_of_a_part(client, supervisor):
    therapist = UserFactory(email="abel@example.org")
    chosen, *_others = (CaseFactory(therapist=therapist) for _ in range(3))
    answered(chosen, *["yes"] * 10)
    grant = GrantFactory(therapist=therapist, holder=supervisor, cases=[chosen])

    page = text_of(client.get(TRENDS, {"period": "all"}))
    [row] = rows_of(client, RATES)

    assert "they are not the rate of the therapist." in page
    assert "abel@example.org (chosen cases): 10 of 10" in page
    assert row["shared"] == "chosen"
    for path in ("/", "/supervision/packet/caseload/"):
        assert A_PART in text_of(client.get(path, {"grant": grant.key}))


def test_a_whole_caseload_is_not_said_to_be_a_part(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org", *["yes"] * 10)

    [row] = rows_of(client, RATES)

    assert row["shared"] == "all"
    assert "chosen cases" not in text_of(client.get(TRENDS, {"period": "all"}))
    for path in ("/", "/supervision/packet/caseload/"):
        assert A_PART not in text_of(client.get(path, {"grant": grant.key}))


def test_all_unsure_is_no_rate_and_shows_as_unsure(client, supervisor):
    supervisee(supervisor, "abel@example.org", *["unsure"] * 12)

    [row] = rows_of(client, RATES)

    assert (row["yes"], row["answered"], row["rate"]) == ("0", "0", "")
    assert (row["unsure"], row["held"]) == ("12", "12")


def test_an_answer_kept_back_from_the_therapist_is_in_no_number(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org", *["no"] * 10)
    case = Case.objects.get(therapist=grant.therapist)
    late = datetime.date(2026, 9, 7)
    answered(case, *["yes"] * 9, start=late, rater="client", source="link")

    [row] = rows_of(client, "/data/charts/side-agreement.csv")

    assert (row["answered_by_both"], row["client_only"]) == ("0", "0")
    months = rows_of(client, "/data/charts/raters.csv", grant=grant.key)
    assert {each["answered"] for each in months if each["rater"] == "client"} <= {"0"}


def test_the_plot_that_a_colleague_sees_names_no_case_of_others(client, supervisor):
    grants = group(supervisor, 10)
    own = grants[3]
    client.force_login(own.therapist)

    page = client.get(FUNNEL, {"grant": own.key, "period": "all"}).text

    others = Case.objects.exclude(therapist=own.therapist)
    assert not [case.code for case in others if f">{case.code}<" in page]


def test_equal_numbers_of_sessions_do_not_stand_by_name(client, supervisor):
    supervisee(supervisor, "a@example.org", *["yes"] * 10, in_funnel=True)
    group(supervisor, 9)

    rows = rows_of(client, POINTS)

    assert [row["yes"] for row in rows] == ["4"] * 9 + ["10"]


@pytest.mark.parametrize("chosen", [False, True])
def test_the_plot_goes_the_moment_one_of_ten_withdraws(chosen, client, supervisor):
    grants = group(supervisor, 10)
    asked = {"one": str(grants[0].key)} if chosen else {}
    assert len(rows_of(client, POINTS, **asked)) == 10

    grants[9].ended_at, grants[9].ended_by = LOGGED_AT, grants[9].therapist
    grants[9].save()

    assert rows_of(client, POINTS, **asked) == []
    assert "so far 9 agreed." in text_of(client.get(FUNNEL, asked | {"period": "all"}))
    client.force_login(grants[0].therapist)
    assert rows_of(client, POINTS, grant=grants[0].key) == []
    client.force_login(grants[9].therapist)
    assert client.get(FUNNEL, {"grant": grants[9].key}).status_code == 404


def test_ten_who_agreed_of_whom_one_said_too_little_are_told_apart(client, supervisor):
    group(supervisor, 9)
    supervisee(supervisor, "few@example.org", *["no"] * 9, in_funnel=True)

    text = text_of(client.get(FUNNEL, {"period": "all"}))

    assert (
        "so far 10 agreed. In this period 9 of them have so many answered sessions."
    ) in text
