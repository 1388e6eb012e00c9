"""Four cells as bars, and what is said of them."""

import json

import plotly.graph_objects as go
import pytest

from dashboard.charts import agreement_words as words
from dashboard.charts.agreement import cells
from dashboard.charts.coefficients import coefficients, number
from dashboard.charts.coefficients import sentences as for_researchers
from ruptures.stats.agreement import bootstrap_intervals
from ruptures.stats.rates import Interval
from ruptures.summaries.agreement import PAIRS, Compared, LeftOut

OURS, WATCHED, OTHERS = PAIRS.values()
NONE_LEFT_OUT = LeftOut()


def found(*tables, pair=OURS, left_out=NONE_LEFT_OUT):
    """Compared sessions, one table of four counts a case."""
    return Compared(
        pair=pair,
        held=sum(map(sum, tables)),
        cells=tables,
        left_out=left_out,
        intervals=bootstrap_intervals(tables) if len(tables) >= 10 else None,
    )


CASES = {
    "usual": found(*[(2, 1, 1, 3), (1, 2, 0, 4)] * 6),
    "few cases": found((4, 2, 1, 5)),
    "few sessions": found((4, 2, 1, 2)),
    "one session": found((0, 1, 0, 0)),
    "all yes": found((12, 0, 0, 0)),
    "all no": found(*[(0, 0, 0, 2)] * 12),
    "never the same": found((0, 7, 7, 0)),
    "nothing": found(left_out=LeftOut(unsure=3)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("pair", PAIRS)
def test_every_chart_has_words_and_a_figure_that_plotly_takes(case, pair):
    same = CASES[case]
    shown = Compared(PAIRS[pair], same.held, same.cells, same.left_out, same.intervals)

    for chart in (cells(shown), coefficients(shown)):
        assert all(chart.sentences)
        assert "nan" not in chart.table.as_csv()
        assert all(cell.text for row in chart.table.cells for cell in row)
        if chart.figure is not None:
            json.dumps(chart.figure, allow_nan=False)
            go.Figure(chart.figure)


def test_four_bars_stand_under_their_counts_and_shares():
    figure = cells(found((4, 2, 1, 5))).figure

    assert figure["data"][0]["x"] == [4, 2, 1, 5]
    told = [
        note["text"].replace("\u202f", " ") for note in figure["layout"]["annotations"]
    ]
    assert told == [
        "Both of you: 4 (33 %)",
        "Only you: 2 (17 %)",
        "Only the client: 1 (8 %)",
        "Neither: 5 (42 %)",
    ]


def test_below_ten_sessions_there_are_counts_and_no_share_or_coefficient():
    few = found((4, 2, 1, 2))

    chart = cells(few)

    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == [
        "Both of you: 4",
        "Only you: 2",
        "Only the client: 1",
        "Neither: 2",
    ]
    assert chart.sentences == (
        "Sessions that you and the client both answered: 9. Strained for both 4, only "
        "for you 2, only for the client 1, for neither 2.",
        "Below 10 sessions there are counts only, no shares.",
    )
    assert chart.table.as_csv().splitlines() == [
        "strained_for,sessions,share",
        "both,4,",
        "first_only,2,",
        "second_only,1,",
        "neither,2,",
    ]
    assert {row[1:] for row in coefficients(few).table.rows} == {(None, None, None)}


def test_without_a_session_to_compare_nothing_is_drawn():
    chart = cells(CASES["nothing"])

    assert chart.figure is None
    assert chart.sentences == (
        "There is no session that you and the client both answered yes or no, each by "
        "yourselves: nothing to compare yet.",
    )


def test_a_small_p_is_never_written_as_0():
    # 2 * 0.5 ** 40: forty sessions strained for one alone, none for the other.
    rows = coefficients(found((20, 40, 0, 20))).table.as_csv().splitlines()

    assert rows[-1] == "mcnemar_p,1.819e-12,,"


def test_coefficients_are_those_of_the_four_counts_with_mcnemar_in_the_csv_alone():
    # a, b, c, d = 20, 5, 10, 15, the example of kappa on many a page: 0.40.
    # Positive 40/55, negative 30/45; yes 0.55, so AC1 (.7 - .495) / (1 - .495);
    # McNemar 2 P(B <= 5 of 15) = 2 * 4944 / 32768.
    chart = coefficients(found((20, 5, 10, 15)))

    assert chart.table.as_csv().splitlines() == [
        "statistic,value,low,high",
        "percent,0.7,,",
        "positive,0.7273,,",
        "negative,0.6667,,",
        "difference,-0.1,,",
        "kappa,0.4,,",
        "ac1,0.4059,,",
        "mcnemar_p,0.3018,,",
    ]
    assert [row[0].text for row in chart.table.cells] == [
        "Agreement in all",
        "Agreement on yes",
        "Agreement on no",
        "Difference of the two rates",
        "Cohen's kappa",
        "Gwet's AC1",
    ]
    assert chart.table.cells[3][1].text == "−0.10"
    assert chart.sentences[0] == (
        "No intervals: they need 10 clients with such sessions, and there is 1."
    )


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            (12, 0, 0, 0),
            [
                "Agreement on no has no value: nobody said no.",
                "Kappa has no value: all answers are the same, so chance alone would "
                "agree always.",
            ],
        ),
        (
            (0, 0, 0, 12),
            [
                "Agreement on yes has no value: nobody said yes.",
                "Kappa has no value: all answers are the same, so chance alone would "
                "agree always.",
            ],
        ),
        ((0, 6, 6, 0), []),
    ],
)
def test_what_has_no_value_is_said_in_words(table, said):
    told = list(for_researchers(found(table)))

    assert [each for each in told if "no value" in each] == said


def test_intervals_of_ten_cases_stand_in_the_table():
    chart = coefficients(CASES["usual"])

    kappa = next(row for row in chart.table.rows if row[0] == "kappa")
    assert kappa[2] < kappa[1] < kappa[3]
    assert chart.sentences[0].startswith(
        "95 % intervals by drawing the 12 clients anew, 2"
    )


def test_each_reason_for_not_comparing_is_said_with_its_count():
    every = LeftOut(
        first_alone=5, second_alone=1, unsure=2, differ=3, dependent=4, unanswered=6
    )

    assert words.left_out(found(pair=WATCHED, left_out=every)) == [
        "5 sessions answered by you alone",
        "1 session answered by observers alone",
        "2 sessions in which one of the two was unsure, or both",
        "3 sessions in which the observers did not all say the same",
        "4 sessions answered after seeing the other's answer",
        "6 sessions answered by neither",
    ]
    assert words.left_out(found(pair=OTHERS, left_out=NONE_LEFT_OUT)) == []


@pytest.mark.parametrize(
    ("difference", "written"),
    [(0.14, "+14"), (-0.031, "−3"), (0.004, "0"), (-0.004, "0"), (0.0, "0")],
)
def test_a_difference_is_signed_points(difference, written):
    assert words.points(difference) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.4059, "0.41"), (-0.1, "−0.10"), (1.0, "1.00"), (-0.001, "0.00")],
)
def test_a_coefficient_is_rounded_to_two_places(value, written):
    assert number(value) == written


def test_limits_of_a_difference_are_points_too():
    assert words.points_between(Interval(-0.03, 0.25)) == "−3 to +25 points"
    assert words.points_between(None) == ""
