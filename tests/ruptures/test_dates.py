"""Days and times, by the language in force and by what the reader prefers."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.utils import translation

from ruptures import dates
from ruptures.dates import Preferences, written_for
from ruptures.models.user import Clock

DAY = dt.date(2026, 6, 6)
AFTERNOON = dt.time(14, 20)
NBSP = "\N{NO-BREAK SPACE}"


def written(language, form, **preferences):
    with translation.override(language), written_for(Preferences(**preferences)):
        return dates.write_day(DAY, form)


def timed(language, time, clock="", write=dates.write_time):
    with translation.override(language), written_for(Preferences(clock=clock)):
        return write(time)


@pytest.mark.parametrize(
    ("form", "english", "french"),
    [
        ("DATE_FORMAT", "Sat 6 Jun 2026", "sam. 6 juin 2026"),
        ("SHORT_DATE_FORMAT", "Sat 6 Jun", "sam. 6 juin"),
        ("PLAIN_DATE_FORMAT", "6 Jun 2026", "6 juin 2026"),
        ("LONG_DATE_FORMAT", "Saturday 6 June 2026", "samedi 6 juin 2026"),
        ("LONG_DAY_FORMAT", "Saturday 6 June", "samedi 6 juin"),
        ("YEAR_MONTH_FORMAT", "June 2026", "juin 2026"),
        ("SHORT_MONTH_FORMAT", "Jun 2026", "juin 2026"),
        ("MONTH_MARK_FORMAT", "Jun 26", "juin 26"),
        ("MONTH_NAME_FORMAT", "Jun", "juin"),
        ("WEEKDAY_FORMAT", "Sat", "sam."),
    ],
)
@pytest.mark.parametrize("chosen", ["", "day"])
def test_day_is_written_first_in_both_languages(chosen, form, english, french):
    assert written("en-gb", form, date_style=chosen) == english
    assert written("fr", form, date_style=chosen) == french


@pytest.mark.parametrize(
    ("form", "english", "french"),
    [
        ("DATE_FORMAT", "Sat, Jun 6, 2026", "sam., juin 6, 2026"),
        ("SHORT_DATE_FORMAT", "Sat, Jun 6", "sam., juin 6"),
        ("PLAIN_DATE_FORMAT", "Jun 6, 2026", "juin 6, 2026"),
        ("LONG_DATE_FORMAT", "Saturday, June 6, 2026", "samedi, juin 6, 2026"),
        ("LONG_DAY_FORMAT", "Saturday, June 6", "samedi, juin 6"),
        ("SHORT_MONTH_FORMAT", "Jun 2026", "juin 2026"),
    ],
)
def test_month_comes_first_for_who_prefers_that(form, english, french):
    assert written("en-gb", form, date_style="month") == english
    assert written("fr", form, date_style="month") == french


@pytest.mark.parametrize(
    ("form", "english", "french"),
    [
        ("DATE_FORMAT", "2026-06-06", "2026-06-06"),
        ("SHORT_DATE_FORMAT", "2026-06-06", "2026-06-06"),
        ("PLAIN_DATE_FORMAT", "2026-06-06", "2026-06-06"),
        ("LONG_DATE_FORMAT", "Saturday, 2026-06-06", "samedi, 2026-06-06"),
        ("SHORT_MONTH_FORMAT", "2026-06", "2026-06"),
        ("MONTH_MARK_FORMAT", "2026-06", "2026-06"),
        ("WEEKDAY_FORMAT", "Sat", "sam."),
    ],
)
def test_year_comes_first_for_who_prefers_that(form, english, french):
    assert written("en-gb", form, date_style="iso") == english
    assert written("fr", form, date_style="iso") == french


def test_first_of_a_month_is_an_ordinal_in_french_alone():
    first, other = dt.date(2026, 6, 1), dt.date(2026, 6, 11)

    with translation.override("fr"):
        assert dates.write_day(first) == "1er juin 2026"
        assert dates.write_day(first, "LONG_DATE_FORMAT") == "lundi 1er juin 2026"
        assert dates.write_day(first, "MONTH_NAME_FORMAT") == "juin"
        assert dates.write_day(other) == "11 juin 2026"
    assert dates.write_day(first) == "1 Jun 2026"


@pytest.mark.parametrize("language", ["en-gb", "fr"])
@pytest.mark.parametrize("clock", ["", "24"])
def test_clock_has_24_hours_in_both_languages(language, clock):
    assert timed(language, AFTERNOON, clock) == "14:20"
    assert timed(language, dt.time(9), clock) == "09:00"


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (dt.time(0), "midnight"),
        (dt.time(0, 5), f"12:05{NBSP}a.m."),
        (dt.time(9), f"9{NBSP}a.m."),
        (dt.time(12), "noon"),
        (dt.time(12, 30), f"12:30{NBSP}p.m."),
        (AFTERNOON, f"2:20{NBSP}p.m."),
    ],
)
def test_12_hours_name_their_half_of_the_day_on_the_same_line(time, text):
    assert timed("en-gb", time, "12") == text


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (dt.time(9), f"9{NBSP}a.m."),
        (dt.time(12), "midi"),
        (AFTERNOON, f"2:20{NBSP}p.m."),
        (
            dt.time(20),
            f"8{NBSP}p.m.",
        ),  # not "8 après-midi"
    ],
)
def test_12_hours_in_french_are_as_the_choice_of_them_says(time, text):
    assert timed("fr", time, "12") == text
    with translation.override("fr"):
        assert Clock.H12.label == "12 heures, comme 2:30 p.m."


def test_hour_is_short_where_it_is_full():
    hour = dates.write_hour

    assert timed("en-gb", dt.time(9), write=hour) == "9"
    assert timed("en-gb", dt.time(9, 30), write=hour) == "09:30"
    assert timed("en-gb", dt.time(9), "12", write=hour) == f"9{NBSP}a.m."
    assert timed("fr", dt.time(9), write=hour) == "9\N{NARROW NO-BREAK SPACE}h"


def test_instant_is_that_of_the_practice(settings):
    settings.TIME_ZONE = "America/Montreal"
    at = dt.datetime(2026, 6, 7, 1, 30, tzinfo=dt.UTC)

    assert dates.write_moment(at) == "Sat 6 Jun 2026, 21:30"
    with written_for(Preferences("iso", "12")):
        assert dates.write_moment(at) == f"2026-06-06, 9:30{NBSP}p.m."


def test_preferences_end_with_their_block_even_where_it_fails():
    with pytest.raises(ZeroDivisionError), written_for(Preferences("iso")):
        raise ZeroDivisionError

    assert dates.write_day(DAY) == "6 Jun 2026"


def test_preferences_within_others_give_them_back():
    with written_for(Preferences("iso")):
        with written_for(Preferences("month")):
            assert dates.write_day(DAY) == "Jun 6, 2026"
        assert dates.write_day(DAY) == "2026-06-06"


def test_preferences_are_those_of_one_thread():
    with ThreadPoolExecutor(1) as elsewhere, written_for(Preferences("iso")):
        assert elsewhere.submit(dates.write_day, DAY).result() == "6 Jun 2026"
