"""The form of a session already logged, with the therapist's answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import (
    ChipField,
    DateField,
    EditForm,
    ScaleField,
    TimeField,
    VersionField,
)
from ruptures.models import Session, SessionReport
from ruptures.recording import SessionEdit
from ruptures.taxonomy import ATTENDED, Attendance, Modality, Strain


class SessionForm(EditForm):
    """`report_version` is 0 where the therapist has not answered."""

    report_version = VersionField(required=False)
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    date = DateField(_("Date"))
    time = TimeField(_("Time of day"))
    attendance = ChipField(Attendance, _("Attendance"), required=True)
    modality = ChipField(Modality, _("How you met"))
    strain = ChipField(Strain, _("Any strain between you?"))
    intensity = ScaleField(_("How strong?"))
    resolution = ScaleField(
        _("How far resolved by the end?"),
        help_text=_("A repair attempt that is logged counts in place of this."),
    )
    asked = forms.BooleanField(label=_("I asked how it was between us"), required=False)

    @staticmethod
    def standing(session: Session, report: SessionReport | None) -> dict[str, Any]:
        """The session and the answer as the form has them."""
        names = ("version", "date", "time", "attendance", "modality")
        answers = ("strain", "intensity", "resolution", "asked")
        empty = {"strain": "", "intensity": None, "resolution": None, "asked": False}
        return (
            {name: getattr(session, name) for name in names}
            | {"report_version": report.version if report else 0}
            | ({name: getattr(report, name) for name in answers} if report else empty)
        )

    @property
    def entry(self) -> SessionEdit:
        """What was sent; the two scales are asked only after yes."""
        data = self.cleaned_data
        yes = data["strain"] == Strain.YES
        return SessionEdit(
            date=data["date"],
            time=data["time"],
            attendance=data["attendance"],
            modality=data["modality"],
            strain=data["strain"],
            intensity=data["intensity"] if yes else None,
            resolution=data["resolution"] if yes else None,
            asked=data["asked"] if data["strain"] else False,
        )

    def lost_answers(self) -> list[tuple[Any, Any]]:
        """Label and value of each scale that stood here and does not go with no."""
        edit = self.entry
        held = edit.attendance in ATTENDED
        return [
            (self.fields[name].label, self.initial[name])
            for name in ("intensity", "resolution")
            if self.initial[name] and not (held and edit.strain == Strain.YES)
        ]
