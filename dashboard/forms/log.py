"""The form of the log page: one session, said in the ten minutes after it."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.answer import AnswerForm
from dashboard.forms.attempt import AttemptDetails
from dashboard.forms.base import (
    ChipField,
    CodesField,
    ScaleField,
)
from dashboard.forms.note import NoteField
from dashboard.forms.rupture import RuptureDetails
from dashboard.forms.score import ScoreDetails
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.models import Rupture
from ruptures.recording import AttemptEntry, EarlierAttempt, SessionEntry
from ruptures.taxonomy import (
    ANSWER_TYPES,
    ANSWERS_NOT_HELD,
    STRATEGIES,
    Answer,
    Modality,
)


class OpenedField(forms.DateField):
    """The day on which the page was made; one that is garbled says nothing."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> datetime.date | None:
        try:
            day: datetime.date | None = super().clean(value)
        except ValidationError:
            return None
        return day


class LogForm(RuptureDetails, AttemptDetails, ScoreDetails, AnswerForm):
    """A session of one of `user`'s cases, the answer, and what a strain opens.

    A case is named by `case` (a chip) or `other_case` (typed). `without_details` is the
    way out where details were noted and the answer does not go with them.
    """

    ABOUT_STRAIN: ClassVar = (
        "intensity",
        "resolution",
        *RuptureDetails.DETAILS,
        *AttemptDetails.ATTEMPT,
    )
    ABOUT_SESSION: ClassVar = ("late", "modality", "asked")
    EARLIER: ClassVar = ("earlier", "earlier_strategies", "earlier_outcome")

    other_case = forms.CharField(label=_("Another case, by its code"), required=False)
    intensity = ScaleField(_("How strong?"))
    resolution = ScaleField(_("How far resolved by the end?"))
    late = forms.BooleanField(label=_("The client came late"), required=False)
    modality = ChipField(Modality, _("How did you meet?"))
    asked = forms.BooleanField(label=_("I asked how it was between us"), required=False)
    earlier = forms.UUIDField(
        label=_("Which rupture?"),
        required=False,
        error_messages={"invalid": _("Choose one of the open ruptures.")},
    )
    earlier_strategies = CodesField(STRATEGIES, _("What did you try?"))
    earlier_outcome = ScaleField(_("How far resolved by the end of this session?"))
    note = NoteField(required=False)
    opened_on = OpenedField(required=False)
    without_details = forms.BooleanField(required=False, widget=forms.HiddenInput)

    error_fields = {
        "session": "earlier",  # an attempt's, before the rupture
        "outcome": "resolution",
        "type": "strain",
        "text": "note",
        "instrument": "score_instrument",
        "rater": "score_rater",
        "value": "score_total",
    }

    @property
    def is_begun(self) -> bool:
        """Whether it came with anything entered, and not as it was opened."""
        own = {"submission", "opened_on"}
        return self.is_bound and not own.issuperset(self.changed_data)

    def clean(self) -> None:
        if self.cleaned_data.get("without_details"):
            self._leave_out(*self._contradicting())
        self._refuse_details()
        if self.cleaned_data.get("strain") in ANSWER_TYPES:
            self.refuse_other_markers(ANSWER_TYPES[self.cleaned_data["strain"]])
        self.refuse_half_a_score()
        self._refuse_unknown_rupture()
        self.refuse_second_log()
        self._ask_after_midnight()

    def _contradicting(self) -> tuple[str, ...]:
        """Fields that hold something, though the answer leaves no room for it."""
        answer = self.cleaned_data.get("strain")
        if not answer or answer in ANSWER_TYPES:
            return ()
        names: tuple[str, ...] = self.ABOUT_STRAIN
        if answer in ANSWERS_NOT_HELD:
            names += self.ABOUT_SESSION + self.EARLIER + self.SCORE
        return tuple(
            name
            for name in names
            if self.cleaned_data.get(name) not in (None, "", ())
            and self.cleaned_data[name] is not False
        )

    def _leave_out(self, *names: str) -> None:
        for name in names:
            self.cleaned_data[name] = self.fields[name].clean(None)

    def _refuse_details(self) -> None:
        if not self._contradicting():
            return
        answer = Answer(self.cleaned_data["strain"])
        text = _now(
            "Details are noted, but the answer is %(answer)s. "
            "Change the answer or clear the details."
        )
        params = {"answer": str(answer.label).lower()}
        self.add_error("strain", ValidationError(text, "details", params))

    def _ask_after_midnight(self) -> None:
        """A page left open since another day does not log on that day unasked.

        The page that asks is of today: sent again, the day stands as it is seen there.
        """
        opened, today = self.cleaned_data["opened_on"], timezone.localdate()
        if not opened or opened >= today or self.cleaned_data.get("date") != opened:
            return
        days = {"today": clinical_date(today), "opened": clinical_date(opened)}
        text = _now(
            "This page was opened on %(opened)s; it is %(today)s now. "
            "Choose the day, then save again."
        )
        self.add_error("date", ValidationError(text, "opened", days))

    @property
    def has_another_day(self) -> bool:
        """Whether the date and the time are to be seen at once."""
        today = str(timezone.localdate())
        moved = str(self["date"].value()) != today or self["time"].value()
        return bool(moved or self.has_error("date") or self.has_error("time"))

    @property
    def has_more(self) -> bool:
        """Whether anything behind *more* was filled in or is wrong."""
        about_session = (*self.ABOUT_SESSION, *self.SCORE, "note")
        hidden = (*about_session, *self.DETAILS[1:], *self.ATTEMPT[1:])
        return any(self[name].value() or self.has_error(name) for name in hidden)

    @property
    def has_details_too_many(self) -> bool:
        return self.has_error("strain", "details")

    def _refuse_unknown_rupture(self) -> None:
        """Name the rupture that an earlier attempt is for, of this very case."""
        data = self.cleaned_data
        key, case = data.get("earlier"), data.get("case")
        if key and case:
            ruptures = Rupture.objects.editable_by(self.user)
            data["earlier"] = ruptures.filter(session__case=case, key=key).first()
        tried = data.get("earlier_strategies") or data.get("earlier_outcome")
        if (key and case and not data["earlier"]) or (tried and not key):
            self.add_error("earlier", _("Choose one of the open ruptures."))

    @property
    def entry(self) -> SessionEntry:
        data = self.cleaned_data
        names = ("date", "time", "late", "modality", "asked", "intensity", "resolution")
        answer = Answer(data["strain"])
        strain = answer in ANSWER_TYPES
        return SessionEntry(
            answer=answer,
            rupture=self.rupture_entry(ANSWER_TYPES[answer]) if strain else None,
            attempt=self._attempt() if strain else None,
            earlier=self._earlier(),
            scores=self.score_entries,
            note=data["note"],
            **{name: data[name] for name in names},
        )

    def _attempt(self) -> AttemptEntry | None:
        """How far resolved is the attempt's word, where anything was tried."""
        if any(self.cleaned_data[name] for name in self.ATTEMPT):
            return self.attempt_entry(self.cleaned_data["resolution"])
        return None

    def _earlier(self) -> tuple[EarlierAttempt, ...]:
        data = self.cleaned_data
        if not data["earlier"]:
            return ()
        attempt = AttemptEntry(data["earlier_strategies"], data["earlier_outcome"])
        return (EarlierAttempt(data["earlier"], attempt),)
