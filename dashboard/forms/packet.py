"""What the printed sheet asks: the period, dates or numbers, what else, which paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter

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

    def __init__(self, *args: Any, with_notes: bool = True, **kwargs: Any):
        """`with_notes`: whether the sheet could have any; a caseload's has none."""
        super().__init__(*args, only=(), **kwargs)
        if not with_notes:
            del self.fields["notes"]

    def clean_by(self) -> str:
        return self.cleaned_data["by"] or DATES

    def clean_paper(self) -> str:
        return self.cleaned_data["paper"] or A4
