"""Forms of the client's own report: entered by the therapist, asked for, answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, EditForm, ScaleField
from ruptures.models import SessionReport
from ruptures.recording import ClientEntry
from ruptures.taxonomy import Source, Strain

STRAIN = _("Any strain between you?")
ANSWERS = (
    (Strain.YES.value, _("Yes")),
    (Strain.NO.value, _("No")),
    (Strain.UNSURE.value, _("Not sure")),
)
VALIDITY = {
    "hour": (timedelta(hours=1), _("1 hour")),
    "day": (timedelta(days=1), _("1 day")),
    "three_days": (timedelta(days=3), _("3 days")),
    "week": (timedelta(weeks=1), _("1 week")),
}


class ClientAnswer(forms.Form):
    """The answer and, only after yes, the two scales."""

    def scale(self, name: str) -> int | None:
        yes = self.cleaned_data["strain"] == Strain.YES
        return self.cleaned_data[name] if yes else None

    @property
    def entry(self) -> ClientEntry:
        return ClientEntry(
            strain=self.cleaned_data["strain"],
            intensity=self.scale("intensity"),
            resolution=self.scale("resolution"),
        )


class ClientReportForm(ClientAnswer, EditForm):
    """What the client wrote on paper or said, entered by the therapist."""

    SOURCES: ClassVar = [
        (Source.PAPER.value, _("On paper")),
        (Source.TOLD.value, _("By word of mouth")),
    ]

    source = ChipField(SOURCES, _("How did the answer reach you?"), required=True)
    strain = ChipField(Strain, STRAIN, required=True)
    intensity = ScaleField(_("How strong?"))
    resolution = ScaleField(_("How far resolved by the end?"))
    seen = forms.BooleanField(
        label=_("The client had seen or heard my own answer before"), required=False
    )

    @staticmethod
    def standing(report: SessionReport | None) -> dict[str, Any]:
        """The report as the form has it; `version` is 0 where there is none."""
        if report is None:
            return {"version": 0, "source": Source.PAPER}
        names = ("version", "source", "strain", "intensity", "resolution")
        standing = {name: getattr(report, name) for name in names}
        return standing | {"seen": not report.independent}

    @property
    def entry(self) -> ClientEntry:
        data = self.cleaned_data
        return replace(
            super().entry, source=data["source"], independent=not data["seen"]
        )


class LinkForm(forms.Form):
    """How long the link that is to be made can be answered."""

    use_required_attribute = False

    lasting = ChipField(
        [(name, label) for name, (_lasting, label) in VALIDITY.items()],
        _("How long can it be answered?"),
        required=True,
        initial="day",
    )

    @property
    def validity(self) -> timedelta:
        return VALIDITY[self.cleaned_data["lasting"]][0]


class CheckInForm(ClientAnswer):
    """What a client is asked; every answer but the first may be left out."""

    use_required_attribute = False

    strain = ChipField(
        ANSWERS,
        STRAIN,
        required=True,
        help_text=_(
            "Between you and your therapist, in that session: a misunderstanding, some"
            " distance, something that was hard to say. Small things count, too."
        ),
        error_messages={"required": _("Choose one of the three answers.")},
    )
    intensity = ScaleField(_("If yes: how strong was it?"))
    resolution = ScaleField(_("If yes: how far was it resolved by the end?"))
