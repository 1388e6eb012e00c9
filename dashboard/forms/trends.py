"""What the pages of trends ask: the period, and how it is shown."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import PERIODS, CaseloadFilter
from ruptures.models import Grant

PERIOD, MONTH = "period", "month"
MONTHS = [each for each in PERIODS if each[0] != "dates"]


class TrendsFilter(CaseloadFilter):
    by = forms.ChoiceField(
        label=_("Shown"),
        required=False,
        choices=[(PERIOD, _("the whole period")), (MONTH, _("by month"))],
    )

    def clean_by(self) -> str:
        return self.cleaned_data["by"] or PERIOD


class FunnelFilter(CaseloadFilter):
    """`one` is the only point that gets a name; without `grants` it is not asked.

    Of whole months alone: two periods that differ by a day would tell what somebody
    answered on it.
    """

    one = forms.ChoiceField(label=_("Name one"), required=False)

    def __init__(self, *args: Any, grants: Iterable[Grant] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        del self.fields["start"], self.fields["end"]
        self.fields["period"].choices = MONTHS  # type: ignore[attr-defined]
        keys = {each.therapist.email: str(each.key) for each in grants}
        if keys:
            named = [(key, email) for email, key in keys.items()]
            self.fields["one"].choices = [("", _("nobody")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["one"]
