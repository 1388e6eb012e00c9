"""Cells as other programs write them."""

import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from ruptures.exchange.others.cells import NOTHING, reader
from ruptures.exchange.others.mapping import Meaning
from tests.ruptures.exchange.others.files import CASE, DATE, SRS, mapping

pytestmark = pytest.mark.one_engine

NUMBER = Meaning(column="n", means="number")
TIME = Meaning(column="t", means="time")
ROW = Meaning(column="r", means="row")
STRENGTH = Meaning(column="x", means="intensity", rater="client")
CALLED = Meaning(
    column="x", means="modality", values={"1.0": "phone", "Here": "in_person"}
)


def day(cell, order):
    return reader(DATE, mapping(dates=order))(cell)


@pytest.mark.parametrize(
    ("cell", "order", "said"),
    [
        ("2026-1-5", "ymd", "2026-01-05"),
        ("2026/01/05", "dmy", "2026-01-05"),
        ("5.1.2026", "dmy", "2026-01-05"),
        ("05-01-26", "dmy", "2026-01-05"),
        ("1/5/2026", "mdy", "2026-01-05"),
        ("5.1.27", "dmy", "1927-01-05"),
        (" 2026-01-05 00:00:00 ", "ymd", "2026-01-05"),
        ("2026-01-05T09:30", "ymd", "2026-01-05 09:30:00"),
        ("1/5/2026 2:15 pm", "mdy", "2026-01-05 14:15:00"),
    ],
)
@time_machine.travel(datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC))
def test_a_day_is_read_in_the_order_that_the_mapping_says(cell, order, said):
    found = day(cell, order)

    assert " ".join(str(each) for each in found if each) == said


@pytest.mark.parametrize(
    ("cell", "order"),
    [
        ("2026-13-01", "ymd"),
        ("13/01/2026", "mdy"),
        ("5.1.2026", "ymd"),
        ("46027", "ymd"),
        ("2026-01-05 25:00", "ymd"),
        ("５.1.2026", "dmy"),  # noqa: RUF001
        ("soon", "dmy"),
    ],
)
def test_what_is_no_day_is_told(cell, order):
    with pytest.raises(ValidationError, match="A day was expected, like"):
        day(cell, order)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("9:30", "09:30"),
        ("09.30", "09:30"),
        ("14h05", "14:05"),
        ("09:30:59", "09:30"),
        ("12:15 AM", "00:15"),
        ("12:15 pm", "12:15"),
    ],
)
def test_a_time_of_day_is_read(cell, said):
    assert f"{reader(TIME, mapping())(cell):%H:%M}" == said


@pytest.mark.parametrize("cell", ["24:00", "13:00 pm", "0:10 am", "9", "9:3"])
def test_what_is_no_time_of_day_is_told(cell):
    with pytest.raises(ValidationError, match="A time of day was expected"):
        reader(TIME, mapping())(cell)


@pytest.mark.parametrize(
    ("meaning", "cell", "value"),
    [
        (NUMBER, "7.0", 7),
        (CASE, "7.0", "7.0"),
        (CASE, "  A   17 ", "A 17"),
        (CASE, "-99", "-99"),
        (STRENGTH, "3.00", 3),
        (CALLED, "1", "phone"),
        (CALLED, "Here", "in_person"),
        (ROW, "SESSION", "session"),
        (SRS, "na", NOTHING),
        (SRS, " ", NOTHING),
    ],
)
def test_a_cell_is_read_as_what_its_column_means(meaning, cell, value):
    assert reader(meaning, mapping())(cell) == value


@pytest.mark.parametrize(
    ("meaning", "cell", "said"),
    [
        (NUMBER, "0", "A whole number from 1 to 9999 was expected."),
        (NUMBER, "1.5", "A whole number from 1 to 9999 was expected."),
        (STRENGTH, "6", "A whole number from 1 to 5 was expected."),
        (CALLED, "2", "One of these was expected: 1.0 (Phone), Here (In person)."),
        (ROW, "visit", "One of these codes was expected: session, other."),
        (SRS, "36,5", "A number was expected, like 36.5."),
        (SRS, "1e1", "A number was expected, like 36.5."),
        (SRS, "36.55", "SRS has one digit after the point at most."),
    ],
)
def test_what_a_cell_cannot_be_is_told(meaning, cell, said):
    with pytest.raises(ValidationError) as raised:
        reader(meaning, mapping())(cell)

    assert raised.value.messages == [said]
