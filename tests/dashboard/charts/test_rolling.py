"""What is said of the rolling rate, the numbers counted by hand."""

import datetime

import pytest

from dashboard.charts.rolling import rolling_rate, rolling_sentence
from ruptures.stats.trend import rolling
from ruptures.summaries.trend import Turn

DAY = datetime.date(2026, 1, 5)
# Sixty answers, a yes in every third, by six clients in turn.
ANSWERS = [(n % 6, n % 3 == 0) for n in range(60)]


def said(*places):
    turns = [Turn(DAY, stretch) for stretch in rolling(ANSWERS, at=places)]
    sentence = rolling_sentence(turns, "therapist", len(ANSWERS))
    return sentence.replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_the_last_20_are_told_and_how_far_the_points_went():
    # Of 0 to 19 seven are a yes, of 1 to 20 and of 2 to 21 six and seven.
    sentence = said(19, 20, 21)

    assert sentence.startswith(
        "By your log, strain in 7 of the last 20 answered sessions with 6 clients ("
    )
    assert "; the points drawn lie between 30 % and 35 %." in sentence


@pytest.mark.parametrize(
    ("places", "shared"),
    [
        ((19, 20), "Neighbouring points share 19 of their 20 sessions."),
        ((19, 32, 45), "Neighbouring points share 7 of their 20 sessions."),
        ((19, 39), "Neighbouring points share no session."),
        ((19, 59), "Neighbouring points share no session."),
    ],
)
def test_neighbours_share_as_many_sessions_as_lie_in_both(places, shared):
    assert said(*places).endswith(shared)


def test_one_point_has_no_neighbour():
    assert said(19).endswith("lie between 35 % and 35 %.")


def test_before_20_answers_there_is_no_point():
    assert rolling_sentence((), "client", 19) == (
        "A point needs 20 answered sessions; there are 19."
    )


def test_points_of_one_day_are_a_point_with_its_interval_and_no_line():
    turns = [Turn(DAY, stretch) for stretch in rolling(ANSWERS, at=(19, 20))]

    figure = rolling_rate(turns, None)

    [point] = figure["data"]
    assert (point["mode"], point["x"], point["y"]) == ("markers", ["2026-01-05"], [0.3])
    assert figure["layout"]["xaxis"]["range"] == ["2026-01-04", "2026-01-06"]


def test_between_two_points_the_rate_holds_and_does_not_slope():
    first, last = rolling(ANSWERS, at=(19, 20))
    turns = [Turn(DAY, first), Turn(DAY + datetime.timedelta(days=60), last)]

    *drawn, latest = rolling_rate(turns, None)["data"]

    assert [line["line"]["shape"] for line in drawn] == ["hv", "hv", "hv"]
    assert latest["x"] == [turns[-1].day.isoformat()]


def test_an_axis_of_decades_names_no_more_months_than_a_screen_has_room_for():
    first, last = rolling(ANSWERS, at=(19, 20))
    turns = [Turn(datetime.date(1950, 3, 6), first), Turn(DAY, last)]

    axis = rolling_rate(turns, None)["layout"]["xaxis"]

    # Of 910 months from April 1950 on, each eighth.
    assert axis["tickvals"][:2] == ["1950-04-01", "1950-12-01"]
    assert (len(axis["tickvals"]), len(axis["ticktext"])) == (114, 114)
