"""Bars under their own words, and axes of whole counts."""

import pytest

from dashboard.charts.rows import Row, count_axis, places, rows_figure


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [
        (0, [0, 1, 2, 3, 4, 5]),
        (5, [0, 1, 2, 3, 4, 5]),
        (6, [0, 2, 4, 6]),
        (18, [0, 5, 10, 15, 20]),
        (26, [0, 10, 20, 30]),
        (1001, [0, 500, 1000, 1500]),
    ],
)
def test_a_count_has_few_whole_ticks_that_reach_beyond_it(highest, ticks):
    axis = count_axis(highest)

    assert axis["tickvals"] == ticks
    assert axis["range"] == [0, ticks[-1]]


def test_the_first_row_is_at_the_top_and_a_heading_has_no_bar():
    rows = [Row("Birds", heading=True), Row("owl"), Row("wren")]

    figure = rows_figure([], rows, count_axis(1))

    words = {note["text"]: note["y"] for note in figure["layout"]["annotations"]}
    assert places(rows) == [1, 0]
    assert words == {"Birds": 1.82, "owl": 1.18, "wren": 0.18}
