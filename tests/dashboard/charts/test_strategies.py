"""Outcomes by strategy: what is drawn, what is only listed, and in which words."""

import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.strategies import strategies
from ruptures.summaries.strategies import Attempts, Tried
from ruptures.taxonomy import STRATEGIES

USUAL = Attempts(
    count=30,
    known=28,
    several=6,
    tried=(
        Tried("asked", unresolved=2, partly=4, resolved=14, unknown=1),
        Tried("explained", unresolved=0, partly=5, resolved=5),
        Tried("validated", resolved=4, unknown=2),
    ),
)
EVERY = tuple(Tried(code, 1, 4, 7) for code in STRATEGIES.codes)
CASES = {
    "usual": USUAL,
    "none": Attempts(0, 0, 0, ()),
    "one": Attempts(1, 1, 0, (Tried("asked", resolved=1),)),
    "unknown": Attempts(12, 0, 0, (Tried("asked", unknown=12),)),
    "all resolved": Attempts(12, 12, 0, (Tried("asked", resolved=12),)),
    "every one": Attempts(132, 132, 0, EVERY),
}


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_one_to_plotly_and_every_chart_has_words(case):
    chart = strategies(CASES[case])

    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)
    assert all(chart.sentences)
    assert "nan" not in f"{chart.sentences} {chart.table.as_csv()}"


def test_a_bar_is_drawn_from_ten_known_outcomes_on():
    resolved, partly, unresolved = strategies(USUAL).figure["data"]

    assert resolved["x"] == [0.7, 0.5]
    assert partly["x"] == [0.2, 0.5]
    assert unresolved["x"] == [0.1, 0]
    assert unresolved["text"] == ["2", ""]


def test_fewer_are_listed_with_their_count_and_nothing_else():
    chart = strategies(USUAL)

    assert chart.sentences[-1] == (
        "Fewer than 10 with a known outcome: said why the stance makes sense (6)."
    )
    assert chart.table.as_csv().splitlines()[3] == "validated,6,4,,,,,,"


def test_the_words_say_that_attempts_count_in_several_and_nothing_of_a_cause():
    told = " ".join(strategies(USUAL).sentences)

    assert "An attempt with several strategies counts in each of them (6 had" in told
    assert not any(
        word in told for word in ("because", "leads", "effect", "works", "helps")
    )


def test_a_bar_tells_its_counts_and_interval_by_hover():
    hover = strategies(USUAL).figure["data"][0]["hovertext"][0]

    # Wilson: 14 of 20
    assert hover.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "asked what it was like<br>resolved 14, partly 4, not 2 of 20<br>"
        "resolved 70 %, 48–85 %"
    )


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ("none", ("No repair attempt was noted in this period.",)),
        (
            "unknown",
            (
                "12 attempts in this period, with 0 outcomes noted.",
                "No strategy has 10 attempts with a known outcome yet, so nothing is "
                "drawn.",
                "Fewer than 10 with a known outcome: asked what it was like (12).",
            ),
        ),
    ],
)
def test_where_nothing_can_be_drawn_the_words_say_why(case, words):
    chart = strategies(CASES[case])

    assert (chart.figure, chart.sentences) == (None, words)
