"""The observer's sheet: the answer, and the markers coded by minute."""

from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, RecordingForm, ScaleField
from dashboard.forms.coded_lines import LinesField
from ruptures.recording import ObserverEntry
from ruptures.taxonomy import Strain


class SheetForm(RecordingForm):
    """What an observer hands in of one session."""

    error_fields = {"markers": "coded", "code": "coded", "minute": "coded"}  # noqa: RUF012

    strain = ChipField(
        Strain,
        _("Any strain between them?"),
        required=True,
        error_messages={"required": _("Choose one of the three answers.")},
    )
    intensity = ScaleField(_("How strong?"))
    resolution = ScaleField(_("How far resolved by the end?"))
    coded = LinesField(_("Markers"))

    @property
    def entry(self) -> ObserverEntry:
        data = self.cleaned_data
        yes = data["strain"] == Strain.YES
        return ObserverEntry(
            strain=data["strain"],
            intensity=data["intensity"] if yes else None,
            resolution=data["resolution"] if yes else None,
            markers=data["coded"],
        )
