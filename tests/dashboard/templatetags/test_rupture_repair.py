"""How a share, an interval, a day and a glyph are written."""

import datetime
import re

import pytest
import time_machine
from django import forms
from django.template import Context, Template

from dashboard.templatetags.rupture_repair import (
    clinical_date,
    clock,
    control,
    hour,
    interval,
    long_date,
    long_day,
    meaning,
    moment,
    percent,
    plain_date,
    plain_input,
    translated,
    weekday,
)
from ruptures.dates import Preferences, written_for
from ruptures.taxonomy import MARKERS


class Limits:
    low, high = 0.2, 0.42


def drawn(arguments):
    page = Template(f"{{% load rupture_repair %}}{{% glyph {arguments} %}}")
    return page.render(Context()).strip()


@pytest.mark.parametrize("value", ["", 'A & "B"', "too long"])
def test_a_plain_input_is_what_django_draws(value):
    class Form(forms.Form):
        code = forms.CharField(max_length=7, required=False)

    field = Form({"code": value})["code"]

    assert plain_input(field) == str(field).strip()


@pytest.mark.parametrize(
    ("proportion", "text"),
    [(0.304, "30\u202f%"), (0, "0\u202f%"), (1, "100\u202f%"), (None, "")],
)
def test_percent_has_a_narrow_space_that_does_not_break(proportion, text):
    assert percent(proportion) == text


def test_interval_names_the_unit_once():
    assert interval(Limits) == "20–42\u202f%"


def test_interval_without_limits_is_nothing():
    assert interval(None) == ""


@time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC))
@pytest.mark.parametrize(
    ("day", "text"),
    [
        (datetime.date(2026, 11, 21), "Sat 21 Nov"),
        (datetime.date(2025, 11, 21), "Fri 21 Nov 2025"),
        (None, ""),
    ],
)
def test_clinical_date_has_a_year_where_it_is_not_this_one(day, text):
    assert clinical_date(day) == text


def test_long_date_is_written_out():
    assert long_date(datetime.date(2026, 11, 21)) == "Saturday 21 November 2026"
    assert long_date(None) == ""


def test_clock_has_24_hours():
    assert clock(datetime.time(16, 5)) == "16:05"
    assert clock(None) == ""


def test_meaning_is_the_line_of_the_catalogue():
    assert meaning(MARKERS, "quiet") == "short answers, little to say"


@pytest.mark.parametrize(("catalogue", "code"), [(None, "quiet"), (MARKERS, "new")])
def test_meaning_of_what_is_unknown_is_nothing(catalogue, code):
    assert meaning(catalogue, code) == ""


def test_glyph_beside_its_word_is_hidden_from_screen_readers():
    assert drawn("'withdrawal'") == (
        '<svg class="glyph glyph-withdrawal" viewBox="0 0 16 16"'
        ' aria-hidden="true"><path class="withdrawal" d="M1.5 2.5h13L8 14z"/></svg>'
    )


def test_glyph_alone_is_an_image_with_a_name():
    assert 'role="img" aria-label="Confrontation"' in drawn(
        "'confrontation' 'Confrontation'"
    )


def test_glyph_of_both_types_shows_both_signs():
    svg = drawn("'both'")

    assert svg == drawn("'mixed'")
    assert [name in svg for name in ('"withdrawal"', '"confrontation"')] == [True] * 2


@pytest.mark.parametrize("name", ["repair", "differ", "run", "open", "unconfirmed"])
def test_glyph_has_a_sign_for_every_kind_of_line(name):
    svg = drawn(f"'{name}'")

    assert svg.count("<path") + svg.count("<circle") == 1


@pytest.mark.parametrize("write", [clinical_date, plain_date, long_date])
def test_no_day_is_nothing(write):
    assert write(None) == ""


@pytest.mark.parametrize("write", [clock, hour, moment])
def test_no_time_is_nothing(write):
    assert write(None) == ""


@pytest.mark.parametrize(
    ("style", "texts"),
    [
        ("day", ["Fri 21 Nov 2025", "21 Nov 2025", "Friday 21 November", "Fri"]),
        ("month", ["Fri, Nov 21, 2025", "Nov 21, 2025", "Friday, November 21", "Fri"]),
        ("iso", ["2025-11-21", "2025-11-21", "Friday, 2025-11-21", "Fri"]),
    ],
)
def test_days_are_written_as_the_reader_prefers(style, texts):
    day = datetime.date(2025, 11, 21)

    with written_for(Preferences(style)):
        written = [
            write(day) for write in (clinical_date, plain_date, long_day, weekday)
        ]

    assert written == texts


def test_times_are_written_as_the_reader_prefers():
    time = datetime.time(9)

    assert (clock(time), hour(time)) == ("09:00", "9")
    with written_for(Preferences(clock="12")):
        assert (clock(time), hour(time)) == ("9\xa0a.m.", "9\xa0a.m.")


def test_reference_text_without_a_translation_stays_as_written():
    assert translated("A set of our own practice.") == "A set of our own practice."


class Choices(forms.Form):
    answer = forms.ChoiceField(
        choices=[("", "none"), ("<a>", "&")],
        widget=forms.RadioSelect(attrs={"data-part": 'a"b'}),
    )
    several = forms.MultipleChoiceField(
        choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )


@pytest.mark.parametrize("data", [None, {}, {"answer": "<a>", "several": ["b"]}])
@pytest.mark.parametrize("name", ["answer", "several"])
def test_control_says_what_the_widgets_own_template_says(name, data):
    def parts(html):
        return sorted(re.findall(r'[\w-]+(?:="[^"]*")?', html))

    for option in Choices(data)[name]:
        assert parts(control(option)) == parts(option.tag())
