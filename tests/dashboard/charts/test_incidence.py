"""The curves of resolved and ended ruptures, and what is said of them."""

import json
from math import inf

import plotly.graph_objects as go
import pytest

from dashboard.charts.clocks import by
from dashboard.charts.course_words import of_100
from dashboard.charts.incidence import incidence
from ruptures.stats.survival import CENSORED, ENDED, RESOLVED, cumulative_incidence
from ruptures.summaries.courses import Courses, Unit


def followed(resolved=(), ended=(), still_open=(), unit=Unit.SESSIONS):
    left = {
        RESOLVED: sorted(resolved),
        ENDED: sorted(ended),
        CENSORED: sorted(still_open),
    }
    ways = [(time, way) for way, times in left.items() for time in times]
    curve = cumulative_incidence(*zip(*ways, strict=True)) if ways else None
    return Courses(unit, left, curve)


FORTY = followed(
    resolved=[0] * 12 + [1] * 8 + [3] * 4, ended=[2, 2, 9], still_open=[12] * 13
)
CASES = {
    "usual": FORTY,
    "days": followed([0] * 9 + [7] * 9, [30], [14] * 9, unit=Unit.DAYS),
    "years": followed(range(200), range(300), [900], unit=Unit.DAYS),
    "none": followed(),
    "one": followed(still_open=[0]),
    "all at once": followed([0] * 12),
    "none ever": followed(still_open=[4] * 12),
    "all ended": followed(ended=[0] * 12),
    "all today": followed([0] * 6, still_open=[0] * 6),
}


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_one_to_plotly_and_every_chart_has_words(case):
    chart = incidence(CASES[case])

    if chart.figure is not None:
        json.dumps(chart.figure, allow_nan=False)
        go.Figure(chart.figure)
    assert all(chart.sentences)
    assert "nan" not in f"{chart.sentences} {chart.table.as_csv()}"


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (
            "usual",
            # 24 of 40, none censored yet: 0.6 ** exp(±1.96 * sqrt(0.006) / 0.3065)
            "About 60 of 100 were resolved within 3 sessions (43–73). In 5 of 100 the "
            "treatment ended or the rupture was closed first. 40 ruptures, 13 not "
            "resolved so far and counted as far as they were followed.",
        ),
        (
            "days",
            # 18 of 28 resolved by day 7, and 1 open after those of day 14
            "About 64 of 100 were resolved within 21 days; fewer than 10 were still "
            "open and followed then, so there is no interval. In none the treatment "
            "ended or the rupture was closed first. 28 ruptures, 9 not resolved so far "
            "and counted as far as they were followed.",
        ),
        ("none", "No rupture arose in this period."),
        (
            "one",
            "1 rupture, too few for a curve: 0 resolved, in 0 the treatment ended or "
            "the rupture was closed first, 1 not resolved so far.",
        ),
        (
            "all at once",
            "All were resolved within 3 sessions. In none the treatment ended or the "
            "rupture was closed first. 12 ruptures, all followed to one of these ends.",
        ),
        (
            "none ever",
            "None was resolved within 3 sessions. In none the treatment ended or the "
            "rupture was closed first. 12 ruptures, 12 not resolved so far and counted "
            "as far as they were followed.",
        ),
        (
            "all ended",
            "None was resolved within 3 sessions. In all the treatment ended or the "
            "rupture was closed first. 12 ruptures, all followed to one of these ends.",
        ),
        (
            "all today",
            "12 ruptures, none followed for 3 sessions yet: 6 resolved, in 0 the "
            "treatment ended or the rupture was closed first, 6 not resolved so far.",
        ),
    ],
)
def test_the_sentence_says_how_many_of_100_or_why_it_cannot(case, words):
    assert incidence(CASES[case]).sentences[0] == words


def test_the_curves_begin_before_0_and_stop_where_no_more_is_known():
    resolved, ended, *_ = incidence(FORTY).figure["data"]

    assert resolved["x"] == [-0.5, 0, 1, 2, 3, 9, 12]
    assert resolved["y"] == [0, 0.3, 0.5, 0.5, 0.6, 0.6, 0.6]
    assert ended["y"] == [0, 0, 0, 0.05, 0.05, 0.075, 0.075]


def test_the_interval_ends_where_fewer_than_ten_are_at_risk():
    found = followed([0] * 8 + [1] * 5 + [2], still_open=[4] * 6)

    _, _, upper, lower = incidence(found).figure["data"]

    assert upper["x"] == lower["x"] == [0, 1, 2]
    assert upper["y"][1] == upper["y"][2]


def test_the_number_at_risk_stands_under_each_tick():
    ticks = incidence(FORTY).figure["layout"]["xaxis"]["ticktext"]

    assert ticks[:5] == ["0<br>40", "1<br>28", "2<br>20", "3<br>18", "4<br>14"]
    assert ticks[-1] == "12<br>13"


def test_a_step_tells_its_share_interval_and_number_by_hover():
    hover = incidence(FORTY).figure["data"][0]["hovertext"][4]

    assert hover.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "resolved within 3 sessions: 60 %<br>43–73 %<br>"
        "ended or closed first: 5 %<br>18 still open and followed"
    )


@pytest.mark.parametrize(
    ("unit", "count", "words"),
    [
        (Unit.SESSIONS, 0, "in the same session"),
        (Unit.SESSIONS, 1, "within 1 session"),
        (Unit.SESSIONS, 2, "within 2 sessions"),
        (Unit.DAYS, 0, "on the same day"),
        (Unit.DAYS, 1, "within 1 day"),
        (Unit.DAYS, 21, "within 21 days"),
    ],
)
def test_a_time_is_said_in_its_unit(unit, count, words):
    assert by(unit, count) == words


def test_years_of_days_are_drawn_in_120_steps_at_most_and_the_page_says_so():
    chart = incidence(CASES["years"])

    longest = max(len(trace["x"]) for trace in chart.figure["data"])
    assert longest <= 122  # and the two ends
    assert chart.sentences[1].endswith("Drawn as far as 119 days.")
    assert len(chart.table.rows) == 18


def test_below_ten_ruptures_the_table_counts_and_nothing_is_drawn():
    chart = incidence(followed([0, 1], [2], [3] * 6))

    assert chart.figure is None
    assert chart.table.as_csv().splitlines()[:3] == [
        "sessions,at_risk,resolved,ended,resolved_share,resolved_low,resolved_high,"
        "ended_share",
        "0,9,1,0,,,,",
        "1,8,2,0,,,,",
    ]


@pytest.mark.parametrize(
    ("share", "said"), [(0.001, 1), (0.5, 50), (0.999, 99), (0.064, 6)]
)
def test_some_are_neither_none_nor_all_of_100(share, said):
    assert of_100(share) == said


def test_nothing_is_known_of_no_rupture():
    assert followed().known_to == -inf
