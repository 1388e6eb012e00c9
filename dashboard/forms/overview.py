"""What the dashboard asks beside the caseload's questions."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter
from ruptures.reference import RangeSet, default_set, range_sets

MONTHS, ROLLING = "months", "rolling"


class OverviewFilter(CaseloadFilter):
    trend = forms.ChoiceField(
        label=_("Over time"),
        required=False,
        choices=[(MONTHS, _("by month")), (ROLLING, _("last 20 answered"))],
    )
    criterion = forms.ChoiceField(label=_("Criterion: ranges"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        default = default_set(settings.OWN_RANGES)
        sets = sorted(range_sets(settings.OWN_RANGES), key=lambda each: each != default)
        self.fields["criterion"].choices = [  # type: ignore[attr-defined]
            (each.key, gettext(each.name)) for each in sets
        ]

    def clean_trend(self) -> str:
        return self.cleaned_data["trend"] or MONTHS

    def clean_criterion(self) -> RangeSet:
        """The set that is named, else the default one."""
        sets = {each.key: each for each in range_sets(settings.OWN_RANGES)}
        named = sets.get(self.cleaned_data["criterion"])
        return named or default_set(settings.OWN_RANGES)
