"""Choosing a file to bring in, and answering what became of its rows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import SubmissionField
from ruptures.models import Differing


class ImportForm(forms.Form):
    """`too_large`: a file was chosen, and passed over on its way."""

    submission = SubmissionField()
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file.")},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = _(
                "This file is larger than 300 MB. Nothing of it was kept."
            )


class AnswerForm(forms.Form):
    """What becomes of rows that differ; without any, it is only asked to go on."""

    differing = forms.ChoiceField(
        choices=Differing.choices,
        error_messages={"required": _("Choose one of the answers offered.")},
    )
