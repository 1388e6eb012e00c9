"""Every figure is a figure to Plotly itself, and shows what its values say."""

import datetime
import json
import math

import plotly.graph_objects as go
import pytest

from dashboard.charts.caseload import CHARTS, Shown, rolling
from dashboard.charts.months import month_name, month_table, rate_by_month
from dashboard.charts.movements import movement_table, movements_by_month
from dashboard.charts.raters import rate_by_rater, rater_table
from ruptures.reference import default_set, range_sets
from ruptures.stats import trend as stats
from ruptures.summaries.caseload import Caseload, Month, Movements
from ruptures.summaries.rates import Rate, Tally
from ruptures.summaries.trend import Turn
from ruptures.taxonomy import Rater

PUBLISHED = default_set()


def rate(rater, *pairs):
    """A rate over cases that said yes in so many of so many sessions."""
    by_case = {
        case: Tally(yes=yes, no=answered - yes)
        for case, (yes, answered) in enumerate(pairs)
    }
    return Rate.over(rater, by_case)


def rates(*therapist, client=(), observer=()):
    return {
        "client": rate("client", *client),
        "therapist": rate("therapist", *therapist),
        "observer": rate("observer", *observer),
    }


def month(number, *pairs, part=False, movements=None):
    found = movements or Movements()
    first = datetime.date(2026, number, 1)
    return Month(first, part, sum(n for _, n in pairs), rates(*pairs), found)


def load(*months, **overall):
    return Caseload(
        held=40,
        cases=6,
        rates=overall.get("rates") or rates(*[(2, 6)] * 6),
        months=months,
        movements=Movements(9, 4, 1),
        split=Movements(8, 4, 1),
    )


SERIES = (
    month(1, (4, 8), (1, 4), movements=Movements(4, 2, 1)),
    month(2, (1, 5)),
    month(3),
    month(4, (3, 12), part=True, movements=Movements(2, 1, 0)),
)
LOADS = {
    "usual": load(*SERIES),
    "all yes": load(month(1, (12, 12)), rates=rates(*[(6, 6)] * 6)),
    "all no": load(month(1, (0, 12)), rates=rates(*[(0, 6)] * 6)),
    "one session": load(month(1, (1, 1)), rates=rates((1, 1))),
    "nothing answered": load(month(1), rates=rates()),
    "observers only": load(month(1), rates=rates(observer=[(3, 6)] * 6)),
    "ten years": load(*SERIES * 30),
}

DAYS = [datetime.date(2026, 1, 5) + datetime.timedelta(days=n) for n in range(30)]
TURNS = tuple(
    Turn(DAYS[stretch.place], stretch)
    for stretch in stats.rolling([(n % 6, n % 3 == 0) for n in range(30)])
)


@pytest.mark.parametrize("draw", [*CHARTS, rolling], ids=lambda each: each.__name__)
@pytest.mark.parametrize("case", LOADS)
@pytest.mark.parametrize("rater", ["", *Rater.values])
@pytest.mark.parametrize("published", range_sets(), ids=lambda each: each.key)
def test_every_figure_is_one_to_plotly_and_plain_json(draw, case, rater, published):
    chart = draw(Shown(LOADS[case], published, rater, turns=TURNS))

    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)  # raises for a property that Plotly does not know


@pytest.mark.parametrize("draw", CHARTS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("case", LOADS)
def test_every_chart_has_words_and_never_nan(draw, case):
    chart = draw(Shown(LOADS[case], PUBLISHED))

    assert all(chart.sentences)
    assert chart.table.rows
    assert "nan" not in chart.table.as_csv()
    assert not any("nan" in sentence for sentence in chart.sentences)


def test_raters_stand_in_rows_with_their_rate_and_interval():
    found = [
        rate("client", (3, 12)),
        rate("therapist", *[(2, 6)] * 6),
        rate("observer", (1, 4)),
    ]

    figure = rate_by_rater(found, PUBLISHED)

    [points, named] = figure["data"]
    assert points["x"] == [0.25, 0.3333, None]
    assert points["y"] == [2, 1, 0]
    assert [
        math.isclose(
            points["x"][row] - points["error_x"]["arrayminus"][row], low, abs_tol=1e-4
        )
        for row, low in enumerate([found[0].wilson.low, found[1].cluster.low])
    ] == [True, True]
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "Clients<br>3 of 12",
        "You<br>12 of 36",
        "Observers<br>1 of 4, too few",
    ]
    assert named["textposition"] == ["top right", "top left", "top left", "top center"]
    # Plotly leaves out what lies outside of an axis.
    assert max(named["y"]) == figure["layout"]["yaxis"]["range"][1] == 2.6


def test_each_rater_has_the_band_published_for_it_and_the_span_is_a_thin_bracket():
    figure = rate_by_rater([rate("client"), rate("therapist")], PUBLISHED)

    shapes = figure["layout"]["shapes"]
    bands = [(s["x0"], s["x1"], s["y0"] < 1 < s["y1"]) for s in shapes[:2]]
    assert bands == [(0.2, 0.4, True), (0.4, 0.75, False)]
    assert [shape["path"] for shape in shapes[2:]] == [
        "M0.2,26H0.75M0.2,22V30M0.75,22V30"
    ]


def test_a_set_without_a_span_draws_no_bracket():
    figure = rate_by_rater([rate("client")], range_sets()[1])

    assert [shape["type"] for shape in figure["layout"]["shapes"]] == ["rect"]


