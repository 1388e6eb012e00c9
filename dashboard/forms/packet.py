"""What the printed sheet asks: the period, dates or numbers, what else, which paper."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter, Selection
from ruptures.models import Case

DATES, NUMBERS = "dates", "numbers"
A4, LETTER = "a4", "letter"


class PacketFilter(CaseloadFilter):
    by = forms.ChoiceField(
        label=_("Sessions told by"),
        required=False,
        choices=[(DATES, _("dates")), (NUMBERS, _("numbers, without any date"))],
    )
    paper = forms.ChoiceField(
        label=_("Paper"),
        required=False,
        choices=[(A4, _("A4")), (LETTER, _("Letter"))],
    )
    agenda = forms.BooleanField(label=_("Agenda questions"), required=False)
    notes = forms.BooleanField(label=_("Notes"), required=False)

    def __init__(self, *args: Any, case: Case | None = None, **kwargs: Any):
        """`case`: whose sheet it is; a caseload's has no notes."""
        super().__init__(*args, only=(), **kwargs)
        self.of_case = case
        if case is None:
            del self.fields["notes"]

    @property
    def selection(self) -> Selection:
        if self.of_case is None:
            return super().selection
        return replace(super().selection, case=self.of_case)

    @cached_property
    def known(self) -> tuple[Case, ...]:
        return (self.of_case,) if self.of_case else super().known

    def clean_by(self) -> str:
        return self.cleaned_data["by"] or DATES

    def clean_paper(self) -> str:
        return self.cleaned_data["paper"] or A4
