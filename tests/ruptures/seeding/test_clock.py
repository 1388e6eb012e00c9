"""Moments of the synthetic practice."""

import datetime
from zoneinfo import ZoneInfo

from ruptures.seeding.clock import Clock
from ruptures.seeding.dice import Dice

NOON = datetime.time(12)


def logged(until: datetime.date, day: datetime.date, zone: str) -> set[str]:
    clock, dice = Clock(until, ZoneInfo(zone)), Dice(1)
    return {clock.logged_after(dice, day, NOON) for _ in range(200)}


def test_logged_within_minutes_of_the_end_in_utc():
    day = datetime.date(2026, 7, 1)

    # Noon in Berlin is 10:00 in UTC then; 50 to 70 minutes later.
    moments = logged(datetime.date(2026, 11, 1), day, "Europe/Berlin")

    assert min(moments) == "2026-07-01 10:50:00"


def test_nothing_is_logged_after_midnight_of_the_last_day():
    day = datetime.date(2026, 10, 31)

    moments = logged(datetime.date(2026, 11, 1), day, "Europe/Berlin")

    assert max(moments) == "2026-10-31 23:00:00"
