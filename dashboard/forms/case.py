"""Forms of a case: opening, changing, ending, holding, confirming expected dates."""

import datetime
from collections.abc import Callable
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, DateField, EditForm, RecordingForm
from ruptures.models import Act, Case
from ruptures.models.base import ClinicalModel
from ruptures.recording import CaseEntry, StaleRow
from ruptures.taxonomy import (
    ATTENDED,
    Attendance,
    ClosingSession,
    Ending,
    HoldReason,
    Rhythm,
)

# Rules over other rows, said of the date that was entered here.
ABOUT_SESSIONS: dict[str, tuple[str, str | Promise]] = {
    "session_before_the_case": (
        "started_on",
        _("A session before this date is already logged."),
    ),
    "session_after_the_end": (
        "ended_on",
        _("A session after this date is already logged."),
    ),
}


# What may have become of an expected date.
BECAME: list[tuple[str, str | Promise]] = [
    (Attendance.HELD.value, _("Took place")),
    *(
        (attendance.value, attendance.label)
        for attendance in Attendance
        if attendance not in ATTENDED
    ),
]


class AboutCase(RecordingForm):
    """A form on a case; `stale` is the row as it stands where it changed meanwhile."""

    stale: ClinicalModel | None = None

    def record(self, act: Callable[[], Act]) -> Act | None:
        """The act as recorded, or None with the form saying why not."""
        try:
            return act()
        except StaleRow as error:
            self.stale = error.row
            self.refresh(version=error.row.version)
            self.add_error(None, error)
        except ValidationError as error:
            self.take_errors(error)
        return None

    def take_errors(self, error: ValidationError) -> None:
        """Say beside our own date what the sessions already logged do not allow."""
        for each in getattr(error, "error_dict", {}).get("date", []):
            field, message = ABOUT_SESSIONS.get(each.code, (None, each))
            self.add_error(field if field in self.fields else None, message)
            error.error_dict.pop("date", None)
        super().take_errors(error)


class CaseForm(AboutCase):
    started_on = DateField(_("First session here"), initial=timezone.localdate)
    first_number = forms.IntegerField(
        label=_("Number of that session"),
        initial=1,
        min_value=1,
        max_value=9999,
        help_text=_("Above 1 where earlier sessions were elsewhere."),
    )
    rhythm = ChipField(Rhythm, _("Rhythm"), required=True, initial=Rhythm.NONE)
    rhythm_from = DateField(
        _("Rhythm since"),
        required=False,
        help_text=_("Only if not from that first session on."),
    )

    @property
    def entry(self) -> CaseEntry:
        names = ("started_on", "first_number", "rhythm", "rhythm_from")
        return CaseEntry(**{name: self.cleaned_data[name] for name in names})


class CaseEditForm(CaseForm, EditForm):
    @classmethod
    def of(cls, case: Case) -> Self:
        names = ("version", "started_on", "first_number", "rhythm", "rhythm_from")
        return cls(initial={name: getattr(case, name) for name in names})


class EndForm(AboutCase, EditForm):
    ended_on = DateField(_("Ended on"), initial=timezone.localdate)
    ending = ChipField(Ending, _("How it ended"), required=True)
    closing_session = ChipField(ClosingSession, _("Closing session"))

    @classmethod
    def of(cls, case: Case) -> Self:
        names = ["version"]
        if case.ended_on:
            names += ["ended_on", "ending", "closing_session"]
        return cls(initial={name: getattr(case, name) for name in names})

    @property
    def values(self) -> dict[str, Any]:
        names = ("ended_on", "ending", "closing_session")
        return {name: self.cleaned_data[name] for name in names}


class StepForm(AboutCase, EditForm):
    """Nothing to fill in: reopening a case, lifting a hold."""

    @classmethod
    def of(cls, case: Case) -> Self:
        return cls(initial={"version": case.version})


class HoldForm(StepForm):
    reason = ChipField(HoldReason, _("Reason"), required=True)


class ExpectedForm(AboutCase):
    """What became of one expected date; each answer is a button of its own."""

    date = forms.DateField(widget=forms.HiddenInput)
    attendance = forms.ChoiceField(choices=BECAME)

    @classmethod
    def of(cls, date: datetime.date) -> "ExpectedForm":
        return cls(initial={"date": date}, auto_id=f"expected-{date}-%s")
