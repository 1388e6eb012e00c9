"""The form of the log page: one session, said in the ten minutes after it."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.attempt import AttemptDetails
from dashboard.forms.base import (
    ChipField,
    CodesField,
    DateField,
    RecordingForm,
    ScaleField,
    TimeField,
)
from dashboard.forms.note import NoteField
from dashboard.forms.rupture import RuptureDetails
from dashboard.forms.score import ScoreDetails
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.models import Case, Rupture, Session, User
from ruptures.recording import AttemptEntry, EarlierAttempt, SessionEntry
from ruptures.taxonomy import (
    ANSWER_TYPES,
    ANSWERS_NOT_HELD,
    ATTENDED,
    STRATEGIES,
    Answer,
    Modality,
    Rater,
)


class LogForm(RuptureDetails, AttemptDetails, ScoreDetails, RecordingForm):
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

    case = forms.CharField(label=_("Which case?"), required=False)
    other_case = forms.CharField(label=_("Another case, by its code"), required=False)
    date = DateField(_("Date"), initial=timezone.localdate)
    time = TimeField(_("Time of day"))
    strain = forms.ChoiceField(
        choices=Answer,
        label=_("Any strain between you?"),
        error_messages={
            "required": _("Answer this question, or say that it did not take place."),
            "invalid_choice": _("Choose one of the answers offered."),
        },
    )
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

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_case(self) -> Case:
        """The one case that was named, by chip or by code."""
        typed = str(self.data.get(self.add_prefix("other_case"), "")).strip()
        codes = {code.upper() for code in (self.cleaned_data["case"], typed) if code}
        if len(codes) > 1:
            raise ValidationError(_("Two cases are named. Choose one."))
        cases = Case.objects.editable_by(self.user)
        case = cases.filter(code__in=codes).first()
        if case is None:
            raise ValidationError(_("Choose one of your cases."))
        return case

    def clean(self) -> None:
        if self.cleaned_data.get("without_details"):
            self._leave_out(*self._contradicting())
        self._refuse_details()
        if self.cleaned_data.get("strain") in ANSWER_TYPES:
            self.refuse_other_markers(ANSWER_TYPES[self.cleaned_data["strain"]])
        self.refuse_half_a_score()
        self._refuse_unknown_rupture()
        self._refuse_second_log()

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

    @property
    def has_another_day(self) -> bool:
        """Whether the date and the time are to be seen at once."""
        today = str(timezone.localdate())
        moved = self.is_bound and (
            self["date"].value() != today or self["time"].value()
        )
        return bool(moved or self.has_error("date") or self.has_error("time"))

    @property
    def has_more(self) -> bool:
        """Whether anything behind *more* was filled in or is wrong."""
        about_session = (*self.ABOUT_SESSION, *self.SCORE, "note")
        hidden = (*about_session, *self.DETAILS[1:], *self.ATTEMPT[1:])
        return self.is_bound and any(
            self[name].value() or self.has_error(name) for name in hidden
        )

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

    def _refuse_second_log(self) -> None:
        case, date = self.cleaned_data.get("case"), self.cleaned_data.get("date")
        if not (case and date):
            return
        logged = self._logged_before(case, date)
        if logged is not None:
            link = format_html(
                '<a href="{}">{}</a>',
                reverse("dashboard:session-edit", args=[logged.key]),
                _now("Open that session"),
            )
            text = format_html(
                _now("{} is already logged for {}. {}, or give another time of day."),
                case.code,
                clinical_date(date),
                link,
            )
            self.add_error("date", ValidationError(text, "logged"))

    def _logged_before(self, case: Case, date: datetime.date) -> Session | None:
        """A session that this one would repeat.

        A held one that waits for its answer gets it; another time of day is another
        session.
        """
        sessions = Session.objects.editable_by(self.user).filter(case=case, date=date)
        if time := self.cleaned_data.get("time"):
            sessions = sessions.filter(time=time)
        if self.cleaned_data.get("strain") not in ANSWERS_NOT_HELD:
            answered = Q(reports__rater=Rater.THERAPIST)
            sessions = sessions.filter(~Q(attendance__in=ATTENDED) | answered)
        return sessions.first()

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
