"""What stands side by side: figures, sentences, tables; too little to say included."""

import csv
import datetime
import io
import json

import plotly.graph_objects as go
import pytest

from dashboard.charts.side_by_side import CHARTS, movements, rates, repair
from dashboard.charts.side_by_side import courses as course
from dashboard.charts.side_by_side_words import Shown, Who
from ruptures.reference import default_set
from ruptures.stats.agreement import agreement
from ruptures.stats.survival import CENSORED, ENDED, RESOLVED, cumulative_incidence
from ruptures.summaries.caseload import Caseload, Month, Movements
from ruptures.summaries.courses import Courses, Unit
from ruptures.summaries.rates import Rate
from ruptures.summaries.side_by_side import Beside
from tests.ruptures.summaries.practice import spread

PUBLISHED = default_set().of("therapist")
NBSP = "\N{NARROW NO-BREAK SPACE}"


def month(number, rate, *moved):
    found = {"therapist": rate}
    first = datetime.date(2026, number, 1)
    return Month(first, number == 3, 10, found, Movements(*moved))


def load(rate, *months):
    found, moved = {"therapist": rate}, Movements(4, 2, 1)
    return Caseload(rate.tally.answered, rate.cases, found, months, moved, moved)


def courses(resolved):
    """So many ruptures resolved in their own session, and two that are open."""
    times = [0] * resolved + [5, 5]
    ways = [RESOLVED] * resolved + [CENSORED] * 2
    left = {RESOLVED: [0] * resolved, CENSORED: [5, 5], ENDED: []}
    return Courses(Unit.SESSIONS, left, cumulative_incidence(times, ways))


def beside(name, *pairs, months=(), resolved=10, **more):
    rate = spread(*pairs)
    more = {"first": None, "previous": spread((3, 12))} | more
    return Beside(
        name=name,
        load=load(rate, *months),
        courses=courses(resolved),
        agreement=more.pop("agreement", agreement(6, 2, 1, 5)),
        **more,
    )


MONTHS = (
    month(1, spread((6, 12)), 3, 1, 0),
    month(2, spread((1, 4))),
    month(3, spread((0, 10))),
)
USUAL = (
    beside("abel@example.org", *[(2, 6)] * 5, months=MONTHS, steadied=0.35),
    beside("bea@example.org", (1, 4)),
)
CASES = {
    "usual": USUAL,
    "nothing": (beside("K7QM", resolved=0, agreement=agreement(0, 0, 0, 0)),),
    "all yes": (beside("K7QM", (12, 12), months=MONTHS, first=spread((12, 12))),),
    "none yes": (beside("K7QM", (0, 12), months=MONTHS),),
    "many": tuple(beside(f"K{n}QM", (n % 13, 12), months=MONTHS) for n in range(60)),
}


def shown(found=USUAL, who=Who.PEOPLE, by_month=False):
    return Shown(who, found, PUBLISHED, by_month)


@pytest.mark.parametrize("by_month", [False, True])
@pytest.mark.parametrize("who", list(Who))
@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_one_to_plotly_and_every_chart_has_words(case, who, by_month):
    for make in CHARTS:
        chart = make(shown(CASES[case], who, by_month))

        if chart.figure is not None:
            json.dumps(chart.figure, allow_nan=False)
            go.Figure(chart.figure)
        assert chart.sentences
        assert all(chart.sentences)
        assert "nan" not in f"{chart.sentences} {chart.table.as_csv()}"


def test_a_point_is_drawn_from_ten_answered_sessions_on():
    figure = rates(shown()).figure

    first, before, steadied, now = figure["data"]
    assert now["x"] == [0.3333]
    assert before["x"] == [0.25]
    assert first["x"] == [None]
    assert steadied["x"] == [0.35]


def test_those_too_few_are_said_and_listed_with_their_counts():
    chart = rates(shown())

    assert chart.sentences[0] == (
        "1 of 2 supervisees has 10 or more answered sessions in this period and is "
        "drawn; the table has the counts of all."
    )
    rows = list(csv.DictReader(io.StringIO(chart.table.as_csv())))
    assert [row["supervisee"] for row in rows] == [
        "abel@example.org",
        "bea@example.org",
    ]
    assert (rows[1]["yes"], rows[1]["answered"], rows[1]["rate"]) == ("1", "4", "")


def test_steadied_rates_are_said_to_need_five():
    assert rates(shown()).sentences[1] == (
        "Steadied rates need 5 supervisees with an answer: the raw rates stand alone."
    )


def test_where_nobody_has_enough_nothing_is_drawn():
    chart = rates(shown(CASES["nothing"], Who.CASES))

    assert chart.figure is None
    assert chart.sentences == (
        "No case has 10 answered sessions in this period: too few for a rate, so the "
        "counts stand in the table.",
    )


