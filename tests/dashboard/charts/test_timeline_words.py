"""The timeline in words: sentences, key and table."""

import pytest

from dashboard.charts.timeline import timeline_chart
from tests.dashboard.charts.timelines import LINES, line_of, shown


def test_the_words_count_what_is_drawn():
    assert timeline_chart(LINES["usual"]).sentences == (
        "7 sessions took place, 1 did not. "
        "By your log: strain in 3, none in 2, unsure in 1, no answer for 1. "
        "By the client: strain in 3, none in 4. "
        "By observers: strain in 3, none in 3, differing in 1.",
        "3 ruptures: withdrawal 1, confrontation 1, both 1; "
        "now resolved 1, closed without repair 1, partly resolved 1. "
        "3 attempts at repair: in the same session 1, in the next 1, later 1.",
    )


def test_the_words_say_which_part_of_a_long_case_they_are_about():
    said = timeline_chart(shown(line_of(["no"] * 30), window=range(20, 30))).sentences

    assert said[0] == (
        "Shown and counted: 10 of 30 sessions, 25 May 2026 to 27 Jul 2026. "
        "10 sessions took place. By your log: none in 10."
    )


@pytest.mark.parametrize(
    ("case", "said"),
    [
        ("none", "No session is logged yet, so there is nothing to draw."),
        ("none held", "None of these sessions took place: nothing can be drawn."),
        ("one", "1 session took place. By your log: strain in 1."),
        ("all unsure", "30 sessions took place. By your log: unsure in 30."),
        (
            "observers only",
            "3 sessions took place. By your log: no answer for 3. "
            "By observers: strain in 1, none in 1, differing in 1.",
        ),
    ],
)
def test_thin_cases_are_told_as_they_are(case, said):
    assert timeline_chart(LINES[case]).sentences[0] == said


def test_the_table_has_a_row_a_session_with_codes_in_its_csv():
    table = timeline_chart(LINES["usual"]).table

    lines = table.as_csv().splitlines()
    assert lines[0] == (
        "number,date,attendance,strain_therapist,strain_client,strain_observer,"
        "ruptures,status,attempts,events"
    )
    assert lines[4] == "4,2026-01-26,held,unsure,yes,yes,,,2:5,1"
    assert lines[5] == ",2026-02-02,missed,,,,,,,"
    assert lines[6] == "5,2026-02-09,held,yes,no,no,mixed,partly,,"
    assert [str(cell.text) for cell in table.cells[3]] == [
        *["4", "26 Jan 2026", "Held", "Unsure", "Yes", "Yes", "–", "–"],
        *["for session 2: 5 of 5", "1"],
    ]


def test_the_table_says_of_each_score_where_it_lies():
    table = timeline_chart(LINES["with scores"]).table

    assert [row[10:] for row in table.rows[11:15]] == [
        ("35", "inside", None, None),
        ("34", "inside", "recovered", None),
        ("35", "inside", None, None),
        ("27", "below", "recovered", "recovered"),
    ]
    assert [str(cell.text) for cell in table.cells[14]][10:] == [
        *["27", "below the limits"],
        *["score dip, recovered", "score dip, recovered"],
    ]


def test_the_key_names_only_what_is_drawn():
    assert timeline_chart(LINES["one"]).key == (
        "● strain, ○ none, ? unsure, · no answer, × did not take place."
    )
    assert timeline_chart(LINES["five scores"]).key.endswith(
        "did not take place. The dotted line at 36 is the form's own."
    )
