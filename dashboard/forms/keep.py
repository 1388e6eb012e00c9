"""Keeping a case though its time is over: who decided, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import RecordingForm


class KeepForm(RecordingForm):
    words = forms.CharField(
        label=_("Who decided, and why"),
        help_text=_("Encrypted, and gone with the case."),
        widget=forms.Textarea({"rows": 3}),
    )
