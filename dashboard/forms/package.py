"""What to take along as a package: which cases and days, and in which form."""

import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.part import PartForm
from ruptures.exchange.package.wanted import (
    EXCEL,
    EXCEL_DECIMAL_COMMA,
    PLAIN,
    Wanted,
)
from ruptures.models import User

SALT = 32  # bytes
FORMS = {"": PLAIN, "excel": EXCEL, "excel_comma": EXCEL_DECIMAL_COMMA}


def new_salt() -> str:
    return secrets.token_hex(SALT)


class PackageForm(PartForm):
    by = forms.ChoiceField(
        label=_("Sessions told by"),
        required=False,
        choices=[
            ("", _("dates and numbers")),
            ("numbers", _("numbers, without any date")),
        ],
    )
    fresh = forms.BooleanField(
        label=_("With fresh codes, made for this file"), required=False
    )
    flavour = forms.ChoiceField(
        label=_("For"),
        required=False,
        choices=[
            ("", _("R, Python, SPSS, and coming back here")),
            ("excel", _("Excel: comma between columns")),
            ("excel_comma", _("Excel: semicolon, decimal comma")),
        ],
    )
    notes = forms.BooleanField(label=_("With my notes"), required=False)
    salt = forms.CharField(
        required=False,
        min_length=2 * SALT,
        max_length=2 * SALT,
        widget=forms.HiddenInput,
        initial=new_salt,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.auto_id = "package_%s"  # beside another filter on its page

    def clean_salt(self) -> bytes:
        """Raises ValidationError where it is not one that `new_salt` made."""
        sent = self.cleaned_data["salt"]
        try:
            salt = bytes.fromhex(sent)
        except ValueError:
            salt = b""
        if salt.hex() != sent:  # blanks between digits would make a shorter one
            raise forms.ValidationError(_("Open the page again."))
        return salt

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("fresh") and not cleaned.get("salt"):
            self.add_error(None, _("Open the page again."))
        return cleaned

    def wanted(self, user: User) -> Wanted:
        """What a valid form says."""
        chosen, period = self.cleaned_data, self.days
        whole = chosen["period"] == "all"
        return Wanted(
            user,
            cases=chosen["cases"] or None,
            start=None if whole else period.start,
            end=None if whole else period.end,
            notes=chosen["notes"],
            dates=chosen["by"] != "numbers",
            salt=chosen["salt"] if chosen["fresh"] else b"",
            form=FORMS[chosen["flavour"]],
        )
