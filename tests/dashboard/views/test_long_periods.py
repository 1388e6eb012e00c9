"""Decades of months: the last ten years are shown, and the CSV has them all."""

import csv
import datetime
import io
import json
import re

import pytest

from tests.factories import CaseFactory, GrantFactory, ReportFactory, SessionFactory

BEGIN = datetime.date(1950, 3, 6)
# From March 1950 to November 2026: 10 months, 75 years, 11 months.
EVERY = 921
SHOWN = "Shown are the last 120 of 921 months; the CSV has all of them."
FIRST_SHOWN, LAST = "2016-12", "2026-11"

OWN = [("/", "months"), ("/", "movements"), ("/coverage/", "coverage-months")]
SIDE = ["side-rates", "side-movements"]
BY_MONTH = {"period": "all", "by": "month"}

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def a_case(therapist, *begins):
    """Twelve days of sessions from each of those on, strain in the first of them."""
    case = CaseFactory(therapist=therapist, started_on=BEGIN)
    for begin in begins:
        for day in range(12):
            date = begin + datetime.timedelta(days=day)
            session = SessionFactory(case=case, date=date)
            ReportFactory(session=session, strain="no" if day else "yes")


def figure_in(text, slug):
    written = re.search(rf'<script id="figure-{slug}"[^>]*>(.+?)</script>', text)
    return json.loads(written[1])


def said_of(text, slug):
    """What stands over that chart."""
    [_, after] = text.split(f'id="chart-{slug}"')
    return after.split("<script")[0].split("<table")[0]


def rows_of(client, slug, query):
    text = client.get(f"/data/charts/{slug}.csv", query).text
    return list(csv.DictReader(io.StringIO(text)))


def longest(figure):
    return max(len(trace["x"]) for trace in figure["data"])


@pytest.mark.parametrize(("page", "slug"), OWN)
def test_ten_years_are_drawn_and_all_are_in_the_csv(client, therapist, page, slug):
    a_case(therapist, BEGIN, datetime.date(2026, 10, 5))

    text = client.get(page, {"period": "all"}).text
    table = client.get(f"/data/charts/{slug}/", {"period": "all"}).text
    rows = rows_of(client, slug, {"period": "all"})

    assert SHOWN in said_of(text, slug)
    figure = figure_in(text, slug)
    assert longest(figure) == 120
    assert len(figure["layout"]["xaxis"]["tickvals"]) == 120
    assert table.count("<tr>") == 121
    months = [row["month"] for row in rows]
    assert (len(months), months == sorted(months)) == (EVERY, True)
    assert (months[0], months[-120], months[-1]) == ("1950-03", FIRST_SHOWN, LAST)


@pytest.mark.parametrize("slug", SIDE)
def test_side_by_side_all_end_with_the_same_ten_years(client, supervisor, slug):
    for begin in (BEGIN, datetime.date(2025, 12, 1)):
        grant = GrantFactory(holder=supervisor, every_case=True)
        a_case(grant.therapist, begin, datetime.date(2026, 9, 7))

    text = client.get("/supervision/trends/", BY_MONTH).text
    rows = rows_of(client, slug, BY_MONTH)

    assert SHOWN in said_of(text, slug)
    figure = figure_in(text, slug)
    places = {trace["x"][-1] for trace in figure["data"]}
    assert (longest(figure), places) == (120, {119})
    assert len(rows) == EVERY + 12


def test_what_is_said_is_of_the_months_shown(client, therapist):
    """Sessions of long ago alone: no point can be drawn in these ten years."""
    a_case(therapist, BEGIN)

    text = client.get("/", {"period": "all"}).text

    said = said_of(text, "months")
    assert SHOWN in said
    assert "By your log, none of these months has 10 answered sessions" in said
    assert 'id="figure-months"' not in text


def test_ten_years_to_the_month_are_shown_whole(client, therapist):
    a_case(therapist, datetime.date(2016, 12, 5))

    text = client.get("/", {"period": "all"}).text

    assert "Shown are the last" not in text
    assert len(figure_in(text, "months")["layout"]["xaxis"]["tickvals"]) == 120
