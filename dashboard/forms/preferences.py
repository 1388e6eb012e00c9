"""How somebody wants the pages written, and whether keys do something there."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from ruptures.models import User
from ruptures.models.user import Clock, DateStyle, Language

if TYPE_CHECKING:
    from django.db.models import TextChoices
    from django_stubs_ext import StrOrPromise as Words

USUAL = _("As usual in the language")


def chips(
    label: "Words", unchosen: "Words", choices: "type[TextChoices]"
) -> forms.ChoiceField:
    """One of these, or none: then it is as `unchosen` says."""
    return forms.ChoiceField(
        label=label,
        choices=[("", unchosen), *choices.choices],
        required=False,
        widget=forms.RadioSelect,
    )


class PreferencesForm(forms.ModelForm):
    language = chips(_("Language"), _("As my browser"), Language)
    clock = chips(_("Time of day"), USUAL, Clock)
    date_style = chips(_("Dates"), USUAL, DateStyle)

    class Meta:
        model = User
        fields = ["language", "clock", "date_style", "shortcuts"]
        labels = {"shortcuts": _("Keyboard shortcuts on the log page")}
