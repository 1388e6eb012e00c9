"""Forms of a rupture: what was there, and closing it without repair."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import (
    ChipField,
    CodesField,
    DateField,
    EditForm,
    MinuteField,
    RecordingForm,
)
from ruptures.models import Rupture
from ruptures.recording import RuptureEntry
from ruptures.taxonomy import (
    BARRIERS,
    CAUSES,
    MARKERS,
    THERAPIST_STATES,
    ClosedReason,
    Familiar,
    Move,
    RaisedBy,
    RaisedHow,
    RaisedWhen,
    Recognised,
    RuptureType,
)


class RuptureDetails(forms.Form):
    """What can be said of a rupture beside its type."""

    DETAILS: ClassVar = (
        "markers",
        "move",
        "causes",
        "raised_by",
        "raised_when",
        "raised_how",
        "barriers",
        "therapist_states",
        "minute",
        "familiar",
    )

    markers = CodesField(MARKERS, _("What was there?"))
    move = ChipField(Move, _("Whose move was it?"))
    causes = CodesField(CAUSES, _("What was it about?"))
    raised_by = ChipField(RaisedBy, _("Who raised it?"))
    raised_when = ChipField(RaisedWhen, _("When?"))
    raised_how = ChipField(RaisedHow, _("How?"))
    barriers = CodesField(BARRIERS, _("What made it hard to say?"))
    therapist_states = CodesField(THERAPIST_STATES, _("How were you?"))
    familiar = ChipField(Familiar, _("A familiar pattern?"))
    minute = MinuteField(_("Minute of the session"))

    @property
    def withdrawal_markers(self) -> list[BoundWidget]:
        return self._markers_of(RuptureType.WITHDRAWAL)

    @property
    def confrontation_markers(self) -> list[BoundWidget]:
        return self._markers_of(RuptureType.CONFRONTATION)

    def _markers_of(self, kind: str) -> list[BoundWidget]:
        codes = MARKERS.of(kind).codes
        return [each for each in self["markers"] if each.data["value"] in codes]

    def refuse_other_markers(self, kind: str) -> None:
        """Name beside the markers each one that does not fit the type."""
        if kind == RuptureType.MIXED or kind not in RuptureType:
            return
        chosen = self.cleaned_data.get("markers", ())
        other = [code for code in chosen if MARKERS.entry(code).kind != kind]
        if other:
            self.add_error("markers", unfitting(other, RuptureType(kind)))

    def rupture_entry(self, kind: str, **more: Any) -> RuptureEntry:
        details = {name: self.cleaned_data[name] for name in self.DETAILS}
        return RuptureEntry(type=kind, **details, **more)


def unfitting(codes: list[str], kind: RuptureType) -> ValidationError:
    labels = ", ".join(
        _now("“%(label)s”") % {"label": label} for label in MARKERS.labels(codes)
    )
    text = _now(
        "%(markers)s does not fit %(type)s. Take it away, or change the type to Both."
    )
    return ValidationError(
        text, code="marker", params={"markers": labels, "type": kind.label.lower()}
    )


class RuptureForm(RuptureDetails, RecordingForm):
    """A rupture of a session already logged, most often recognised later."""

    type = ChipField(
        RuptureType,
        _("What kind of strain?"),
        required=True,
        error_messages={"required": _("Say what kind of strain it was.")},
    )
    recognised = ChipField(
        Recognised,
        _("When did you recognise it?"),
        required=True,
        initial=Recognised.LATER,
    )

    field_order = ["type", "markers", "recognised"]

    def clean(self) -> None:
        self.refuse_other_markers(self.cleaned_data.get("type", ""))

    @property
    def entry(self) -> RuptureEntry:
        recognised = self.cleaned_data["recognised"]
        return self.rupture_entry(self.cleaned_data["type"], recognised=recognised)


class RuptureEditForm(RuptureForm, EditForm):
    @staticmethod
    def standing(rupture: Rupture) -> dict[str, Any]:
        """The rupture as the form has it."""
        names = ("version", "type", "recognised", *RuptureDetails.DETAILS[1:])
        codes = MARKERS.ordered(marker.code for marker in rupture.markers.all())
        return {"markers": codes} | {name: getattr(rupture, name) for name in names}


class CloseForm(EditForm):
    """Closing without repair; `version` is the rupture's."""

    reason = ChipField(
        ClosedReason,
        _("Why is it closed without repair?"),
        required=True,
        error_messages={"required": _("Choose a reason.")},
    )
    closed_on = DateField(_("Closed on"), initial=timezone.localdate)

    error_fields = {"closed_reason": "reason"}
