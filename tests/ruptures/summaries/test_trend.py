"""The last 20 answered sessions, rolling: which, of whom, and how many points."""

import datetime

from ruptures.period import Period
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.trend import POINTS, turns

START = datetime.date(2026, 1, 1)
ALWAYS = Period(None, datetime.date(2030, 1, 1), datetime.date(2030, 1, 1))


def row(number, said, case=1, attendance="held"):
    day = START + datetime.timedelta(days=number)
    return Appointment(number, case, attendance, day.isoformat(), said)


def test_nothing_is_drawn_before_20_answers():
    assert turns([row(n, "yes") for n in range(19)], "therapist", ALWAYS) == ()


def test_a_point_is_the_last_20_answers_and_unsure_is_none_of_them():
    rows = [row(n, "yes" if n % 4 == 0 else "no", case=n % 5) for n in range(20)]
    rows += [row(20, "unsure"), row(21, None), row(22, "yes", attendance="missed")]

    [found] = turns(rows, "therapist", ALWAYS)

    assert found.day == datetime.date(2026, 1, 20)
    assert (found.stretch.successes, found.stretch.trials) == (5, 20)
    assert len(found.stretch.pairs) == 5


def test_what_lies_outside_the_period_is_in_no_point():
    period = Period(
        START, START + datetime.timedelta(days=20), START.replace(year=2027)
    )

    found = turns([row(n, "no") for n in range(40)], "therapist", period)

    assert [turn.day.day for turn in found] == [20, 21]


def test_many_answers_give_no_more_points_than_can_be_told_apart():
    rows = [row(n % 900, "no", case=n) for n in range(3000)]

    found = turns(rows, "therapist", ALWAYS)

    assert POINTS / 2 < len(found) <= POINTS
    assert found[-1].day == START + datetime.timedelta(days=899)
