"""What was answered of what was held, drawn and in words."""

import datetime
import json
from collections import Counter

import plotly.graph_objects as go
import pytest

from dashboard.charts import coverage_words as words
from dashboard.charts.coverage import by_case, by_rater
from dashboard.charts.coverage_months import by_month
from dashboard.charts.delay import delay
from ruptures.summaries.answered import (
    HELD,
    UNCONFIRMED,
    AnsweredCaseload,
    AnsweredMonth,
    Answers,
)
from ruptures.summaries.delay import SPANS, LoggingDelay
from ruptures.taxonomy import Rater


def answers(held=0, unconfirmed=0, **said):
    """Counts by rater: yes, no, unsure and, of observers, differing."""
    counts = Counter({HELD: held, UNCONFIRMED: unconfirmed})
    for rater, numbers in said.items():
        for answer, count in zip(
            ("yes", "no", "unsure", "differ"), numbers, strict=False
        ):
            counts[rater, answer] = count
    return Answers.of(counts)


def load(*months, known=True, cases=None):
    every = months or (answers(),)
    total = answers(
        sum(each.held for each in every),
        sum(each.unconfirmed for each in every),
        **{
            rater: [
                sum(getattr(each.tallies[rater], answer) for each in every)
                for answer in ("yes", "no", "unsure", "differ")
            ]
            for rater in Rater.values
        },
    )
    return AnsweredCaseload(
        answers=total,
        months=tuple(
            AnsweredMonth(datetime.date(2026, number, 1), number == len(months), each)
            for number, each in enumerate(months, 1)
        ),
        cases=cases or {},
        known=known,
    )


def delayed(*counts, median=None):
    return LoggingDelay(dict(zip(SPANS, counts, strict=True)), median)


LOADS = {
    "usual": load(
        answers(12, 0, therapist=(5, 5, 1), client=(1, 2)),
        answers(4, 3, therapist=(1, 1), observer=(1, 0, 0, 2)),
    ),
    "one session": load(answers(1, therapist=(1,)), known=False),
    "all unsure": load(answers(12, therapist=(0, 0, 12), client=(0, 0, 12))),
    "observers only": load(answers(12, observer=(6, 4, 1, 1)), known=False),
    "only expected": load(answers(0, 4)),
    "nothing": load(known=False),
}


@pytest.mark.parametrize("case", LOADS)
@pytest.mark.parametrize("rater", Rater.values)
def test_every_chart_has_words_and_a_figure_that_plotly_takes(case, rater):
    shown = LOADS[case]

    for chart in (by_rater(shown), by_month(shown, rater), by_case(shown, rater)):
        assert all(chart.sentences)
        assert "nan" not in chart.table.as_csv()
        if chart.figure is not None:
            json.dumps(chart.figure, allow_nan=False)
            go.Figure(chart.figure)


def test_every_rater_has_a_bar_of_all_held_sessions():
    chart = by_rater(LOADS["usual"])

    assert [trace["x"] for trace in chart.figure["data"]] == [
        [12, 3, 1],
        [1, 0, 2],
        [3, 13, 13],
    ]
    told = [
        note["text"].replace("\u202f", " ")
        for note in chart.figure["layout"]["annotations"]
    ]
    assert told == [
        "You: 12 of 16 (75 %)",
        "Clients: 3 of 16 (19 %)",
        "Observers: 1 of 16 (6 %)",
    ]
    assert [each.replace("\u202f", " ") for each in chart.sentences] == [
        "You answered 12 of 16 held yes or no (75 %) and were unsure of 1; of 3 there "
        "is no answer of yours.",
        "Clients answered 3 yes or no (19 %) and were unsure of 0; of 13 there is no "
        "answer by a client.",
        "Observers answered 1 yes or no (6 %), were unsure of 0 and differ on 2; of 13 "
        "there is no answer by one.",
    ]


def test_below_ten_held_sessions_there_is_no_share():
    chart = by_rater(LOADS["one session"])

    assert chart.sentences[0] == (
        "You answered 1 of 1 held yes or no (too few for a share) and were unsure of "
        "0; of 0 there is no answer of yours."
    )
    assert chart.figure["layout"]["annotations"][0]["text"] == "You: 1 of 1"
    assert chart.table.rows[0] == ("therapist", 1, 1, None, 0, 0)


def test_months_stand_upwards_and_what_is_not_confirmed_apart_below():
    chart = by_month(LOADS["usual"], Rater.THERAPIST)

    assert [trace["y"] for trace in chart.figure["data"]] == [
        [10, 2],
        [1, 0],
        [1, 2],
        [None, -3],
    ]
    axis = chart.figure["layout"]["yaxis"]
    assert (axis["range"], axis["ticktext"]) == ([-5, 15], ["5", "0", "5", "10", "15"])
    assert chart.table.rows == (
        ("2026-01", "all", 12, 10, 10 / 12, 1, 1, 0),
        ("2026-02", "part", 4, 2, None, 0, 2, 3),
    )
    assert chart.sentences == (
        "The held sessions of each month, by what you answered.",
        "3 expected dates are not confirmed: whether they were held is not known, so "
        "they stand apart, below the line.",
        "A month with * is only a part of one.",
    )


def test_without_anything_expected_coverage_is_unknown_and_said_so():
    assert words.unconfirmed(LOADS["observers only"]) == (
        "Coverage unknown: only logged sessions are known here."
    )
    assert words.unconfirmed(LOADS["all unsure"]) == "Every expected date is confirmed."


def test_without_a_session_nothing_is_drawn_and_nothing_shared():
    shown = LOADS["nothing"]

    assert (by_rater(shown).figure, by_month(shown, Rater.CLIENT).figure) == (
        None,
        None,
    )
    assert by_rater(shown).sentences == ("No session was held in this period.",)


def test_cases_of_which_most_is_not_known_come_first():
    cases = {
        "BCDF": answers(12, 0, therapist=(6, 6)),
        "GHJK": answers(4, 2, therapist=(1, 0)),
        "LMNP": answers(3, 0, therapist=(1, 1)),
    }

    chart = by_case(load(answers(19, 2), cases=cases), Rater.THERAPIST)

    assert chart.table.rows == (
        ("GHJK", 4, 1, None, 0, 3, 2),
        ("LMNP", 3, 2, None, 0, 1, 0),
        ("BCDF", 12, 12, 1.0, 0, 0, 0),
    )


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (
            delayed(7, 2, 1, 0, median=0),
            "At least half of 10 were logged on the day itself.",
        ),
        (
            delayed(4, 3, 2, 1, median=1),
            "At least half of 10 were logged within 1 day.",
        ),
        (
            delayed(0, 3, 5, 2, median=4),
            "At least half of 10 were logged within 4 days.",
        ),
        (delayed(4, 3, 2, 0), "Below 10 sessions there are counts only."),
        (delayed(0, 0, 0, 0), "No session was held in this period."),
    ],
)
def test_how_soon_logged_is_said_without_blame(found, said):
    assert said in delay(found).sentences


def test_delays_are_bars_under_their_counts():
    chart = delay(delayed(4, 3, 2, 1, median=1))

    go.Figure(chart.figure)
    assert chart.figure["data"][0]["x"] == [4, 3, 2, 1]
    assert chart.table.as_csv().splitlines() == [
        "logged,days_from,sessions,share",
        "same_day,0,4,0.4",
        "next_day,1,3,0.3",
        "week,2,2,0.2",
        "later,8,1,0.1",
    ]
    assert delay(delayed(0, 0, 0, 0)).figure is None
    assert delay(delayed(1, 0, 0, 0)).table.rows[0] == ("same_day", 0, 1, None)
