"""Days from a session to the local day on which it was logged."""

import datetime

import pytest

from ruptures.models import Session
from ruptures.summaries.delay import logging_delay, span_of
from ruptures.taxonomy import Attendance
from tests.factories import CaseFactory, SessionFactory
from tests.ruptures.summaries.practice import HALF_YEAR, MONDAY

DAY = datetime.timedelta(days=1)


def logged(case, *instants, **fields):
    """Sessions day after day from Monday, logged at those instants (UTC)."""
    for number, instant in enumerate(instants):
        at = datetime.datetime.fromisoformat(instant).replace(tzinfo=datetime.UTC)
        SessionFactory(case=case, date=MONDAY + number * DAY, logged_at=at, **fields)


def delayed(therapist):
    return logging_delay(Session.objects.visible_to(therapist), HALF_YEAR)


@pytest.mark.parametrize(
    ("days", "span"),
    [(0, "same_day"), (1, "next_day"), (2, "week"), (7, "week"), (8, "later")],
)
def test_days_fall_into_four_spans(days, span):
    assert span_of(days) == span


def test_delay_counts_days_and_says_within_how_many_half_were_logged(therapist):
    case = CaseFactory(therapist=therapist)
    # Sessions of 5 to 14 January; 3 the same day, 3 the next, 2 after 2 and 7, 2 later.
    logged(
        case,
        "2026-01-05 18:00:00",
        "2026-01-06 18:00:00",
        "2026-01-07 18:00:00.250000",
        "2026-01-09 08:00:00",
        "2026-01-10 08:00:00",
        "2026-01-11 08:00:00",
        "2026-01-13 08:00:00",
        "2026-01-19 08:00:00",
        "2026-01-21 08:00:00",
        "2026-03-01 08:00:00",
    )

    found = delayed(therapist)

    assert found.counts == {"same_day": 3, "next_day": 3, "week": 2, "later": 2}
    assert (found.total, found.median) == (10, 1)
    assert [found.share(span) for span in found.counts] == [0.3, 0.3, 0.2, 0.2]


def test_the_day_of_logging_is_the_practices_own(therapist, settings):
    settings.TIME_ZONE = "Asia/Kathmandu"  # 5:45 ahead of UTC
    logged(
        CaseFactory(therapist=therapist),
        "2026-01-05 18:14:00",  # 23:59 of Monday
        "2026-01-06 18:15:00",  # 0:00 of Wednesday
    )

    assert delayed(therapist).counts == {
        "same_day": 1,
        "next_day": 1,
        "week": 0,
        "later": 0,
    }


def test_below_ten_sessions_there_are_counts_only(therapist):
    logged(CaseFactory(therapist=therapist), "2026-01-05 18:00:00")

    found = delayed(therapist)

    assert (found.counts["same_day"], found.share("same_day")) == (1, None)
    assert found.median is None


def test_what_did_not_take_place_has_no_delay(therapist):
    case = CaseFactory(therapist=therapist)
    logged(case, "2026-01-05 18:00:00", attendance=Attendance.MISSED)

    assert (delayed(therapist).total, delayed(therapist).median) == (0, None)
