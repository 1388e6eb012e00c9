"""The lines of the observer's sheet: as entered, as entries, and what is wrong."""

import pytest
from django.http import QueryDict

from dashboard.forms.observe import SheetForm
from ruptures.recording import MarkerEntry, ObserverEntry


def sent(*lines, **fields):
    data = QueryDict(mutable=True)
    for marker, minute, salience in lines:
        data.appendlist("marker", marker)
        data.appendlist("minute", minute)
        data.appendlist("salience", salience)
    data.update({"strain": "yes"} | fields)
    return SheetForm(data)


def test_lines_become_entries_and_blank_ones_nothing():
    form = sent(("quiet", "12", "3"), ("", "", ""), ("pressed", "0", ""))

    assert form.is_valid()
    assert form.entry == ObserverEntry(
        "yes",
        markers=[MarkerEntry("quiet", 12, 3), MarkerEntry("pressed", 0, None)],
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("", "12", "3"), "Line 2: choose a marker."),
        (("sang", "12", "3"), "Line 2: choose a marker."),
        (("quiet", "", "3"), "Line 2: the minute runs from 0 to 600."),
        (("quiet", "601", "3"), "Line 2: the minute runs from 0 to 600."),
        (("quiet", "-1", "3"), "Line 2: the minute runs from 0 to 600."),
        (("quiet", "9" * 5000, "3"), "Line 2: the minute runs from 0 to 600."),
        (("quiet", "1", "6"), "Line 2: how much it mattered runs from 1 to 5."),
    ],
)
def test_a_wrong_line_is_named_by_its_number(line, words):
    form = sent(("quiet", "1", "1"), line)

    assert form.errors == {"coded": [words]}


def test_lines_that_are_not_whole_are_cut_to_those_that_are():
    form = SheetForm(
        QueryDict("strain=no&marker=quiet&marker=pressed&minute=3&salience=")
    )

    assert form.is_valid()
    assert form.entry.markers == [MarkerEntry("quiet", 3, None)]


def test_what_was_entered_is_shown_again():
    form = sent(("sang", "x", "9"))

    assert form["coded"].value() == [("sang", "x", "9")]


def test_a_draft_is_gone_on_with_line_by_line():
    form = SheetForm()

    form.go_on(
        {"marker": ["quiet", ""], "minute": ["4", ""], "salience": ["", ""]}
        | {"strain": ["unsure"]}
    )

    assert form["coded"].value() == [("quiet", "4", "")]
    assert form["strain"].value() == "unsure"


def test_scales_count_only_after_yes():
    form = sent(strain="no", intensity="4", resolution="2")

    assert form.is_valid()
    assert form.entry == ObserverEntry("no", None, None, [])
