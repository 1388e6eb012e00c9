"""Erasing for good: what has to be typed, why, and of which state of things."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dashboard.forms.account import EmailForm
from dashboard.forms.base import ChipField, RecordingForm
from ruptures.erasing.case import EraseEntry
from ruptures.models import EraseReason, User
from ruptures.saving import Stale

OTHER_NOW = _(
    "Something was added or taken away since you opened this page. Nothing was erased; "
    "below is what would go now."
)


class EraseForm(RecordingForm):
    """Its `initial` has the stamp of what would go at this request."""

    typed = forms.CharField(
        label=_("The case’s code"),
        help_text=_("Type it, so that no other case goes by a slip of the hand."),
        max_length=254,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters"}),
    )
    reason = ChipField(EraseReason, _("Why"), required=True)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def entry(self) -> EraseEntry:
        data = self.cleaned_data
        return EraseEntry(data["typed"], data["reason"], data["seen"])

    def take_errors(self, error: ValidationError) -> None:
        """Where the page was an older one: ask again, of what there is now."""
        if isinstance(error, Stale):
            self.refresh(seen=self.initial["seen"])
            error = ValidationError(OTHER_NOW)
        super().take_errors(error)


class EraseAccountForm(EraseForm):
    """The same for everything of one account; takes the password."""

    typed = forms.EmailField(
        label=_("Your e-mail"),
        help_text=_("Type it: everything above goes with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    successor = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Who looks after the installation from now on"),
        to_field_name="email",
        required=False,
        empty_label=_("choose one"),
    )
    field_order = ["successor", "typed", "password", "reason"]

    def __init__(self, *args: Any, user: User, others: bool, **kwargs: Any) -> None:
        """`others`: whether the installation has to be handed on."""
        super().__init__(*args, **kwargs)
        self.user = user
        if others:
            found = User.objects.filter(is_active=True).exclude(pk=user.pk)
            self.fields["successor"].queryset = found  # type: ignore[attr-defined]
        else:
            del self.fields["successor"]

    clean_password = EmailForm.clean_password