def test_months_lie_on_one_scale_and_small_ones_show_their_counts():
    figure = rates(shown((USUAL[0], *CASES["all yes"]), by_month=True)).figure

    upper, lower = figure["data"]
    assert upper["y"] == [1.37, None, 1.0]  # 0.5 and 0 of a picture of 0.74 over 1
    assert lower["y"] == [0.37, None, 0.0]
    counts = [note for note in figure["layout"]["annotations"] if "name" in note]
    assert [note["text"] for note in counts] == ["1 of 4", "1 of 4"]


def test_without_a_month_of_ten_the_whole_period_is_pointed_to():
    few = (beside("K7QM", *[(2, 6)] * 5, months=(month(1, spread((1, 4))),)),)

    chart = rates(shown(few, Who.CASES, by_month=True))

    assert chart.figure is None
    assert chart.sentences[0].endswith("The whole period may say more.")


def test_movements_have_their_own_signs_and_colours():
    withdrawal, confrontation = movements(shown()).figure["data"]

    assert (withdrawal["x"], confrontation["x"]) == ([0.1333], [0.0667])
    assert withdrawal["marker"]["symbol"] == "triangle-down-open"
    assert withdrawal["marker"]["color"] == "var(--withdrawal)"
    assert confrontation["marker"]["symbol"] == "diamond"


def test_repair_tells_how_many_of_how_many():
    chart = repair(shown((USUAL[0],)))

    [words] = chart.figure["layout"]["annotations"]
    assert words["text"] == "abel@example.org: 10 of 12"
    assert chart.figure["data"][0]["x"] == [0.8333]


def test_courses_lie_on_one_scale_as_far_as_they_are_followed():
    two = (USUAL[0], beside("K7QM", (1, 4), resolved=0), beside("bea@example.org"))

    chart = course(shown(two))

    upper, upper_ended, lower, lower_ended = chart.figure["data"]
    assert upper["x"] == lower["x"] == [-0.5, 0, 1, 2, 3, 4, 5]
    # 10 of 12 at once: 0.8333 of a picture of 0.74, the upper one over the lower
    assert upper["y"] == [1] + [1.6167] * 6
    assert lower["y"] == [0] + [0.6167] * 6
    assert (upper_ended["y"], lower_ended["y"]) == ([1] * 7, [0] * 7)
    assert [each["showlegend"] for each in chart.figure["data"]] == [
        False,
        False,
        True,
        True,
    ]
    names = [note["text"] for note in chart.figure["layout"]["annotations"]]
    assert names == ["abel@example.org: 12 ruptures", "bea@example.org: 12 ruptures"]


def test_courses_of_those_with_enough_stand_in_the_table_session_by_session():
    chart = course(shown((USUAL[0], beside("K7QM", (1, 4), resolved=0))))

    rows = list(csv.DictReader(io.StringIO(chart.table.as_csv())))
    assert [row["supervisee"] for row in rows] == ["abel@example.org"] * 6
    assert [row["sessions"] for row in rows] == ["0", "1", "2", "3", "4", "5"]
    assert [row["at_risk"] for row in rows] == ["12", "2", "2", "2", "2", "2"]
    assert {row["resolved_share"] for row in rows} == {"0.8333"}
    assert chart.sentences == (
        "1 of 2 supervisees has 10 or more ruptures in this period and is drawn.",
    )


def test_no_mark_is_coloured_good_or_bad():
    colours = {
        trace.get("marker", trace.get("line"))["color"]
        for make in CHARTS
        for trace in make(shown()).figure["data"]
    }

    assert not {colour for colour in colours if "repair" in colour or "alert" in colour}


def test_nobody_is_ordered_by_a_rate():
    high, low = beside("b@example.org", (11, 12)), beside("a@example.org", (1, 12))

    chart = rates(shown((low, high)))

    assert [row[0] for row in chart.table.rows] == ["a@example.org", "b@example.org"]
    assert isinstance(low.rate, Rate)


def test_the_published_range_is_told_of_only_where_it_is_drawn():
    assert rates(shown()).has_band
    assert not rates(shown(by_month=True)).has_band


def test_an_earlier_rate_has_its_interval_too():
    [row, _few] = csv.DictReader(io.StringIO(rates(shown()).table.as_csv()))

    # Wilson's of 3 in 12, as statsmodels gives it
    assert (row["previous_low"], row["previous_high"]) == ("0.0889", "0.5323")
    assert (row["first_low"], row["first_high"]) == ("", "")


@pytest.mark.parametrize("by_month", [False, True])
def test_a_part_of_a_caseload_is_named_as_one_in_every_chart(by_month):
    part = beside("abel@example.org", *[(2, 6)] * 5, months=MONTHS, chosen=True)

    for make in CHARTS:
        chart = make(shown((part,), by_month=by_month))

        words = [note["text"] for note in chart.figure["layout"]["annotations"]]
        assert any("abel@example.org (chosen cases): " in each for each in words)
        assert {row[1] for row in chart.table.rows} == {"chosen"}


def test_a_part_is_said_even_where_it_is_too_little_for_a_rate():
    part = beside("abel@example.org", (1, 4), chosen=True)

    assert (
        rates(shown((part,)))
        .sentences[1]
        .endswith("they are not the rate of the therapist.")
    )
