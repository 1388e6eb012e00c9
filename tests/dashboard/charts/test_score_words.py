"""Scores and dips in words."""

import pytest

from dashboard.charts import score_words, timeline_words
from dashboard.charts.dip_words import dips_sentence
from ruptures.instruments import instruments
from ruptures.models.rupture import Status
from ruptures.summaries.scores import Moved, moved
from ruptures.summaries.series import Point
from ruptures.summaries.timeline import Attempt, Thread
from tests.dashboard.charts.timelines import SCORES, SRS, judged, line_of

CALPAS = instruments()["calpas"]


def change(first, now, index=None, form=SRS):
    points = [Point(place, value, value) for place, value in enumerate((first, now))]
    return score_words.change(Moved(points[0], points[0], points[1], index), form)


@pytest.mark.parametrize(
    ("first", "now", "index", "said"),
    [
        (33, 36, None, "+3; its error is not known"),
        (36, 33.5, None, "−2.5; its error is not known"),
        (36, 36, None, "±0; its error is not known"),
        (33, 36, 2.41, "+3; index 2.41: more than measurement error usually makes"),
        (36, 33, -1.97, "−3; index -1.97: more than measurement error usually makes"),
        (33, 36, 1.96, "+3; index 1.96: measurement error could be all"),
    ],
)
def test_a_change_is_told_beside_its_measurement_error(first, now, index, said):
    assert change(first, now, index) == said


def test_one_score_has_not_changed():
    assert score_words.change(moved(judged([36]).series), SRS) == ""


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (36.0, SRS, "36"),
        (35.5, SRS, "35.5"),
        (5.25, CALPAS, "5.25"),
        (5.25, None, "5.25"),
    ],
)
def test_a_score_is_written_as_its_form_gives_it(value, form, said):
    assert score_words.value(value, form) == said


def test_every_score_has_its_place_beside_the_limits():
    found = judged([30, 31, *SCORES], since=2)

    places = [score_words.place_of(found, i) for i in (0, 2, 9, 10, 16)]
    assert places == ["before", "baseline", "baseline", "inside", "below"]
    assert score_words.place_of(judged(SCORES[:5]), 0) == ""


def test_a_score_is_told_with_its_session_its_place_and_its_dip():
    line = line_of(["no"] * 24)

    assert score_words.point(judged(SCORES), SRS, 14, line, 2) == (
        "Session 15, 13 Apr 2026: 27<br>below the limits<br>score dip, recovered"
    )
    assert score_words.point(judged([36]), SRS, 0, line, 1) == (
        "Session 1, 5 Jan 2026: 36"
    )


def test_many_scores_outside_are_told_by_the_first_and_the_last():
    said = score_words.sentences(judged([*SCORES[:8], *[20] * 7, 40]), SRS, LINE, 1)

    assert said[0].endswith(
        "Of 8 scores that followed, below them: 7, from session 9 to 15; "
        "above them: session 16."
    )


LINE = line_of(["no"] * 24)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([36, 35, 36, 35], "Too few scores yet to tell a score dip."),
        ([36] * 9, "Score dips cannot be judged: the scores before do not vary."),
        (
            [36, 35, 36, 35, 36, 20],
            "by 1 SD: 1, open; by 2 SD: 1, open. Marked: by 1 SD.",
        ),
        ([36, 34, 36, 34, 36, 35], "by 1 SD: none; by 2 SD: none. Marked: by 1 SD."),
        (
            [36, 35, 36, 35, 36, 20, 36, 20, 20],
            "by 1 SD: 3, 1 recovered and 2 open; "
            "by 2 SD: 3, 1 recovered and 2 open. Marked: by 1 SD.",
        ),
    ],
)
def test_dips_are_told_at_both_criteria_or_why_they_are_not(values, said):
    assert dips_sentence(judged(values), 1).endswith(said)


# What is shown by pointing --------------------------------------------------


def test_a_rupture_is_told_with_its_status_and_its_attempts():
    tries = (Attempt(1, None), Attempt(2, 4))

    assert timeline_words.thread(LINE, Thread(1, "mixed", Status.RESOLVED, tries)) == (
        "Session 2, 12 Jan 2026<br>Both: Resolved<br>2 attempts"
    )
    assert timeline_words.thread(LINE, Thread(0, "withdrawal", Status.OPEN, ())) == (
        "Session 1, 5 Jan 2026<br>Withdrawal: Open"
    )


def test_an_attempt_is_told_with_the_rupture_that_it_was_for():
    rupture = Thread(1, "mixed", Status.RESOLVED, ())

    assert timeline_words.attempt(LINE, rupture, Attempt(1, None)) == (
        "Session 2, 12 Jan 2026<br>Attempt in the session of the rupture"
    )
    assert timeline_words.attempt(LINE, rupture, Attempt(2, 4)) == (
        "Session 3, 19 Jan 2026<br>Attempt for the rupture of "
        "Session 2, 12 Jan 2026<br>How far resolved: 4 of 5"
    )


def test_limits_have_as_many_digits_as_the_scores_beside_them():
    # Mean 4.55, moving ranges 0.1: 4.55 +/- 0.266.
    found = judged([4.5, 4.6] * 4)

    limits, _dips = score_words.sentences(found, CALPAS, line_of(["no"] * 8), 1)

    assert "Usual limits 4.28 to 4.82, from 8 scores" in limits


def test_dips_say_where_scores_are_not_judged():
    found = judged([10, 11, *SCORES], since=2)

    assert dips_sentence(found, 1).endswith(
        "Marked: by 1 SD. Scores before the chosen session are not judged."
    )
    assert not dips_sentence(judged(SCORES), 1).endswith("not judged.")
