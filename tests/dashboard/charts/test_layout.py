"""A figure says what differs from the template alone, in short numbers."""

import pytest

from dashboard.charts.layout import figure, rounded


def test_a_figure_says_only_what_differs_from_the_template():
    drawn = figure([{"y": (1 / 3, None, 2)}], xaxis={"range": [0, 0.00004]})

    assert drawn == {
        "data": [{"y": [0.3333, None, 2]}],
        "layout": {"xaxis": {"range": [0, 0.0]}},
    }


@pytest.mark.parametrize("value", ["0.123456", True, None, 1234567])
def test_what_is_no_fraction_stays_as_it_is(value):
    assert rounded({"text": value}) == {"text": value}
