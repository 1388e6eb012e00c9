"""The timeline's questions: asked only where they make a difference."""

import datetime

import pytest

from dashboard.forms.timeline import TimelineFilter
from ruptures.summaries.series import Point, Series
from ruptures.summaries.timeline import Stop, Timeline

START = datetime.date(2026, 1, 5)
CLIENT = Series("srs", "client", 0, 40, True, (Point(0, 36, 36),))
OWN = Series("wai-sr", "therapist", 12, 60, True, (Point(0, 50, 50),))


def line_of(count, first_number=1):
    """So many sessions, a week apart."""
    return Timeline(
        tuple(
            Stop(
                place,
                START + datetime.timedelta(weeks=place),
                "held",
                first_number + place,
                {},
            )
            for place in range(count)
        ),
        (),
        (),
    )


def asked(count, series=(), query=None):
    named = {each.code: each for each in series}
    return TimelineFilter(query or {}, line=line_of(count), series=named)


def view(*args, **query):
    form = asked(*args, query)
    assert form.is_valid(), form.errors
    return form.view


@pytest.mark.parametrize(
    ("count", "series", "questions"),
    [
        (0, (), []),
        (20, (), []),
        (21, (), ["sessions"]),
        (20, (CLIENT,), ["dip", "baseline", "since"]),
        (21, (CLIENT, OWN), ["sessions", "series", "dip", "baseline", "since"]),
    ],
)
def test_only_what_makes_a_difference_is_asked(count, series, questions):
    assert list(asked(count, series).fields) == questions


def test_all_sessions_are_shown_up_to_forty():
    assert view(40, ()).window == range(40)


def test_of_a_long_case_the_last_forty_are_shown_and_each_hundred_can_be():
    choices = asked(250).fields["sessions"].choices

    assert view(250, ()).window == range(210, 250)
    assert [
        (view(250, (), sessions=code).window, label) for code, label in choices
    ] == [
        (range(210, 250), "Last 40"),
        (range(230, 250), "Last 20"),
        (range(100), "5 Jan 2026 – 29 Nov 2027"),
        (range(100, 200), "6 Dec 2027 – 29 Oct 2029"),
        (range(200, 250), "5 Nov 2029 – 14 Oct 2030"),
    ]


def test_without_an_answer_the_first_series_and_the_usual_baseline_are_taken():
    found = view(20, (CLIENT, OWN))

    assert found.series is CLIENT
    assert (found.baseline, found.since, found.criterion) == (8, 0, 1)


def test_a_series_a_criterion_and_a_baseline_can_be_chosen():
    query = {"series": "wai-sr.therapist", "dip": "2", "baseline": "12", "since": "9"}

    found = view(20, (CLIENT, OWN), **query)

    assert found.series is OWN
    assert (found.baseline, found.since, found.criterion) == (12, 8, 2)


def test_the_baseline_is_counted_by_the_number_of_the_session():
    form = TimelineFilter(
        {"since": "31"}, line=line_of(5, first_number=30), series={"SRS": CLIENT}
    )

    assert form.is_valid()
    assert form.view.since == 1


@pytest.mark.parametrize(
    ("query", "errors"),
    [
        ({"since": "99"}, {"since": ["There is no session of that number."]}),
        ({"since": "soon"}, {"since": ["Enter a whole number."]}),
        ({"baseline": "5"}, "baseline"),
        ({"baseline": "13"}, "baseline"),
        ({"dip": "3"}, "dip"),
        ({"sessions": "from-2"}, "sessions"),
        ({"series": "srs.observer"}, "series"),
    ],
)
def test_what_cannot_be_used_is_said(query, errors):
    found = asked(21, (CLIENT, OWN), query).errors

    assert found == errors if isinstance(errors, dict) else list(found) == [errors]


def test_an_empty_answer_is_none():
    empty = dict.fromkeys(["sessions", "series", "dip", "baseline", "since"], "")

    assert view(50, (CLIENT, OWN), **empty) == view(50, (CLIENT, OWN))
