"""What the page about agreement asks beside the caseload's questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.filters import CaseloadFilter
from ruptures.summaries.agreement import PAIRS, Pair
from ruptures.taxonomy import Rater


class AgreementFilter(CaseloadFilter):
    pair = forms.ChoiceField(
        label=_("Between"),
        required=False,
        choices=[
            ("therapist_client", _("you and the client")),
            ("therapist_observer", _("you and the observers")),
            ("client_observer", _("client and observers")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not self.cases.filter(sessions__reports__rater=Rater.OBSERVER).exists():
            del self.fields["pair"]  # there is only one

    def clean_pair(self) -> Pair:
        return PAIRS[self.cleaned_data["pair"] or next(iter(PAIRS))]
