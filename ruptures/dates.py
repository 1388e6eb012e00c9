"""How days, months and times are written for whoever reads: the one place for it.

By the language in force and by what the reader prefers; config/formats/ has the forms.
Files and inputs are not read by people: there dates are ISO, by `isoformat`.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import get_language

from ruptures.models.user import Clock, DateStyle

Form = Literal[
    "DATE_FORMAT",
    "SHORT_DATE_FORMAT",
    "PLAIN_DATE_FORMAT",
    "LONG_DATE_FORMAT",
    "LONG_DAY_FORMAT",
    "YEAR_MONTH_FORMAT",
    "SHORT_MONTH_FORMAT",
    "MONTH_MARK_FORMAT",
    "MONTH_NAME_FORMAT",
    "WEEKDAY_FORMAT",
]
SPACE, NO_BREAK_SPACE = " ", "\N{NO-BREAK SPACE}"

# Tables of config/formats/. Without a choice, and for one that is what both languages
# have anyway, there is none.
TABLES: dict[str, str] = {
    DateStyle.MONTH_FIRST: "MONTH_FIRST_DATES",
    DateStyle.ISO: "ISO_DATES",
    Clock.H12: "HOURS_12",
}


@dataclass(frozen=True, slots=True)
class Preferences:
    """A user's, or nobody's: then all is as the language usually has it."""

    date_style: str = ""
    clock: str = ""


NOBODYS = Preferences()
_preferences: ContextVar[Preferences] = ContextVar("preferences", default=NOBODYS)


@contextmanager
def written_for(preferences: Preferences) -> Iterator[None]:
    """Write for that reader until the end of the block, in this thread alone."""
    before = _preferences.set(preferences)
    try:
        yield
    finally:
        _preferences.reset(before)


def write_day(day: dt.date, form: Form = "PLAIN_DATE_FORMAT") -> str:
    """A day, such as "21 Nov 2026"."""
    return _written(day, form, _preferences.get().date_style, get_language())


@lru_cache(2048)  # a page of charts writes the same months again and again
def _written(day: dt.date, form: Form, style: str, _language: str | None) -> str:
    written = _form(form, style)
    if day.day == 1:
        written = written.replace("j", get_format("FIRST_OF_MONTH"))
    return date_format(day, written)


def write_month(day: dt.date) -> str:
    """The month of that day, such as "Nov 2026"."""
    return write_day(day, "SHORT_MONTH_FORMAT")


def write_time(time: dt.time) -> str:
    """A time of day, such as "09:30" or "9:30 a.m."."""
    return _unbroken(time, "TIME_FORMAT")


def write_hour(time: dt.time) -> str:
    """As short as can be: "9" or "9 a.m."; with its minutes where it has any."""
    return _unbroken(time, "TIME_FORMAT" if time.minute else "HOUR_FORMAT")


def write_moment(at: dt.datetime) -> str:
    """An instant by the practice's clock, such as "Sat 21 Nov 2026, 09:30"."""
    local = timezone.localtime(at)
    return f"{write_day(local, 'DATE_FORMAT')}, {write_time(local.time())}"


def _unbroken(time: dt.time, form: str) -> str:
    written = time_format(time, _form(form, _preferences.get().clock))
    return written.replace(SPACE, NO_BREAK_SPACE)


def _form(name: str, choice: str) -> str:
    """The form of that name in the reader's table, else in the language."""
    table = get_format(TABLES[choice]) if choice in TABLES else {}
    written: str = table.get(name) or get_format(name)
    return written
