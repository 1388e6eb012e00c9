"""When a case usually meets."""

import datetime

import pytest

from ruptures.recent_cases import usual

TEN, NINE = datetime.time(10), datetime.time(9)


def day(number):
    """A day of November 2026; the 3rd is a Tuesday."""
    return datetime.date(2026, 11, number)


@pytest.mark.parametrize(
    ("moments", "weekday", "time"),
    [
        ([], None, None),
        ([(day(3), None)], "Tuesday", None),
        ([(day(3), TEN), (day(10), TEN), (day(12), NINE)], "Tuesday", TEN),
        ([(day(3), NINE), (day(10), TEN), (day(17), TEN)], "Tuesday", TEN),
        ([(day(3), None), (day(10), TEN)], "Tuesday", TEN),
    ],
    ids=["never", "no time", "one other day", "two times", "noted once"],
)
def test_usual_time_is_the_most_frequent(moments, weekday, time):
    case = usual("K7QM", moments)

    found = case.usual_day and f"{case.usual_day:%A}"
    assert (found, case.usual_time) == (weekday, time)
