"""Open ruptures by age: one colour and glyph a type, counts and no rates."""

import datetime
import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.open_age import open_age
from ruptures.summaries.open_ages import OpenAge, OpenNow


def opened(*counts, at_the_end=0):
    spans = ((0, 1), (2, 3), (4, 8), (9, None))
    ages = [
        OpenAge(least, most, found)
        for (least, most), found in zip(spans, counts, strict=True)
    ]
    return OpenNow(tuple(ages), at_the_end)


USUAL = opened(
    {"withdrawal": 2, "mixed": 1}, {"confrontation": 1}, {}, {"withdrawal": 3}
)


def test_the_figure_is_one_to_plotly_and_has_a_bar_a_type():
    figure = open_age(USUAL).figure

    json.dumps(figure, allow_nan=False)
    go.Figure(figure)
    assert {trace["name"]: trace["x"] for trace in figure["data"]} == {
        "▽ Withdrawal": [2, 0, 0, 3],
        "▽◆ Both": [1, 0, 0, 0],
        "◆ Confrontation": [0, 1, 0, 0],
    }


def test_a_type_that_no_open_rupture_has_is_not_in_the_legend():
    chart = open_age(opened({"mixed": 1}, {}, {}, {"mixed": 2}))

    assert [trace["name"] for trace in chart.figure["data"]] == ["▽◆ Both"]


def test_each_type_has_its_own_colour_and_both_have_both():
    withdrawal, both, confrontation = open_age(USUAL).figure["data"]

    stripes = both["marker"]["pattern"]
    assert withdrawal["marker"]["color"] == stripes["bgcolor"]
    assert confrontation["marker"]["color"] == stripes["fgcolor"]


def test_the_table_has_every_age_and_the_sum():
    assert open_age(USUAL).table.as_csv().splitlines() == [
        "sessions,withdrawal,mixed,confrontation,open",
        "0–1,2,1,0,3",
        "2–3,0,0,1,1",
        "4–8,0,0,0,0",
        "9+,3,0,0,3",
    ]


def test_without_an_open_rupture_nothing_is_drawn_and_ended_cases_are_told_apart():
    chart = open_age(opened({}, {}, {}, {}, at_the_end=1))

    assert chart.figure is None
    assert chart.sentences == (
        "No rupture is open now in a running case.",
        "1 more was open when its case ended.",
    )


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "1 more was open when its case ended, since 1 Dec 2025."),
        (3, "3 more were open when their cases ended, since 1 Dec 2025."),
    ],
)
def test_a_period_says_since_when_cases_ended(count, said):
    found = opened({}, {}, {}, {}, at_the_end=count)

    *_, last = open_age(found, datetime.date(2025, 12, 1)).sentences

    assert last == said


def test_the_sentence_counts_what_is_open():
    assert open_age(USUAL).sentences == (
        "7 ruptures are open now in running cases, whenever they arose; their age is "
        "counted in held sessions since.",
    )
