"""Which sessions a page looks at: the filter bar, kept in the URL."""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms
from django.core.validators import MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ruptures.dates import write_day
from ruptures.models import Case, Rupture, Session, User
from ruptures.models.case import EARLIEST, CaseQuerySet
from ruptures.models.rupture import RuptureQuerySet
from ruptures.models.session import SessionQuerySet
from ruptures.period import Period
from ruptures.taxonomy import Rater, RuptureType

PRESETS = {"3": 3, "12": 12}  # whole months, the present one the last of them
DEFAULT = "12"
PERIODS = [
    ("3", _("3 months")),
    ("12", _("12 months")),
    ("all", _("All")),
    ("dates", _("Dates…")),
]
ASKED = {"case", "rater", "type"}
SHARED = {"period", "start", "end"} | ASKED
# What figures need of a case: each column more, of many cases, takes its time.
OF_A_CASE = (
    "therapist",
    "code",
    "first_number",
    "rhythm",
    "rhythm_from",
    "ended_on",
    "hold_reason",
    "synthetic",
)
MOVEMENTS = (RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION)


@dataclass(frozen=True, slots=True)
class Selection:
    """What the filter says; empty `rater` or `type` means all of them.

    `cases` are those that ran in the period, or the one that is named. `own` has the
    answers to questions of one page alone; `page` says which part of its long list.
    """

    title: str
    period: Period
    cases: tuple[Case, ...]
    case: Case | None
    rater: str
    type: str
    own: Mapping[str, Any] = field(default_factory=dict)
    page: str = ""

    def sessions(self, user: User) -> SessionQuerySet:
        """Sessions of these cases of any date, so that their order can be told."""
        return Session.objects.visible_to(user).filter(case__in=self.keys)

    def ruptures(self, user: User) -> RuptureQuerySet:
        """Of any type: what is recognised later stands beside a rate of any strain."""
        return Rupture.objects.visible_to(user).filter(session__case__in=self.keys)

    @property
    def keys(self) -> list[int]:
        return [case.pk for case in self.cases]


def day_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CaseloadFilter(forms.Form):
    period = forms.ChoiceField(
        label=_("Period"),
        required=False,
        choices=PERIODS,
        widget=forms.RadioSelect,
    )
    start = forms.DateField(
        label=_("From"),
        required=False,
        widget=day_input(),
        validators=[MinValueValidator(EARLIEST, _("Look at the year again."))],
    )
    end = forms.DateField(label=_("To"), required=False, widget=day_input())
    case = forms.CharField(
        label=_("Case"),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={
                "list": "case-codes",
                "size": 6,
                "autocomplete": "off",
                "placeholder": _("all"),
            }
        ),
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
        self,
        query: Mapping[str, Any],
        *,
        cases: CaseQuerySet,
        today: datetime.date,
        only: Collection[str] = ASKED,
    ):
        """`only`: which questions the page asks beside the period."""
        super().__init__(with_defaults(query, today))
        self.today = today
        self.cases = cases
        for name in ASKED - {*only}:
            del self.fields[name]

    @property
    def codes(self) -> list[str]:
        """What is offered under *Case*: those that run; any code can be typed. None
        where no case is asked for: whoever is only counted there names none.
        """
        if "case" not in self.fields:
            return []
        return [case.code for case in self.known if case.ended_on is None]

    @cached_property
    def known(self) -> tuple[Case, ...]:
        """Cases that run, that ran in the period, or that are named: one statement."""
        typed = self.data.get("case", "").strip().upper()
        named = Q(code=typed) if typed.isalnum() else Q()
        cases = self.cases.only(*OF_A_CASE)
        if self.errors.keys() & {"period", "start", "end"}:
            return tuple(cases.filter(Q(ended_on=None) | named))
        start = self._period().start
        if start is None:
            return tuple(cases)
        recent = Q(ended_on=None) | Q(ended_on__gte=start)
        return tuple(cases.filter(recent | named))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        start, end = cleaned.get("start"), cleaned.get("end")
        chosen = cleaned.get("period") == "dates"
        if chosen and start and start > self.today:
            self.add_error("start", _("This date is in the future."))
        elif chosen and start and end and end < start:
            self.add_error("end", _("This day lies before the first."))
        if cleaned.get("case") and self._named() is None:
            self.add_error("case", _("Choose one of your cases."))
        return cleaned

    @property
    def selection(self) -> Selection:
        """What a valid form says."""
        chosen, period, case = self.cleaned_data, self._period(), self._named()
        return Selection(
            title=self._title(),
            period=period,
            cases=(case,) if case else self.known,
            case=case,
            rater=chosen.get("rater", ""),
            type=chosen.get("type", ""),
            own={name: chosen[name] for name in chosen.keys() - SHARED},
            page=self.data.get("page", ""),
        )

    def _named(self) -> Case | None:
        code = self.cleaned_data.get("case", "").upper()
        return next((case for case in self.known if case.code == code), None)

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
        days = {"end": write_day(period.last_day)}
        if period.start is None:
            return gettext("Until %(end)s") % days
        days["start"] = write_day(period.start)
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
