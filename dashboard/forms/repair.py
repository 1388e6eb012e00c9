"""What the page about repair asks beside the caseload's questions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter
from ruptures.summaries.courses import Unit


class RepairFilter(CaseloadFilter):
    unit = forms.ChoiceField(
        label=_("Counted in"),
        required=False,
        choices=[
            (Unit.SESSIONS.value, _("held sessions")),
            (Unit.DAYS.value, _("days")),
        ],
    )

    def clean_unit(self) -> Unit:
        return Unit(self.cleaned_data["unit"] or Unit.SESSIONS)
