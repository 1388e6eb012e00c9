"""Dates in English: British, unless the reader puts the month first."""

from config.formats import (
    DATE_INPUT_FORMATS,
    HOURS_12,
    ISO_DATES,
    TIME_INPUT_FORMATS,
)

__all__ = ["DATE_INPUT_FORMATS", "HOURS_12", "ISO_DATES", "TIME_INPUT_FORMATS"]

DATE_FORMAT = "D j M Y"
SHORT_DATE_FORMAT = "D j M"
PLAIN_DATE_FORMAT = "j M Y"
LONG_DATE_FORMAT = "l j F Y"
LONG_DAY_FORMAT = "l j F"
YEAR_MONTH_FORMAT = "F Y"
SHORT_MONTH_FORMAT = "M Y"
MONTH_MARK_FORMAT = "M y"
MONTH_NAME_FORMAT = "M"
WEEKDAY_FORMAT = "D"
FIRST_OF_MONTH = "j"
DATETIME_FORMAT = "D j M Y, H:i"
TIME_FORMAT = "H:i"
HOUR_FORMAT = "G"

MONTH_FIRST_DATES = {
    "DATE_FORMAT": "D, M j, Y",
    "SHORT_DATE_FORMAT": "D, M j",
    "PLAIN_DATE_FORMAT": "M j, Y",
    "LONG_DATE_FORMAT": "l, F j, Y",
    "LONG_DAY_FORMAT": "l, F j",
}

FIRST_DAY_OF_WEEK = 1
