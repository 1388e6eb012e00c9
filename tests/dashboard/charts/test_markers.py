"""Markers by frequency: bars by movement, shares from ten on, observers apart."""

import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.markers import noted_markers, observed_markers
from ruptures.summaries.markers import Markers
from ruptures.taxonomy import MARKERS

USUAL = Markers(
    rows=45, marked=40, counts={"quiet": 12, "went_along": 18, "pressed": 5}
)
CASES = {
    "usual": USUAL,
    "none": Markers(0, 0, {}),
    "unmarked": Markers(12, 0, {}),
    "one": Markers(1, 1, {"quiet": 1}),
    "every one": Markers(40, 40, dict.fromkeys(MARKERS.codes, 40)),
}


@pytest.mark.parametrize("chart_of", [noted_markers, observed_markers])
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("only", ["", "withdrawal", "confrontation"])
def test_every_figure_is_one_to_plotly_and_every_chart_has_words(chart_of, case, only):
    chart = chart_of(CASES[case], only)

    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)
    assert all(chart.sentences)
    assert "nan" not in f"{chart.sentences} {chart.table.as_csv()}"


def words_of(figure):
    notes = figure["layout"]["annotations"]
    return [note["text"].replace("\N{NARROW NO-BREAK SPACE}", " ") for note in notes]


def test_markers_stand_under_their_movement_the_most_frequent_first():
    figure = noted_markers(USUAL).figure

    [bars] = figure["data"]
    assert words_of(figure) == [
        "▽ Withdrawal",
        "went along · 18 (45 %)",
        "went quiet · 12 (30 %)",
        "◆ Confrontation",
        "pressed or steered me · 5 (12 %)",
    ]
    assert bars["x"] == [18, 12, 5]
    assert bars["marker"]["color"] == [
        "var(--withdrawal)",
        "var(--withdrawal)",
        "var(--confrontation)",
    ]


def test_a_type_narrows_to_its_markers():
    figure = noted_markers(USUAL, "confrontation").figure

    assert words_of(figure) == ["◆ Confrontation", "pressed or steered me · 5 (12 %)"]


def test_below_ten_there_are_counts_and_no_shares():
    chart = noted_markers(Markers(9, 9, {"quiet": 3}))

    assert words_of(chart.figure) == ["▽ Withdrawal", "went quiet · 3"]
    assert chart.sentences[1] == "Too few for shares: the bars are counts."
    assert chart.table.as_csv().splitlines()[1] == "withdrawal,quiet,3,9,,,"


def test_a_bar_tells_its_share_and_interval_by_hover():
    hover = noted_markers(USUAL).figure["data"][0]["hovertext"][1]

    # Wilson: 12 of 40
    assert hover.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "went quiet<br>12 of 40<br>30 %, 18–45 %"
    )


def test_what_was_never_noted_is_said_and_not_drawn():
    assert noted_markers(USUAL).sentences[2:] == (
        "▽ Withdrawal, not noted: changed the subject; spoke in generalities; talked "
        "around it, through stories; words and feelings did not match; said all was "
        "well; hopeless or hard on self.",
        "◆ Confrontation, not noted: unhappy with me; pushed back on what I said or "
        "did; unhappy with what we do; unhappy with time, fee or place; unhappy with "
        "progress; stood up for self against me.",
    )


@pytest.mark.parametrize(
    ("case", "noted", "observed"),
    [
        (
            "usual",
            "45 ruptures arose in this period, 40 with a marker noted. One rupture can "
            "have several.",
            "45 observers' reports of this period, 40 with a marker noted. They are "
            "counted apart and never added to your log.",
        ),
        (
            "none",
            "No rupture arose in this period.",
            "No observer's report of this period.",
        ),
        (
            "unmarked",
            "12 ruptures arose in this period, 0 with a marker noted.",
            "12 observers' reports of this period, 0 with a marker noted. They are "
            "counted apart and never added to your log.",
        ),
    ],
)
def test_the_sentence_says_of_how_many(case, noted, observed):
    assert noted_markers(CASES[case]).sentences[0] == noted
    assert observed_markers(CASES[case]).sentences[0] == observed
