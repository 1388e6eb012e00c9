"""Which sessions a page looks at: the filter bar, kept in the URL."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ruptures.models import Case, Rupture, Session, User
from ruptures.models.case import EARLIEST
from ruptures.models.rupture import RuptureQuerySet
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.taxonomy import Rater, RuptureType

PRESETS = {"3": 3, "12": 12}  # whole months, the present one the last of them
DEFAULT = "12"
DAY = "j M Y"
MOVEMENTS = (RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the filter says; empty `rater` or `type` means all of them."""

    title: str
    period: Period
    cases: tuple[Case, ...]
    case: Case | None
    rater: str
    type: str

    def sessions(self, user: User) -> SessionQuerySet:
        """Sessions of any date, so that order and coverage can be told."""
        sessions = Session.objects.visible_to(user)
        return sessions.filter(case=self.case) if self.case else sessions

    def ruptures(self, user: User) -> RuptureQuerySet:
        """Of any type: what is recognised later stands beside a rate of any strain."""
        ruptures = Rupture.objects.visible_to(user)
        return ruptures.filter(session__case=self.case) if self.case else ruptures


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CaseloadFilter(forms.Form):
    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=[
            ("3", _("3 months")),
            ("12", _("12 months")),
            ("all", _("All")),
            ("dates", _("Dates…")),
        ],
        widget=forms.RadioSelect,
    )
    start = forms.DateField(
        label=_("From"),
        required=False,
        widget=day_input(),
        validators=[MinValueValidator(EARLIEST, _("Look at the year again."))],
    )
    end = forms.DateField(label=_("To"), required=False, widget=day_input())
    case = forms.ChoiceField(
        label=_("Case"),
        required=False,
        error_messages={"invalid_choice": _("Choose one of your cases.")},
    )
    rater = forms.ChoiceField(
        label=_("Rater"),
        required=False,
        choices=[("", _("All raters")), *Rater.choices],
    )
    type = forms.ChoiceField(
        label=_("Type"),
        required=False,
        choices=[("", _("Both types")), *((m.value, m.label) for m in MOVEMENTS)],
    )

    def __init__(
        self, query: Mapping[str, Any], *, cases: Iterable[Case], today: datetime.date
    ):
        super().__init__(with_defaults(query, today))
        self.today = today
        self.cases = {case.code: case for case in cases}
        self.fields["case"].choices = [  # type: ignore[attr-defined]
            ("", _("All cases")),
            *((code, code) for code in self.cases),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        if cleaned.get("period") == "dates" and start and end and end < start:
            self.add_error("end", _("This day lies before the first."))
        return cleaned

    @property
    def selection(self) -> Selection:
        """What a valid form says."""
        chosen = self.cleaned_data
        case = self.cases.get(chosen["case"])
        return Selection(
            title=self._title(),
            period=self._period(),
            cases=(case,) if case else tuple(self.cases.values()),
            case=case,
            rater=chosen["rater"],
            type=chosen["type"],
        )

    def _period(self) -> Period:
        chosen = self.cleaned_data
        if chosen["period"] == "dates":
            return Period(chosen["start"], chosen["end"] or self.today, self.today)
        if chosen["period"] in PRESETS:
            return Period.of_months(PRESETS[chosen["period"]], self.today)
        return Period.all_until(self.today)

    def _title(self) -> str:
        """The period in words, with its dates where a preset does not say them."""
        chosen, period = self.cleaned_data["period"], self._period()
        days = {"end": date_format(period.last_day, DAY)}
        if period.start is None:
            return gettext("Until %(end)s") % days
        days["start"] = date_format(period.start, DAY)
        if chosen in PRESETS:
            days["months"] = str(PRESETS[chosen])
            return gettext("Last %(months)s months: %(start)s – %(end)s") % days
        return gettext("%(start)s – %(end)s") % days


def with_defaults(query: Mapping[str, Any], today: datetime.date) -> dict[str, Any]:
    """The query with a period, and with days to start from where dates are chosen."""
    preset = Period.of_months(PRESETS[DEFAULT], today)
    days = {"start": preset.start, "end": today}
    if query.get("period") == "dates":
        days = {}
    return {"period": DEFAULT} | days | {name: query[name] for name in query}
