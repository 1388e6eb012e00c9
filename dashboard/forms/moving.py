"""The form that moves a session to another case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import EditForm
from ruptures.models import Case, User


class MoveForm(EditForm):
    """The case is named by `case` (a chip) or `other_case` (typed)."""

    case = forms.CharField(label=_("Which case does it belong to?"), required=False)
    other_case = forms.CharField(label=_("Another case, by its code"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user

    @property
    def chosen(self) -> str:
        """The chip that is chosen; none where a code is typed, which goes before it."""
        if self.is_bound and not self["other_case"].value():
            return str(self["case"].value() or "")
        return ""

    def clean(self) -> None:
        data = self.cleaned_data
        typed = data.get("other_case") or data.get("case", "")
        cases = Case.objects.editable_by(self.user)
        data["case"] = cases.called(typed).first()
        if data["case"] is None:
            self.add_error("case", ValidationError(_("Choose one of your cases.")))
