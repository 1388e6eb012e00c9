"""Lines of the bench's result."""

import pytest

from tools.bench.table import Line, markdown, number, result


def test_a_goal_is_reached_up_to_its_very_value():
    reached = [Line("a page", took, 20, "ms").reached for took in (19, 20, 21)]

    assert reached == ["yes", "yes", "**no**"]


def test_a_line_without_a_goal_is_only_told():
    line = Line("seeding", 12_200, None, "sessions/s")

    assert line.cells == ["seeding", "12,200 sessions/s", "", "", ""]


def test_nothing_allowed_has_no_ratio():
    assert Line("queries more", 0, 0, "").cells == [
        "queries more",
        "0",
        "≤ 0",
        "",
        "yes",
    ]


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.123, "0.12"), (4, "4"), (4.56, "4.56"), (45.67, "45.7"), (12345.6, "12,346")],
)
def test_numbers_have_three_digits_or_whole_ones(value, written):
    assert number(value) == written


def test_the_result_is_a_table_of_its_lines():
    lines = [Line("fragment", 30, 25, "ms"), Line("cold start", 1, 2, "s")]

    assert result(lines) == (
        "| what | measured | goal | of it | reached |\n"
        "| --- | ---: | ---: | ---: | ---: |\n"
        "| fragment | 30 ms | ≤ 25 ms | 1.20 | **no** |\n"
        "| cold start | 1 s | ≤ 2 s | 0.50 | yes |"
    )


def test_columns_of_numbers_stand_right():
    assert markdown(["page", "ms"], [["log", "3"]], words=1).splitlines()[1] == (
        "| --- | ---: |"
    )
