"""What a score is made of, field by field."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ruptures.instruments import instruments
from ruptures.taxonomy import Rater

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


def offered() -> "list[tuple[str, Words]]":
    """Every instrument with its range, such as "WAI-SR (12 to 60)"."""
    label = _("%(name)s (%(low)g to %(high)g)")
    return [
        (
            each.key,
            label % {"name": each.name, "low": each.minimum, "high": each.maximum},
        )
        for each in instruments(settings.OWN_INSTRUMENTS).values()
    ]


class InstrumentField(forms.ChoiceField):
    """One of the instruments; recording refuses any other, and so does this."""

    default_error_messages = {
        "invalid_choice": _("Choose one of the instruments."),
        "required": _("Choose one of the instruments."),
    }

    def __init__(self, **kwargs: Any):
        def choices() -> "list[tuple[str, Words]]":
            return [("", _("choose…")), *offered()]

        kwargs.setdefault("label", _("Instrument"))
        super().__init__(choices=choices, **kwargs)


class RaterField(forms.ChoiceField):
    """Who filled it in, the client where nobody is named."""

    widget = forms.RadioSelect

    def __init__(self) -> None:
        super().__init__(
            choices=Rater,
            required=False,
            initial=Rater.CLIENT,
            label=_("Filled in by"),
        )

    def clean(self, value: Any) -> str:
        chosen: str = super().clean(value)
        return chosen or Rater.CLIENT


class TotalField(forms.DecimalField):
    """A total or mean, as the form says it; its range is the instrument's."""

    default_error_messages = {"required": _("Enter the total.")}

    def __init__(self, **kwargs: Any):
        kwargs.setdefault("label", _("Total or mean"))
        super().__init__(max_digits=6, decimal_places=2, **kwargs)
        self.widget.attrs["step"] = "any"
