"""The timeline is a figure to Plotly and shows what its rows say."""

import json

import plotly.graph_objects as go
import pytest
from django.utils import translation

from dashboard.charts.layout import INK, PAPER
from dashboard.charts.timeline import Shown, timeline_chart
from dashboard.charts.timeline_events import wrapped
from dashboard.charts.timeline_scores import round_ticks
from ruptures.summaries.scores import Judged
from ruptures.summaries.series import Point, Series
from tests.dashboard.charts.timelines import LINES, SRS, USUAL, judged, line_of, shown


def drawn(figure, symbol):
    """Places of the marks with that symbol."""
    found = []
    for trace in figure["data"]:
        symbols = trace.get("marker", {}).get("symbol")
        if not isinstance(symbols, list):
            symbols = [symbols] * len(trace["x"])
        found += [x for x, s in zip(trace["x"], symbols, strict=True) if s == symbol]
    return sorted(found)


@pytest.mark.parametrize("case", LINES)
@pytest.mark.parametrize("criterion", [1, 2])
def test_every_timeline_is_a_figure_to_plotly_or_words(case, criterion):
    what = LINES[case]
    chart = timeline_chart(
        Shown(what.line, what.window, what.judged, what.form, criterion)
    )

    assert chart.sentences
    assert all(chart.sentences)
    said = [*chart.sentences, chart.key, chart.table.as_csv()]
    assert not any("nan" in each or "%(" in each for each in said)
    assert (chart.figure is None) == (case in {"none", "none held"})
    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)  # raises for a property that Plotly does not know


def test_a_long_case_is_drawn_with_a_bounded_payload():
    figure = timeline_chart(LINES["1,000 sessions"]).figure

    assert max(len(trace["x"]) for trace in figure["data"]) == 100
    assert len(json.dumps(figure)) < 60_000


def test_answers_are_told_apart_by_their_shape():
    figure = timeline_chart(LINES["usual"]).figure
    own = figure["data"][0]

    assert own["y"] == [2] * 8
    assert own["marker"]["symbol"] == [
        *["circle-open", "circle", "circle", "circle", "x-thin"],
        *["circle", "circle-open", "circle"],
    ]
    assert own["marker"]["size"] == [9, 9, 9, 0, 6, 9, 9, 2]
    assert own["text"] == ["", "", "", "?", "", "", "", ""]
    assert own["hovertext"][3:5] == [
        "Session 4, 26 Jan 2026<br>Unsure, by your log",
        "2 Feb 2026<br>Missed",
    ]


def test_sessions_carry_their_numbers_and_the_missed_one_a_mark_in_its_place():
    axis = timeline_chart(LINES["usual"]).figure["layout"]["xaxis"]

    assert axis["tickvals"] == [0, 1, 2, 3, 5, 6, 7]
    assert axis["ticktext"] == ["1", "2", "3", "4", "5", "6", "7"]


def test_a_mixed_rupture_has_both_glyphs_and_the_others_their_own():
    figure = timeline_chart(LINES["usual"]).figure

    assert drawn(figure, "triangle-down-open") == [1, 5]
    assert drawn(figure, "diamond") == [2, 5]
    [became] = [t for t in figure["data"] if t.get("mode") == "text"]
    assert (became["x"], became["text"]) == ([1, 2, 5], ["✓", "–", "½"])


def test_arcs_lead_to_the_session_of_the_attempt_solid_where_it_resolved():
    shapes = timeline_chart(LINES["usual"]).figure["layout"]["shapes"]

    arcs = [s for s in shapes if s["type"] == "path"]
    assert [(a["path"].split()[-1].split(",")[0], a["line"]["dash"]) for a in arcs] == [
        ("1", "2px,3px"),  # a loop
        ("3", "solid"),
        ("6", "2px,3px"),
    ]
    assert "C" in arcs[0]["path"]


