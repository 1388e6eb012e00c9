"""Forms of a score: the total of an instrument, and who filled it in."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import EditForm, RecordingForm
from dashboard.forms.score_fields import (
    InstrumentField,
    RaterField,
    TotalField,
    offered,
)
from ruptures.instruments import instruments
from ruptures.models import Score
from ruptures.recording import ScoreEntry


class ScoreDetails(forms.Form):
    """A score beside other things: an instrument and its total, or neither."""

    SCORE: ClassVar = ("score_instrument", "score_total")

    score_instrument = InstrumentField(
        required=False, label=_("A score: which instrument?")
    )
    score_rater = RaterField()
    score_total = TotalField(required=False, label=_("Its total or mean"))

    def refuse_half_a_score(self) -> None:
        for name, other in (self.SCORE, reversed(self.SCORE)):
            missing = name in self.cleaned_data and not self._says(name)
            if missing and self._says(other):
                self.add_error(name, self.fields[name].error_messages["required"])

    def _says(self, name: str) -> bool:
        return self.cleaned_data.get(name) not in (None, "")

    @property
    def score_entries(self) -> tuple[ScoreEntry, ...]:
        instrument, total = (self.cleaned_data[name] for name in self.SCORE)
        if not instrument:
            return ()
        return (ScoreEntry(instrument, self.cleaned_data["score_rater"], total),)


class ScoreForm(RecordingForm):
    instrument = InstrumentField()
    rater = RaterField()
    value = TotalField()

    @property
    def entry(self) -> ScoreEntry:
        data = self.cleaned_data
        return ScoreEntry(data["instrument"], data["rater"], data["value"])


class ScoreEditForm(ScoreForm, EditForm):
    """Of an instrument that is gone since, only the code is known."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        present = self.initial["instrument"]
        if present not in instruments(settings.OWN_INSTRUMENTS):
            field = self.fields["instrument"]
            field.choices = [(present, present), *offered()]  # type: ignore[attr-defined]

    @staticmethod
    def standing(score: Score) -> dict[str, Any]:
        """The score as the form has it."""
        names = ("version", "instrument", "rater")
        return {name: getattr(score, name) for name in names} | {"value": score.shown}
