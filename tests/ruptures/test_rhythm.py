import datetime

import pytest

from ruptures.rhythm import unconfirmed_dates
from tests import factories


def day(text):
    return datetime.date.fromisoformat(text)


MONDAY = day("2024-01-08")
TODAY = day("2024-02-06")  # a Tuesday, four weeks and a day later


def case(**values):
    given = {"started_on": MONDAY, "rhythm": "weekly", "rhythm_from": MONDAY}
    return factories.CaseFactory.build(**given | values)


def unconfirmed(case, *held):
    dates = unconfirmed_dates(case, [day(text) for text in held], TODAY)
    return [date.isoformat() for date in dates]


def test_every_week_without_a_session_waits():
    held = ["2024-01-08", "2024-01-22"]

    assert unconfirmed(case(), *held) == ["2024-01-15", "2024-01-29", "2024-02-05"]


@pytest.mark.parametrize(
    ("since", "first"),
    [
        ("2023-12-31", "2024-01-08"),
        ("2024-01-15", "2024-01-15"),
        ("2024-01-16", "2024-01-22"),
    ],
)
def test_dates_before_a_day_are_left_out(since, first):
    waiting = unconfirmed_dates(case(), [], TODAY, day(since))

    assert (waiting[0], waiting[-1]) == (day(first), day("2024-02-05"))


def test_every_two_weeks_waits_half_as_often():
    waiting = unconfirmed(case(rhythm="fortnightly"))

    assert waiting == ["2024-01-08", "2024-01-22", "2024-02-05"]


def test_nothing_waits_without_a_rhythm():
    assert unconfirmed(case(rhythm="none", rhythm_from=None)) == []


def test_today_does_not_wait_yet():
    assert unconfirmed_dates(case(), [], MONDAY) == []


def test_nothing_waits_before_the_rhythm_begins():
    later = case(rhythm_from=day("2024-01-29"))

    assert unconfirmed(later, "2024-01-22") == ["2024-01-29", "2024-02-05"]


def test_nothing_waits_where_the_rhythm_begins_in_the_future():
    assert unconfirmed(case(rhythm_from=day("2024-03-04"))) == []


def test_nothing_waits_after_the_case_ended():
    ended = case(ended_on=day("2024-01-15"), ending="agreed")

    assert unconfirmed(ended) == ["2024-01-08", "2024-01-15"]


@pytest.mark.parametrize(
    ("held", "waiting"),
    [
        ("2024-01-12", ["2024-01-08", "2024-01-22", "2024-01-29", "2024-02-05"]),
        ("2024-01-11", ["2024-01-15", "2024-01-22", "2024-01-29", "2024-02-05"]),
        ("2024-01-18", ["2024-01-08", "2024-01-22", "2024-01-29", "2024-02-05"]),
    ],
)
def test_a_session_on_another_day_stands_for_the_nearest_date(held, waiting):
    assert unconfirmed(case(), held) == waiting


def test_two_sessions_in_a_week_stand_for_one_date():
    held = ["2024-01-08", "2024-01-09"]

    assert unconfirmed(case(), *held) == [
        "2024-01-15",
        "2024-01-22",
        "2024-01-29",
        "2024-02-05",
    ]
