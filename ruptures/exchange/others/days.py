"""Days and times of day as other programs write them.

Each reader raises ValidationError, saying what was expected.
"""

import datetime
import re
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ruptures.exchange.others.mapping import DAY_FIRST, MONTH_FIRST, YEAR_FIRST

CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})"
    r"(?:[:.]\d{2}(?:\.\d+)?)?\s*(?P<half>[ap]m)?"
)
DAY = {
    YEAR_FIRST: r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
    DAY_FIRST: r"(?P<d>\d{1,2})[-/. ](?P<m>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})",
    MONTH_FIRST: r"(?P<m>\d{1,2})[-/. ](?P<d>\d{1,2})[-/. ](?P<y>\d{4}|\d{2})",
}
TIME = re.compile(CLOCK, re.IGNORECASE | re.ASCII)
DAYS = {
    order: re.compile(f"(?:{day})(?:[T ]+{CLOCK})?", re.IGNORECASE | re.ASCII)
    for order, day in DAY.items()
}
LIKE = {
    YEAR_FIRST: "2026-11-21",
    DAY_FIRST: "21.11.2026",
    MONTH_FIRST: "11/21/2026",
}


class Moment(NamedTuple):
    """A day, and the time of day where the cell has one; midnight says none."""

    date: datetime.date
    time: datetime.time | None


def moment(cell: str, order: str) -> Moment:
    found = DAYS[YEAR_FIRST].fullmatch(cell) or DAYS[order].fullmatch(cell)
    try:
        if found is None:
            raise ValueError
        day = datetime.date(full(found["y"]), int(found["m"]), int(found["d"]))
        time = of_clock(found) if found["hour"] else None
    except ValueError as error:
        said = _("A day was expected, like %(example)s.")
        raise ValidationError(said % {"example": LIKE[order]}) from error
    return Moment(day, time or None if time != datetime.time.min else None)


def full(year: str) -> int:
    """Of two digits, the latest such year that is not to come."""
    if len(year) == 4:
        return int(year)
    now = timezone.localdate().year
    century = now // 100 * 100
    return century + int(year) - (100 if century + int(year) > now else 0)


def day(cell: str, order: str) -> datetime.date:
    return moment(cell, order).date


def of_clock(found: re.Match[str]) -> datetime.time:
    hour, half = int(found["hour"]), (found["half"] or "").lower()
    if half and not 1 <= hour <= 12:
        raise ValueError
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime.time(hour, int(found["minute"]))


def time_of_day(cell: str) -> datetime.time:
    try:
        found = TIME.fullmatch(cell)
        if found is None:
            raise ValueError
        return of_clock(found)
    except ValueError as error:
        said = _("A time of day was expected, like 09:30.")
        raise ValidationError(said) from error
