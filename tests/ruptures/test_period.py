import datetime

import pytest

from ruptures.period import Period, month_after

TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("months", "expected"),
    [(1, (2027, 1, 1)), (0, (2026, 12, 1)), (-11, (2026, 1, 1)), (-12, (2025, 12, 1))],
)
def test_month_after_counts_over_the_turn_of_the_year(months, expected):
    assert month_after(datetime.date(2026, 12, 31), months) == datetime.date(*expected)


def test_twelve_months_end_with_the_present_one():
    period = Period.of_months(12, TODAY)

    months = list(period.months(earliest=TODAY))

    assert (period.start, period.last_day) == (datetime.date(2025, 12, 1), TODAY)
    assert (len(months), months[0], months[-1]) == (
        12,
        datetime.date(2025, 12, 1),
        datetime.date(2026, 11, 1),
    )


def test_the_present_month_is_a_part_until_its_last_day():
    assert Period.of_months(3, TODAY).cuts(datetime.date(2026, 11, 1))
    assert not Period.of_months(3, TODAY).cuts(datetime.date(2026, 10, 1))
    assert not Period.of_months(3, datetime.date(2026, 11, 30)).cuts(
        datetime.date(2026, 11, 1)
    )


def test_free_dates_cut_their_first_and_last_month():
    period = Period(datetime.date(2026, 2, 10), datetime.date(2026, 4, 3), TODAY)

    cuts = [(month.month, period.cuts(month)) for month in period.months(TODAY)]

    assert cuts == [(2, True), (3, False), (4, True)]


def test_an_open_period_begins_with_the_earliest_month():
    months = list(Period.all_until(TODAY).months(datetime.date(2026, 10, 30)))

    assert months == [datetime.date(2026, 10, 1), datetime.date(2026, 11, 1)]
