"""Markers coded by minute, line by line, checked and made into entries."""

from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dashboard.forms.lines_widget import Line, LinesWidget
from ruptures.recording import MarkerEntry
from ruptures.taxonomy import MARKERS, SCALE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

STEPS = [(str(step), str(step)) for step in SCALE]


class LinesField(forms.Field):
    """What was coded, as entries; which line cannot stay so is said by its number."""

    widget = LinesWidget

    def __init__(self, label: "Words"):
        super().__init__(required=False, label=label, initial=list)
        self.parts = (
            forms.ChoiceField(
                choices=MARKERS.choices,
                error_messages={
                    "required": _("Line %(line)s: choose a marker."),
                    "invalid_choice": _("Line %(line)s: choose a marker."),
                },
            ),
            forms.IntegerField(
                min_value=0,
                max_value=600,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"),
                    _("Line %(line)s: the minute runs from 0 to 600."),
                ),
            ),
            forms.TypedChoiceField(
                choices=STEPS,
                coerce=int,
                empty_value=None,
                required=False,
                error_messages={
                    "invalid_choice": _(
                        "Line %(line)s: how much it mattered runs from 1 to 5."
                    )
                },
            ),
        )

    def clean(self, value: list[Line]) -> list[MarkerEntry]:
        errors: list[ValidationError] = []
        entries = [self._entry(at, line, errors) for at, line in enumerate(value, 1)]
        if errors:
            raise ValidationError(errors)
        return [entry for entry in entries if entry]

    def _entry(
        self, number: int, line: Line, errors: list[ValidationError]
    ) -> MarkerEntry | None:
        try:
            parts = zip(self.parts, line, strict=True)
            return MarkerEntry(*(part.clean(text) for part, text in parts))
        except ValidationError as error:
            first = error.error_list[0]
            told = {**(first.params or {}), "line": number}
            errors.append(ValidationError(first.message, first.code, told))
            return None
