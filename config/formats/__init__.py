"""How days, times and numbers are written, by language; ruptures/dates.py chooses."""

from django.utils.translation import gettext_lazy as _

# What a form sends and shows in `<input type=date>`, whatever the language.
DATE_INPUT_FORMATS = ["%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]

# By `User.date_style` and `User.clock`; what a table lacks is as the language has it.
ISO_DATES = {
    "DATE_FORMAT": "Y-m-d",
    "SHORT_DATE_FORMAT": "Y-m-d",
    "PLAIN_DATE_FORMAT": "Y-m-d",
    "LONG_DATE_FORMAT": "l, Y-m-d",
    "LONG_DAY_FORMAT": "l, Y-m-d",
    "YEAR_MONTH_FORMAT": "Y-m",
    "SHORT_MONTH_FORMAT": "Y-m",
    "MONTH_MARK_FORMAT": "Y-m",
}
# The words of "P" once more, for the catalogues here, which go before Django's: its
# French would say "8 après-midi" in the evening.
HALVES_OF_THE_DAY = (_("a.m."), _("p.m."))
HOURS_12 = {
    "TIME_FORMAT": "P",
    "HOUR_FORMAT": "P",
}
