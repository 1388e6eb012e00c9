"""Trends side by side, and the funnel plot: who sees what, and by which address."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruptures.models import AccessEvent
from tests.factories import (
    LOGGED_AT,
    CaseFactory,
    GrantFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

TRENDS, FUNNEL = "/supervision/trends/", "/supervision/funnel/"
ALL = {"period": "all"}
START = datetime.date(2026, 8, 3)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def supervisee(supervisor, email, yes=4, no=8, cases=1, **grant):
    therapist = UserFactory(email=email)
    for _ in range(cases):
        case = CaseFactory(therapist=therapist, started_on=START)
        for day in range(yes + no):
            date = START + datetime.timedelta(days=day)
            session = SessionFactory(case=case, date=date)
            ReportFactory(session=session, strain="yes" if day < yes else "no")
        RuptureFactory(session=session)
    return GrantFactory(
        therapist=therapist, holder=supervisor, every_case=True, **grant
    )


def group(supervisor, count, **grant):
    return [
        supervisee(supervisor, f"t{n:02}@example.org", n % 5, 10, **grant)
        for n in range(count)
    ]


def test_supervisees_stand_by_e_mail_and_never_by_rate(client, supervisor):
    supervisee(supervisor, "bea@example.org", yes=0)
    supervisee(supervisor, "abel@example.org", yes=9)

    csv = client.get("/data/charts/side-rates.csv", ALL).text.splitlines()

    assert [line.split(",")[:4] for line in csv[1:]] == [
        ["abel@example.org", "all", "9", "17"],
        ["bea@example.org", "all", "0", "8"],
    ]


def test_the_cases_of_one_stand_by_their_codes(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org", cases=2)
    supervisee(supervisor, "bea@example.org")

    text = text_of(client.get(TRENDS, ALL | {"grant": grant.key}))

    codes = sorted(grant.therapist.cases.values_list("code", flat=True))
    places = [text.index(f'scope="row">{code}<') for code in codes]
    assert places == sorted(places)
    assert "bea@example.org" not in text


@pytest.mark.parametrize("by", ["period", "month"])
def test_each_way_of_showing_draws_and_tabulates(by, client, supervisor):
    group(supervisor, 5)

    page = client.get(TRENDS, ALL | {"by": by}).text

    assert page.count("<table>") == 5
    assert "nan" not in page


def test_nobody_has_nothing_to_look_at(client):
    client.force_login(UserFactory())

    assert "Nobody shares cases with you" in text_of(client.get(TRENDS))
    assert client.get("/data/charts/side-rates.csv").status_code == 404


@pytest.mark.parametrize("key", ["nonsense", uuid.uuid4()])
@pytest.mark.parametrize("page", [TRENDS, FUNNEL])
def test_a_grant_that_is_not_ones_own_opens_nothing(page, key, client, supervisor):
    supervisee(supervisor, "abel@example.org")

    assert client.get(page, {"grant": key}).status_code == 404


def test_a_grant_that_ended_opens_nothing(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org")
    grant.ended_at, grant.ended_by = LOGGED_AT, grant.therapist
    grant.save()

    assert client.get(TRENDS, {"grant": grant.key}).status_code == 404
    assert "abel@example.org" not in client.get(TRENDS).text
    assert client.get("/data/charts/side-rates.csv", ALL).status_code == 404


def test_a_look_is_noted_for_everybody_and_a_file_as_taken(client, supervisor):
    grants = group(supervisor, 3)

    client.get(TRENDS)
    client.get("/data/charts/side-repair.csv", ALL)

    noted = AccessEvent.objects.values_list("owner", "deed", "page")
    assert set(noted) == {
        (grant.therapist.email, deed, page)
        for grant in grants
        for deed, page in (("looked", "supervision-trends"), ("exported", "chart-csv"))
    }


def test_the_filter_swaps_the_results_alone_and_keeps_the_grant(client, supervisor):
    grant = supervisee(supervisor, "abel@example.org")

    part = client.get(
        TRENDS,
        ALL | {"grant": grant.key},
        headers={"HX-Request": "true", "HX-Target": "results"},
    ).text

    assert "<html" not in part
    assert f"side-rates.csv?period=all&amp;grant={grant.key}" in part


def test_the_funnel_is_off_below_ten_who_agreed(client, supervisor):
    group(supervisor, 9, in_funnel=True)
    supervisee(supervisor, "silent@example.org")

    text = text_of(client.get(FUNNEL, ALL))

    assert "so far 9 agreed." in text
    assert 'data-figure="figure-funnel"' not in text


def test_the_funnel_has_no_name_until_one_is_chosen(client, supervisor):
    grants = group(supervisor, 10, in_funnel=True)
    chosen = ALL | {"one": grants[3].key}

    plain = client.get("/data/charts/funnel.csv", ALL).text
    named = client.get("/data/charts/funnel.csv", chosen).text

    assert "@" not in plain
    assert named.count("@") == 1
    assert "t03@example.org" in named


def test_who_agreed_sees_the_same_points_and_their_own_name_alone(client, supervisor):
    grants = group(supervisor, 10, in_funnel=True)
    own = grants[3]
    client.force_login(own.therapist)

    text = text_of(client.get(FUNNEL, ALL | {"grant": own.key, "one": grants[5].key}))

    assert 'data-figure="figure-funnel"' in text
    assert "t03@example.org" in text
    assert "t05@example.org" not in text
    assert f"{FUNNEL}?grant={own.key}" in client.get("/supervision/").text


def test_the_funnel_takes_whole_months_so_that_no_day_can_be_told(client, supervisor):
    group(supervisor, 10, in_funnel=True)

    response = client.get(
        FUNNEL, {"period": "dates", "start": "2026-08-03", "end": "2026-08-03"}
    )

    assert 'data-figure="figure-funnel"' not in response.text
    assert 'value="dates"' not in response.text


def test_no_range_of_studies_stands_beside_single_cases(client, supervisor):
    grant = supervisee(supervisor, "sue@example.org", cases=3)

    people = text_of(client.get(TRENDS, ALL))
    cases = text_of(client.get(TRENDS, ALL | {"grant": grant.key}))

    assert "as quoted for therapists" in people
    assert "as quoted for therapists" not in cases


def test_who_did_not_agree_does_not_see_it(client, supervisor):
    group(supervisor, 10, in_funnel=True)
    silent = supervisee(supervisor, "silent@example.org")
    client.force_login(silent.therapist)

    assert client.get(FUNNEL, {"grant": silent.key}).status_code == 404


@pytest.mark.parametrize("page", [TRENDS, FUNNEL])
def test_queries_are_as_many_for_ten_supervisees_as_for_one(page, client, supervisor):
    client.get(page)  # the first of a session asks more
    counts = []
    for wanted in (1, 3, 10):
        for number in range(wanted):
            email = f"t{wanted}-{number}@example.org"
            supervisee(supervisor, email, cases=2, in_funnel=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(page, ALL)
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_queries_are_as_many_for_ten_cases_as_for_one(client, supervisor):
    client.get(TRENDS)  # the first of a session asks more
    counts = []
    for cases in (1, 3, 10):
        grant = supervisee(supervisor, f"t{cases}@example.org", cases=cases)
        with CaptureQueriesContext(connection) as queries:
            client.get(TRENDS, ALL | {"grant": grant.key})
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]
