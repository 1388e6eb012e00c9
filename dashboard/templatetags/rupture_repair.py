"""How a glyph, a share, an interval and a day are written. No queries here."""

import datetime as dt
from functools import lru_cache
from typing import Protocol

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from ruptures.dates import write_day, write_hour, write_moment, write_time
from ruptures.taxonomy import Catalogue

register = template.Library()

PER_CENT = "\N{NARROW NO-BREAK SPACE}%"
GLYPHS = {"both": "mixed"}


class Range(Protocol):
    """Two proportions, such as `ruptures.stats.rates.Interval`."""

    @property
    def low(self) -> float: ...

    @property
    def high(self) -> float: ...


@register.simple_tag
def glyph(name: str, label: str | Promise = "") -> SafeString:
    """Draw a type's sign; without `label` it is decoration, beside the word."""
    return _drawn(GLYPHS.get(name, name), str(label))


@lru_cache(256)
def _drawn(name: str, label: str) -> SafeString:
    """A list has a sign in each line, and there are few signs."""
    return render_to_string("_glyph.html", {"name": name, "label": label})


@register.filter
def control(option: BoundWidget) -> SafeString:
    """Draw the input of one choice, in a quarter of the time its own template takes."""
    named = ("type", "name", "value")
    attributes = {name: option.data[name] for name in named} | option.data["attrs"]
    return format_html("<input{}>", flatatt(attributes))


@register.filter
def plain_input(field: BoundField) -> SafeString:
    """Draw the one input of a field, likewise; its attributes have values."""
    [widget] = field.subwidgets
    named = {name: widget.data[name] for name in ("type", "name", "value")}
    attributes = named | widget.data["attrs"]
    given = [pair for pair in attributes.items() if pair[1] is not None]
    given.sort(key=lambda pair: pair[0] == "id")  # the last, as Django has it
    return format_html("<input{}>", format_html_join("", ' {}="{}"', given))


@register.filter
def percent(proportion: float | None) -> str:
    """Write 0.304 as "30 %", with a narrow no-break space; nothing for None."""
    return "" if proportion is None else f"{proportion * 100:.0f}{PER_CENT}"


@register.filter
def interval(limits: Range | None) -> str:
    """Write the two limits as "20–42 %"; nothing for None."""
    if limits is None:
        return ""
    return f"{limits.low * 100:.0f}–{limits.high * 100:.0f}{PER_CENT}"


@register.filter
def clinical_date(day: dt.date | None) -> str:
    """Write a day as "Sat 21 Nov"; with its year where that is not the present one."""
    if day is None:
        return ""
    this_year = day.year == timezone.localdate().year
    return write_day(day, "SHORT_DATE_FORMAT" if this_year else "DATE_FORMAT")


@register.filter
def plain_date(day: dt.date | None) -> str:
    """Write a day as "21 Nov 2026"."""
    return "" if day is None else write_day(day)


@register.filter
def long_date(day: dt.date | None) -> str:
    """Write a day as "Saturday 21 November 2026"."""
    return "" if day is None else write_day(day, "LONG_DATE_FORMAT")


@register.filter
def long_day(day: dt.date) -> str:
    """Write a day of these weeks as "Saturday 21 November"."""
    return write_day(day, "LONG_DAY_FORMAT")


@register.filter
def weekday(day: dt.date) -> str:
    """Write the day of the week as "Sat"."""
    return write_day(day, "WEEKDAY_FORMAT")


@register.filter
def whole_month(day: dt.date) -> str:
    """Write the month of a day as "November 2026"."""
    return write_day(day, "YEAR_MONTH_FORMAT")


@register.filter
def usually(day: dt.date) -> str:
    """Say on which day of the week one usually meets."""
    return (
        gettext("usually on Mondays"),
        gettext("usually on Tuesdays"),
        gettext("usually on Wednesdays"),
        gettext("usually on Thursdays"),
        gettext("usually on Fridays"),
        gettext("usually on Saturdays"),
        gettext("usually on Sundays"),
    )[day.weekday()]


@register.filter
def clock(time: dt.time | None) -> str:
    """Write a time of day as "09:30"."""
    return "" if time is None else write_time(time)


@register.filter
def hour(time: dt.time | None) -> str:
    """Write a time of day as "9", or "09:30" where it is not a full hour."""
    return "" if time is None else write_hour(time)


@register.filter(expects_localtime=True)
def moment(at: dt.datetime | None) -> str:
    """Write an instant as "Sat 21 Nov 2026, 09:30"."""
    return "" if at is None else write_moment(at)


@register.filter
def meaning(catalogue: Catalogue | None, code: str) -> str | Promise:
    """Give the one-line meaning of a code; nothing where no catalogue is known."""
    if not catalogue or code not in catalogue.codes:
        return ""
    return catalogue.entry(code).meaning


@register.filter
def translated(text: str) -> str:
    """Give a text of the reference data in the language in force, if it is there."""
    return gettext(text)
