import csv
import datetime
import uuid
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.exchange.cells import cell, guarded, unguarded


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "  =1+1",
        "\u00a0=1",
        "\u3000=1",
        "＝1",  # noqa: RUF001
        "＋1",  # noqa: RUF001
        "－1",  # noqa: RUF001
        "＠x",  # noqa: RUF001
        "\tx",
        "\rx",
        "\nx",
        " \tx",
        "'quoted",
        "''",
    ],
)
def test_guarded_puts_one_mark_before_what_a_spreadsheet_may_calculate(text):
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", ["", "K7QM", "a=b", "quiet went_along", " x", "1-2"])
def test_guarded_leaves_plain_text_alone(text):
    assert guarded(text) == text


@given(st.text())
def test_unguarded_takes_back_exactly_what_guarded_did(text):
    assert unguarded(guarded(text)) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_guarded_text_survives_a_csv_file(text):
    file = StringIO(newline="")
    csv.writer(file, lineterminator="\r\n").writerow([guarded(text), "end"])

    [[first, _]] = csv.reader(StringIO(file.getvalue(), newline=""))

    assert unguarded(first) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (-3, "-3"),
        (datetime.date(2026, 11, 21), "2026-11-21"),
        (datetime.time(9, 30), "09:30"),
        (
            datetime.datetime(
                2026,
                7,
                1,
                14,
                5,
                9,
                tzinfo=datetime.timezone(datetime.timedelta(hours=2)),
            ),
            "2026-07-01T12:05:09Z",
        ),
        (uuid.UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        ("-3", "'-3"),
    ],
)
def test_cell_writes_each_kind_of_value(value, text):
    assert cell(value) == text