def test_a_month_below_ten_has_its_count_and_no_point():
    figure = rate_by_month(SERIES, "therapist", PUBLISHED.of("therapist"))

    [points, band], [count] = figure["data"], figure["layout"]["annotations"]
    assert points["y"] == [0.4167, None, None, 0.25]
    assert (band["x"], band["y"]) == ([3.6], [1.02])
    assert (count["x"], count["text"]) == (1, "1 of 5")


def test_a_part_of_a_month_is_hollow_and_starred():
    figure = rate_by_month(SERIES, "therapist", None)

    assert figure["data"][0]["marker"]["symbol"] == ["circle"] * 3 + ["circle-open"]
    assert figure["layout"]["xaxis"]["ticktext"] == ["Jan", "Feb", "Mar", "Apr*"]


def test_months_say_their_year_where_there_are_more_than_twelve():
    assert month_name(SERIES[0], of=13) == "Jan 26"


def test_without_a_point_there_is_no_figure():
    few = [month(1, (1, 9)), month(2)]

    assert rate_by_month(few, "therapist", None) is None
    assert movements_by_month(few) is None


def test_withdrawal_goes_up_and_confrontation_down_as_shares_of_answered():
    figure = movements_by_month(SERIES)

    withdrawal, confrontation, named = figure["data"]
    assert withdrawal["y"] == [0.3333, None, None, 0.1667]
    assert confrontation["y"] == [-0.1667, None, None, -0.0833]
    assert list(zip(named["text"], named["y"], strict=True)) == [
        ("▽ Withdrawal", 0.625),
        ("◆ Confrontation", -0.625),
    ]
    assert figure["layout"]["xaxis"]["ticktext"][0] == "Jan<br>12"
    assert figure["layout"]["yaxis"]["ticktext"] == [
        "50\N{NARROW NO-BREAK SPACE}%",
        "25\N{NARROW NO-BREAK SPACE}%",
        "0\N{NARROW NO-BREAK SPACE}%",
        "25\N{NARROW NO-BREAK SPACE}%",
        "50\N{NARROW NO-BREAK SPACE}%",
    ]


def test_a_movement_has_its_number_and_its_interval_on_the_bar_and_in_the_table():
    withdrawal, *_others = movements_by_month(SERIES)["data"]

    # Wilson of 4 in 12, and of 2 in 12, by hand
    said = withdrawal["hovertext"][0].replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert said == "Jan 2026: 33 %<br>4 / 12<br>14–61 %"
    january = movement_table(SERIES).rows[0][-4:]
    assert [round(end, 4) for end in january] == [0.1381, 0.6094, 0.047, 0.448]
    assert movement_table(SERIES).rows[1][-4:] == (None,) * 4


def test_the_type_filter_leaves_one_movement():
    figure = movements_by_month(SERIES, "confrontation")

    bars, named = figure["data"]
    assert (bars["name"], named["text"]) == ("◆ Confrontation", ["◆ Confrontation"])
    assert figure["layout"]["yaxis"]["range"][1] == 0


def test_figures_name_colours_of_the_style_sheet_only():
    drawn = [draw(Shown(LOADS["usual"], PUBLISHED)).figure for draw in CHARTS]

    text = json.dumps(drawn)

    assert "#" not in text.replace("%", "")
    named = {part for part in text.split('"') if part.startswith("var(")}
    assert named == {
        "var(--band)",
        "var(--muted)",
        "var(--withdrawal)",
        "var(--confrontation)",
    }


def test_the_csv_of_raters_holds_proportions_and_the_verdict():
    table = rater_table([rate("therapist", *[(1, 4)] * 6)], PUBLISHED)

    header, line, _end = table.as_csv().split("\r\n")

    # Wilson of 6 in 24; by case the effective number stays 24 and t(.975, 5) is 2.5706
    assert header == (
        "rater,yes,answered,unsure,observers_differ,cases,rate,"
        "wilson_low,wilson_high,cluster_low,cluster_high,range_low,range_high,verdict"
    )
    assert line == (
        "therapist,6,24,0,0,6,0.25,0.12,0.449,0.0957,0.5123,0.4,0.75,cannot tell"
    )


def test_an_end_is_shown_as_the_verdict_saw_it_in_the_table_and_on_the_point():
    # 18 of 72: deff 1, t(.975, 5) = 2.5706, so the upper end is 39.83 %, below 40 %
    low = rate("therapist", *[(3, 12)] * 6)

    [cells] = rater_table([low], PUBLISHED).cells
    points, _named = rate_by_rater([low], PUBLISHED)["data"]

    shown = [cell.text.replace("\N{NARROW NO-BREAK SPACE}", " ") for cell in cells]
    assert shown[-5:] == ["14 %", "39.8 %", "40 %", "75 %", "below"]
    assert "14–39.8" in points["hovertext"][0]


def test_the_table_of_movements_marks_a_part_of_a_month():
    days = [row[1] for row in movement_table(SERIES).rows]

    assert days == ["all", "all", "all", "part"]


def test_the_table_of_months_shows_a_dash_where_nothing_is_said():
    cells = month_table(SERIES, "therapist").cells

    assert [cell.text for cell in cells[1]] == [
        "Feb 2026",
        "all",
        "5",
        "1",
        "5",
        "0",
        "1",
        *["–"] * 5,
    ]
