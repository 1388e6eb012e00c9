"""The page about markers as it is asked for: by page, by type, as CSV."""

import datetime

import pytest
from django.urls import reverse

from ruptures.taxonomy import Rater
from tests.factories import (
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)
from tests.reading import text_of

DAY = datetime.date(2026, 10, 5)
MARKERS = reverse("dashboard:markers")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]


def noted(therapist, count, *codes, **fields):
    """So many ruptures with those markers."""
    for _ in range(count):
        session = SessionFactory(case__therapist=therapist, date=DAY)
        rupture = RuptureFactory(session=session, **fields)
        for code in codes:
            MarkerFactory(rupture=rupture, code=code)


def observed(therapist, *codes):
    session = SessionFactory(case__therapist=therapist, date=DAY)
    report = ReportFactory(session=session, rater=Rater.OBSERVER, reporter="A")
    for code in codes:
        MarkerFactory(rupture=None, report=report, code=code)


def csv_of(client, slug):
    return client.get(reverse("dashboard:chart-csv", args=[slug])).text.splitlines()


def test_markers_of_the_log_and_of_observers_stand_apart(client, therapist):
    noted(therapist, 11, "quiet")
    noted(therapist, 1, "quiet", "pressed")
    noted(therapist, 1)
    observed(therapist, "went_along")

    text = text_of(client.get(MARKERS))

    assert "13 ruptures arose in this period, 12 with a marker noted." in text
    assert "1 observer&#x27;s report of this period, 1 with a marker noted." in text
    assert text.count('class="chart"') == 2
    assert csv_of(client, "markers")[1:] == [
        "withdrawal,quiet,12,12,1.0,0.7575,1.0",  # Wilson: 12 of 12
        "confrontation,pressed,1,12,0.0833,0.0149,0.3539",  # Wilson: 1 of 12
    ]
    assert csv_of(client, "observed-markers")[1:] == ["withdrawal,went_along,1,1,,,"]


def test_the_type_narrows_ruptures_and_markers(client, therapist):
    noted(therapist, 2, "quiet")
    noted(therapist, 3, "quiet", "pressed", type="mixed")
    noted(therapist, 4, "pressed", type="confrontation")

    text = text_of(client.get(MARKERS, {"type": "confrontation"}))

    assert "7 ruptures arose in this period, 7 with a marker noted." in text
    assert "pressed or steered me · 7" in text
    assert "went quiet" not in text


def test_reports_by_observers_only_are_drawn_and_the_log_says_it_has_none(
    client, therapist
):
    observed(therapist, "quiet")

    text = text_of(client.get(MARKERS))

    assert "No rupture arose in this period." in text
    assert text.count('class="chart"') == 1


def test_without_any_the_page_says_so_and_draws_nothing(client, therapist):
    text = text_of(client.get(MARKERS))

    assert "No rupture and no observer's report is recorded" in text
    assert 'class="chart"' not in text
    assert "nan" not in text


def test_another_therapists_markers_are_in_no_chart(client, therapist):
    noted(UserFactory(), 12, "quiet")
    observed(UserFactory(), "quiet")

    assert "No rupture and no observer" in text_of(client.get(MARKERS))


def test_the_page_asks_eight_times_at_most(
    client, therapist, django_assert_max_num_queries
):
    noted(therapist, 3, "quiet")
    client.get(MARKERS)  # writes down that the device was seen

    with django_assert_max_num_queries(8):
        client.get(MARKERS)
