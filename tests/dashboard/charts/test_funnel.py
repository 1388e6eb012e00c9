"""The funnel plot: no names until one is chosen, and silent below ten."""

import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.funnel import funnel
from ruptures.summaries.funnel import Funnel
from tests.ruptures.summaries.practice import spread

NAME = "bea@example.org"


def rates(count, far=()):
    alike = [spread(*[(n % 3 + 1, 4)] * (5 + n)) for n in range(count)]
    return [*alike, *far]


CASES = {
    "usual": Funnel.of(rates(12)),
    "too few": Funnel.of(rates(9)),
    "nobody": Funnel.of([]),
    "all yes": Funnel.of([spread((10, 10), (10, 10)) for _ in range(10)]),
    "none yes": Funnel.of([spread((0, 10), (0, 10)) for _ in range(10)]),
    "many": Funnel.of(rates(200)),
}


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_one_to_plotly_and_every_chart_has_words(case):
    chart = funnel(CASES[case])

    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)
    assert all(chart.sentences)
    assert "nan" not in f"{chart.sentences} {chart.table.as_csv()}"


def test_below_ten_there_is_neither_point_nor_row():
    chart = funnel(CASES["too few"])

    assert chart.figure is None
    assert chart.table.rows == ()
    assert chart.sentences == (
        "Not drawn: it needs 10 supervisees who each agreed, with 10 answered sessions "
        "or more; so far 9 agreed.",
    )


def test_points_have_no_names_and_stand_by_their_sessions():
    chart = funnel(CASES["usual"])

    answered = [row[1] for row in chart.table.rows]
    assert answered == sorted(answered)
    assert [row[0] for row in chart.table.rows] == [str(n) for n in range(1, 13)]
    assert chart.figure["layout"]["annotations"] == []
    assert set(chart.figure["data"][-1]["marker"]["symbol"]) == {"circle-open"}


def test_the_chosen_one_alone_is_named():
    every = rates(12)
    chart = funnel(Funnel.of(every, every[4]), NAME)

    assert [row[0] for row in chart.table.rows].count(NAME) == 1
    [note] = chart.figure["layout"]["annotations"]
    assert note["text"] == NAME
    assert chart.sentences[-1].startswith(f"{NAME}: ")


def test_who_lies_beyond_is_counted_with_its_many_explanations():
    alike = [spread(*[(10, 20)] * 10) for _ in range(15)]
    chart = funnel(Funnel.of([*alike, spread(*[(20, 20)] * 10)]))

    assert chart.sentences == (
        "1 of 16 lies beyond the limits. That has many explanations: the work, the "
        "clients, the phase, what was noticed, what was logged.",
    )


def test_limits_grow_narrower_with_more_sessions():
    upper, lower, centre, _points = funnel(CASES["many"]).figure["data"]

    assert upper["y"][0] - lower["y"][0] > upper["y"][-1] - lower["y"][-1]
    assert centre["y"][0] == centre["y"][1]


def test_within_the_limits_is_no_proof_that_they_are_alike():
    chart = funnel(Funnel.of([spread(*[(10, 20)] * 10) for _ in range(12)]))

    assert chart.sentences == (
        "All 12 lie within the limits: chance, and how much cases differ, could spread "
        "them so far. That does not show that they are alike.",
    )
