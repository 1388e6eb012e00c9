"""Which part of the records to take along: days, and any number of cases."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter
from ruptures.models import Case
from ruptures.models.case import CaseQuerySet
from ruptures.period import Period

LISTED = 60  # cases to tick; codes of more than these are typed


class TypedCodes(forms.TextInput):
    def format_value(self, value: Any) -> str:
        return " ".join(codes_in(value))


class PartForm(CaseloadFilter):
    """The filter's days, and cases of one's own; none chosen: all."""

    def __init__(self, *args: Any, cases: CaseQuerySet, **kwargs: Any):
        super().__init__(*args, cases=cases, only=(), **kwargs)
        in_order = cases.order_by(F("ended_on").desc(nulls_first=True), "code")
        self.own = {case.code: case for case in in_order}
        widget = self._typed() if self.is_typed else self._ticked()
        self.fields["cases"] = forms.Field(
            label=_("Cases"), required=False, widget=widget
        )

    @property
    def is_typed(self) -> bool:
        return len(self.own) > LISTED

    def clean_cases(self) -> list[Case]:
        codes = codes_in(self.cleaned_data["cases"])
        if not self.own.keys() >= {*codes}:
            raise forms.ValidationError(_("Choose one of your cases."))
        return [self.own[code] for code in codes]

    @property
    def days(self) -> Period:
        """What a valid form says."""
        return self._period()

    def chosen_of(self, cases: CaseQuerySet) -> CaseQuerySet:
        """Those of `cases` that a valid form names; all where it names none."""
        chosen = self.cleaned_data["cases"]
        return cases.filter(pk__in=[case.pk for case in chosen]) if chosen else cases

    def _ticked(self) -> forms.Widget:
        return forms.CheckboxSelectMultiple(choices=[(code, code) for code in self.own])

    def _typed(self) -> forms.Widget:
        hint = _("all, or codes with a blank between them")
        return TypedCodes({"size": 30, "autocomplete": "off", "placeholder": hint})


def codes_in(sent: Sequence[str] | None) -> list[str]:
    """Each code once, however many stand in each text."""
    return [*dict.fromkeys(re.findall(r"\w+", " ".join(sent or []).upper()))]