def test_an_open_rupture_has_a_tail_to_the_end_and_reaches_into_a_later_window():
    tails = [
        (shape["x0"], shape["x1"])
        for window in (range(8), range(6, 8))
        for shape in timeline_chart(shown(USUAL, window=window)).figure["layout"][
            "shapes"
        ]
        if shape["type"] == "line" and "yref" not in shape
    ]

    assert tails == [(5.3, 7.5), (5.3, 7.5)]


def test_events_stand_at_their_day_and_say_what_in_the_hover_alone():
    chart = timeline_chart(LINES["usual"])

    [events] = [
        t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "square"
    ]
    assert events["x"] == [1, 3]
    assert events["hovertext"] == [
        "12 Jan 2026: Moved to video",
        "26 Jan 2026: a note that no key here can read",
    ]
    assert "Moved" not in chart.table.as_csv()
    assert [row[9] for row in chart.table.rows] == [None, 1, None, 1, *[None] * 4]


def test_somebodys_words_cannot_become_markup():
    assert wrapped("a <b>bold</b> & long" + " word" * 100).startswith(
        "a &lt;b&gt;bold&lt;/b&gt; &amp; long word"
    )
    assert len(wrapped("word " * 2000)) < 300


def test_words_without_blanks_between_them_are_shown_too():
    assert wrapped("1 Mar 2026: " + "語" * 1000).count("語") == 227


def test_scores_are_hollow_in_the_baseline_and_ringed_outside_the_limits():
    figure = timeline_chart(LINES["with scores"]).figure

    course, rings, dips = [t for t in figure["data"] if t.get("yaxis") == "y2"]
    assert course["marker"]["color"] == [PAPER] * 8 + [INK] * 16
    assert rings["x"] == [14, 15]
    assert dips["x"] == [12, 14, 15, 18, 19]
    band = next(s for s in figure["layout"]["shapes"] if s["type"] == "rect")
    assert (band["x0"], band["y0"], band["y1"]) == (-0.5, 31.085, 37.165)
    lines = [s for s in figure["layout"]["shapes"] if s["type"] == "line"]
    dotted = [s["y0"] for s in lines if s["line"].get("dash") == "dot"]
    assert dotted == [36]


def test_the_criterion_switches_which_dips_are_marked():
    what = LINES["with scores"]
    chart = timeline_chart(Shown(what.line, what.window, what.judged, SRS, 2))

    assert chart.figure["data"][-1]["x"] == [14, 15, 18]
    assert chart.sentences[3] == (
        "Score dips, by our own rule and never a rupture: by 1 SD: 5, all recovered; "
        "by 2 SD: 3, all recovered. Marked: by 2 SD."
    )


def test_without_limits_no_band_is_drawn():
    for case in ("five scores", "constant scores"):
        shapes = timeline_chart(LINES[case]).figure["layout"]["shapes"]

        assert [s["type"] for s in shapes] == ["line"]  # the form's own


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (24.0, 38.0, [25, 30, 35]),
        (0, 40, [0, 10, 20, 30, 40]),
        (6.6, 7, [6.6, 6.7, 6.8, 6.9, 7.0]),
        (35.1, 35.9, [35.2, 35.4, 35.6, 35.8]),
    ],
)
def test_an_axis_has_a_few_round_numbers(low, high, ticks):
    assert round_ticks(low, high) == pytest.approx(ticks)


def test_the_axis_of_scores_is_written_as_the_language_does():
    means = tuple(Point(place, v, v) for place, v in enumerate([3, 3.4, 3.6, 4]))
    scores = Judged.of(Series("mean", "client", 1, 5, True, means))
    what = Shown(line_of(["no"] * 4), range(4), scores)
    with translation.override("fr"):
        axis = timeline_chart(what).figure["layout"]["yaxis2"]

    assert axis["ticktext"] == ["3", "3,2", "3,4", "3,6", "3,8", "4"]


def test_a_score_is_written_as_the_language_does_and_never_so_in_the_file():
    table = timeline_chart(shown(line_of(["no"]), judged([31.5]))).table
    place = [column.code for column in table.columns].index("score")

    with translation.override("fr"):
        assert table.cells[0][place].text == "31,5"
        assert ",31.5," in table.as_csv()
    assert table.cells[0][place].text == "31.5"
