import datetime

import pytest

from ruptures.span import Span


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("kind", "within", "first", "last"),
    [
        (Span.day, "2028-02-29", "2028-02-29", "2028-02-29"),
        (Span.week, "2026-11-16", "2026-11-16", "2026-11-22"),
        (Span.week, "2026-11-22", "2026-11-16", "2026-11-22"),
        (Span.week, "2027-01-01", "2026-12-28", "2027-01-03"),
        (Span.month, "2028-02-10", "2028-02-01", "2028-02-29"),
        (Span.month, "2027-02-28", "2027-02-01", "2027-02-28"),
        (Span.month, "2026-12-31", "2026-12-01", "2026-12-31"),
    ],
)
def test_weeks_begin_on_monday_and_months_end_where_they_do(kind, within, first, last):
    assert kind(day(within)) == Span(day(first), day(last))


@pytest.mark.parametrize(
    ("kind", "within", "before", "after"),
    [
        (Span.day, "2028-03-01", "2028-02-29", "2028-03-02"),
        (Span.week, "2026-12-31", "2026-12-27", "2027-01-04"),
        (Span.month, "2027-01-15", "2026-12-31", "2027-02-01"),
    ],
)
def test_the_days_beside_it_lie_in_the_spans_beside_it(kind, within, before, after):
    span = kind(day(within))

    assert (span.before, span.after) == (day(before), day(after))


def test_a_week_has_seven_days_in_order():
    week = list(Span.week(day("2026-11-18")))

    assert (len(week), week[0], week[-1]) == (7, day("2026-11-16"), day("2026-11-22"))


def test_a_span_holds_its_ends_and_nothing_beyond():
    span = Span.week(day("2026-11-18"))

    held = [date in span for date in (span.before, span.first, span.last, span.after)]

    assert held == [False, True, True, False]
