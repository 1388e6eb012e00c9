"""How a glyph, a share, an interval and a day are written. No queries here."""

import datetime as dt
from typing import Protocol

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import pgettext

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


@register.inclusion_tag("_glyph.html")
def glyph(name: str, label: str | Promise = "") -> dict[str, object]:
    """Draw a type's sign; without `label` it is decoration, beside the word."""
    return {"name": GLYPHS.get(name, name), "label": label}


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
    return date_format(day, "SHORT_DATE_FORMAT" if this_year else "DATE_FORMAT")


@register.filter
def long_date(day: dt.date | None) -> str:
    """Write a day as "Saturday 21 November 2026"."""
    return "" if day is None else date_format(day, pgettext("long date", "l j F Y"))


@register.filter
def clock(time: dt.time | None) -> str:
    """Write a time of day as "09:30"."""
    return "" if time is None else time_format(time)


@register.filter
def meaning(catalogue: Catalogue | None, code: str) -> str | Promise:
    """Give the one-line meaning of a code; nothing where no catalogue is known."""
    if not catalogue or code not in catalogue.codes:
        return ""
    return catalogue.entry(code).meaning
