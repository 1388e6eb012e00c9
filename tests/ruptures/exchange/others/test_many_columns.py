"""Files with many columns: the work grows with them, and not with their square."""

import datetime
import sys
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from ruptures.exchange.others import guessing, workbook
from ruptures.exchange.others.beginning import Beginning, asked_of
from ruptures.exchange.others.columns import MOST_WORDS
from ruptures.exchange.others.guessing import guess, seen
from ruptures.exchange.others.layout import Layout
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.names import series
from ruptures.exchange.others.opening import plain
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.preview import preview
from ruptures.exchange.others.visits import Visits
from ruptures.exchange.problems import Problems, Refused
from tests.ruptures.exchange.others import files

pytestmark = pytest.mark.one_engine

DAY = datetime.date(2026, 1, 5)


def one_series(many: int) -> list[str]:
    return [f"s{number}" for number in range(1, many + 1)]


def many_series(many: int) -> list[str]:
    return [f"q{number}x{part}" for number in range(many // 2) for part in (1, 2)]


def names_alike(many: int) -> list[str]:
    return ["date" + "." * number for number in range(many)]


def csv_of(names: list[str]) -> Plain:
    rows = [["id", *names], *([f"A{row}", *["7"] * len(names)] for row in range(3))]
    text = "\n".join(",".join(row) for row in rows)
    return Plain(BytesIO(text.encode()), "file.csv")


def guessed(text: Plain) -> Mapping:
    return guess(text.file, text.name).mapping


def asked(text: Plain) -> None:
    beginning = Beginning(text, seen(text), [])
    lines = asked_of(beginning, guessed(text))
    assert [(each.coded, each.codes, each.unknown) for each in lines]


def refused(text: Plain) -> None:
    guessed(text).gaps()
    preview(guessed(text), text)


def sessions_told(text: Plain) -> None:
    columns = files.wide(files.SRS, len(text.header) - 1)
    by = files.mapping(files.CASE, *columns, start=DAY, every=7)
    assert [*Visits(Layout(text, by)).all(Problems())]


def calls(work: Callable[[Plain], Any], text: Plain) -> int:
    """How many functions are called, and how often a generator goes on."""
    count = 0

    def told(_frame: object, event: str, _found: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(told)
    try:
        work(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("names", [one_series, many_series, names_alike])
@pytest.mark.parametrize("work", [guessed, asked, refused])
def test_the_work_grows_with_the_columns_and_not_with_their_square(work, names):
    work(csv_of(names(20)))  # what is remembered is worked out before

    few, many = (calls(work, csv_of(names(count))) for count in (40, 160))

    assert many < 5 * few


def test_the_work_of_a_row_grows_with_its_sessions_and_not_with_their_square():
    few, many = (calls(sessions_told, csv_of(one_series(count))) for count in (40, 160))

    assert many < 5 * few


def test_a_wide_file_is_looked_at_by_its_cells(monkeypatch):
    monkeypatch.setattr(guessing, "LOOKED_AT_CELLS", 6)

    found = seen(Plain(BytesIO(b"id,x\nA,1\nB,2\nC,3\nD,4\n"), "file.csv"))

    assert found == {"id": ["A", "B", "C"], "x": ["1", "2", "3"]}


def test_a_wide_sheet_is_looked_at_by_its_cells(monkeypatch):
    monkeypatch.setattr(workbook, "AT_A_LOOK", 6)
    data = files.workbook(["id", "x"], ["A", 1], ["B", 2], ["C", 3])

    found = plain(BytesIO(data), "file", files.mapping(), rows=100)

    assert [*found.rows(Problems())] == [(2, ["A", "1"]), (3, ["B", "2"])]


def test_columns_without_a_name_are_not_counted():
    text = Plain(BytesIO(b"id" + b"," * 16_000 + b"\nA\n"), "file.csv")

    assert len(text.header) == 16_001


def test_of_columns_with_one_name_no_more_are_told_than_of_other_problems():
    text = b",".join(b"a%d,a%d" % (number, number) for number in range(1000))

    with pytest.raises(Refused) as raised:
        assert Plain(BytesIO(text), "file.csv").header

    assert len(raised.value.problems) == 200


def test_of_a_column_that_says_what_rows_are_so_many_are_told_apart():
    rows = "".join(f"A,2026-01-05,form {number}\n" for number in range(500))
    data = f"record_id,date,redcap_repeat_instrument\n{rows}".encode()

    [row] = [
        each
        for each in guess(BytesIO(data), "f").mapping.columns
        if each.means == "row"
    ]

    assert len(row.values) == MOST_WORDS


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (["s1", "s2"], [("s", ["s1", "s2"])]),
        (["s_01", "s_02", "x"], [("s", ["s_01", "s_02"])]),
        (["2", "1"], [("", ["1", "2"])]),
        (["a b - 1", "a b - 2"], [("a b", ["a b - 1", "a b - 2"])]),
        (["s1", "s3"], []),
        (["s0", "s00"], []),
        (["s20261", "s20262"], []),
    ],
)
def test_columns_with_numbers_from_one_on_are_a_series(header, found):
    assert [(each.name, each.columns) for each in series(header)] == found


def test_a_meaning_said_twice_is_told_of_the_second():
    twice = [Meaning(column=name, means="date") for name in ("x", "y")]

    found = preview(
        files.mapping(files.CASE, *twice), Plain(BytesIO(b"id,x,y\nA,1,2\n"), "f")
    )

    assert [str(each) for each in found.problems] == [
        "The mapping, y: Another column means the same."
    ]
