"""The page about repair as it is asked for: in sessions, in days, by type, as CSV."""

import datetime
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from tests.factories import (
    AttemptFactory,
    CaseFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

MONDAY = datetime.date(2026, 10, 5)
REPAIR = reverse("dashboard:repair")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def ruptures(therapist, count, resolved_after=None, weeks=5, **fields):
    """Each in the first of so many weekly sessions of a case of its own."""
    for _ in range(count):
        case = CaseFactory(therapist=therapist, started_on=MONDAY)
        sessions = [
            SessionFactory(case=case, date=MONDAY + datetime.timedelta(weeks=week))
            for week in range(weeks)
        ]
        rupture = RuptureFactory(session=sessions[0], **fields)
        if resolved_after is not None:
            AttemptFactory(rupture=rupture, session=sessions[resolved_after])


def csv_of(client, slug, **query):
    address = reverse("dashboard:chart-csv", args=[slug])
    return client.get(f"{address}?{urlencode(query)}").text.splitlines()


def test_repair_has_its_three_charts_with_words_and_tables(client, therapist):
    ruptures(therapist, 8, resolved_after=0)
    ruptures(therapist, 6, resolved_after=2)
    ruptures(therapist, 6)

    text = text_of(client.get(REPAIR))

    # 14 of 20, none censored before; 6 are at risk of what comes in the third
    assert "About 70 of 100 were resolved within 3 sessions; fewer than 10" in text
    assert "20 ruptures, 6 not resolved so far and counted as far" in text
    assert "14 attempts in this period, with 14 outcomes noted." in text
    assert "6 ruptures are open now in running cases" in text
    assert text.count('class="chart"') == 3
    assert text.count("<table>") == 3
    assert f'href="{reverse("dashboard:rupture-open")}"' in text


def test_time_is_counted_in_days_where_that_is_asked_for(client, therapist):
    ruptures(therapist, 12, resolved_after=2)

    assert "were resolved within 3 sessions" in text_of(client.get(REPAIR))
    assert "All were resolved within 21 days." in text_of(
        client.get(REPAIR, {"unit": "days"})
    )
    assert csv_of(client, "incidence", unit="days")[1:4] == [
        "0,12,0,0,0.0,,,0.0",
        "7,12,0,0,0.0,,,0.0",
        "14,12,12,0,1.0,,,0.0",
    ]


def test_an_unknown_unit_is_answered_in_words(client, therapist):
    response = client.get(REPAIR, {"unit": "moons"})

    assert response.status_code == 200
    assert "Counted in: Select a valid choice. moons is not one" in text_of(response)


def test_the_type_narrows_every_chart(client, therapist):
    ruptures(therapist, 2, resolved_after=1, type="confrontation")
    ruptures(therapist, 1)

    text = text_of(client.get(REPAIR, {"type": "confrontation"}))

    assert "2 ruptures, too few for a curve: 2 resolved" in text
    assert "2 attempts in this period" in text
    assert "No rupture is open now in a running case." in text


def test_without_a_rupture_the_page_says_so_and_draws_nothing(client, therapist):
    SessionFactory(case__therapist=therapist, date=MONDAY)

    text = text_of(client.get(REPAIR))

    assert "No rupture is recorded for what is chosen here" in text
    assert 'class="chart"' not in text
    assert "nan" not in text
    assert " 0 %" not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"count": 1, "weeks": 1},
            "1 rupture, too few for a curve: 0 resolved, in 0 the treatment ended or "
            "the rupture was closed first, 1 not resolved so far.",
        ),
        ({"count": 12, "resolved_after": 0}, "All were resolved within 3 sessions."),
        ({"count": 12}, "None was resolved within 3 sessions."),
        ({"count": 12, "weeks": 1}, "12 ruptures, none followed for 3 sessions yet"),
        (
            {"count": 12, "closed_reason": "faded", "closed_on": MONDAY},
            "In all the treatment ended or the rupture was closed first.",
        ),
    ],
    ids=["one session", "all at once", "none ever", "all today", "all ended"],
)
def test_few_and_equal_ruptures_are_told_in_words(client, therapist, fields, words):
    ruptures(therapist, **fields)

    text = text_of(client.get(REPAIR))

    assert words in text
    assert "nan" not in text


def test_each_chart_is_had_as_csv(client, therapist):
    ruptures(therapist, 10, resolved_after=1)
    ruptures(therapist, 1)

    assert csv_of(client, "incidence")[1:3] == [
        "0,11,0,0,0.0,,,0.0",
        "1,11,10,0,0.9091,0.5081,0.9867,0.0",  # 10/11 ** exp(±1.9607)
    ]
    assert csv_of(client, "strategies")[1] == (
        "asked,10,10,10,0,0,1.0,0.7225,1.0"  # Wilson: 10 of 10
    )
    assert csv_of(client, "open-age")[3] == "4–8,1,0,0,1"


def test_another_therapists_ruptures_are_in_no_chart(client, therapist):
    ruptures(UserFactory(), 12, resolved_after=1)

    assert "No rupture is recorded" in text_of(client.get(REPAIR))


def test_the_page_asks_eight_times_at_most(
    client, therapist, django_assert_max_num_queries
):
    ruptures(therapist, 3, resolved_after=1)
    client.get(REPAIR)  # writes down that the device was seen

    with django_assert_max_num_queries(8):
        client.get(REPAIR)
