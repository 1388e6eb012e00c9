"""Forms of a case: opening, changing, ending, holding, confirming expected dates."""

import datetime
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, DateField, EditForm, RecordingForm
from ruptures.models import Case
from ruptures.models.case import ClientKnows
from ruptures.recording import CaseEntry
from ruptures.taxonomy import (
    ATTENDED,
    Attendance,
    ClosingSession,
    Ending,
    HoldReason,
    Rhythm,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

# Rules about a session's date, said of the date that was entered here.
ABOUT_SESSIONS: "dict[str, tuple[str, Words]]" = {
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
BECAME: "list[tuple[str, Words]]" = [
    (Attendance.HELD.value, _("Took place")),
    *(
        (attendance.value, attendance.label)
        for attendance in Attendance
        if attendance not in ATTENDED
    ),
]
ABOUT_CASE = ("started_on", "first_number", "rhythm", "rhythm_from")
ABOUT_END = ("ended_on", "ending", "closing_session")


class AboutCase(RecordingForm):
    def take_errors(self, error: ValidationError) -> None:
        """Say beside our own date what the sessions already logged do not allow."""
        for each in getattr(error, "error_dict", {}).pop("date", []):
            field, message = ABOUT_SESSIONS[each.code]
            self.add_error(field if field in self.fields else None, message)
        super().take_errors(error)


class CaseForm(AboutCase):
    started_on = DateField(_("First session here"), initial=timezone.localdate)
    first_number = forms.IntegerField(
        label=_("Number of that session"),
        initial=1,
        min_value=1,
        max_value=9999,
        help_text=_("Above 1 where earlier ones were elsewhere."),
    )
    rhythm = ChipField(Rhythm, _("Rhythm"), required=True, initial=Rhythm.NONE)
    rhythm_from = DateField(
        _("Rhythm since"),
        required=False,
        help_text=_("Empty: from that first session on."),
    )

    @property
    def entry(self) -> CaseEntry:
        return CaseEntry(**{name: self.cleaned_data[name] for name in ABOUT_CASE})


class CaseEditForm(CaseForm, EditForm):
    client_knows = ChipField(
        ClientKnows, _("The client knows that I discuss our work in supervision")
    )

    @classmethod
    def of(cls, case: Case, data: Any) -> Self:
        return cls(data or None, initial=standing(case, *ABOUT_CASE, "client_knows"))

    @property
    def entry(self) -> CaseEntry:
        return replace(super().entry, client_knows=self.cleaned_data["client_knows"])


class EndForm(AboutCase, EditForm):
    ended_on = DateField(_("Ended on"), initial=timezone.localdate)
    ending = ChipField(Ending, _("How it ended"), required=True)
    closing_session = ChipField(ClosingSession, _("Closing session"))

    @classmethod
    def of(cls, case: Case, data: Any) -> Self:
        names = ABOUT_END if case.ended_on else ()
        return cls(data or None, initial=standing(case, *names))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ABOUT_END}


class StepForm(AboutCase, EditForm):
    """Nothing to fill in: reopening a case, lifting a hold."""

    @classmethod
    def of(cls, case: Case, data: Any = None) -> Self:
        return cls(data or None, initial=standing(case))


class HoldForm(StepForm):
    reason = ChipField(HoldReason, _("Reason"), required=True)


class ExpectedForm(RecordingForm):
    """What became of one expected date; each answer is a button of its own."""

    date = forms.DateField(widget=forms.HiddenInput)
    attendance = forms.ChoiceField(choices=BECAME)

    @classmethod
    def of(cls, date: datetime.date) -> Self:
        return cls(initial={"date": date}, auto_id=f"expected-{date}-%s")


def standing(case: Case, *names: str) -> dict[str, Any]:
    """The case as a form on it has it."""
    return {name: getattr(case, name) for name in ("version", *names)}
