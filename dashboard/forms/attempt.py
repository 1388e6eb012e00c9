"""Forms of a repair attempt."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import (
    ChipField,
    CodesField,
    EditForm,
    RecordingForm,
    ScaleField,
)
from dashboard.templatetags.rupture_repair import clinical_date, clock
from ruptures.models import RepairAttempt, Session
from ruptures.recording import AttemptEntry
from ruptures.taxonomy import (
    RESPONSES,
    SKILLS,
    STRATEGIES,
    BondSince,
    Move,
    RaisedBy,
)

# Whose move it was, in the words that answer who did something.
STARTED_BY = [(move.value, RaisedBy(move.value).label) for move in Move]


class AttemptDetails(forms.Form):
    """What can be said of a try at repair beside how far it went."""

    ATTEMPT: ClassVar = (
        "strategies",
        "started_by",
        "responses",
        "acknowledged",
        "skills",
    )

    strategies = CodesField(STRATEGIES, _("What did you try?"))
    started_by = ChipField(STARTED_BY, _("Who started the repair?"))
    responses = CodesField(RESPONSES, _("How were you in it?"))
    acknowledged = forms.BooleanField(
        label=_("Acknowledged, not agreed"), required=False
    )
    skills = CodesField(SKILLS, _("What did the client practise?"))

    def attempt_entry(self, outcome: int | None, **more: Any) -> AttemptEntry:
        details = {name: self.cleaned_data[name] for name in self.ATTEMPT}
        return AttemptEntry(outcome=outcome, **details, **more)


class AttemptForm(AttemptDetails, RecordingForm):
    """A try at repair in one of the case's `sessions`, named by its key.

    The list offers those from the rupture's session on; that an earlier one is refused
    is recording's rule.
    """

    session = forms.CharField(label=_("In which session?"), widget=forms.Select)
    outcome = ScaleField(_("How far resolved by the end of that session?"))
    bond = ChipField(
        BondSince,
        _("The bond since"),
        help_text=_("Asked at the next session."),
    )

    field_order = ["session", "strategies", "outcome"]

    def __init__(
        self, *args: Any, sessions: Sequence[Session], since: Session, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.sessions = {str(session.key): session for session in sessions}
        self.fields["session"].widget.choices = [
            (str(session.key), session_label(session))
            for session in reversed(sessions)
            if session.position >= since.position
        ]

    def clean_session(self) -> str:
        key: str = self.cleaned_data["session"]
        if key not in self.sessions:
            raise ValidationError(_("Choose one of the sessions that took place."))
        return key

    @property
    def chosen_session(self) -> Session:
        return self.sessions[self.cleaned_data["session"]]

    @property
    def entry(self) -> AttemptEntry:
        data = self.cleaned_data
        return self.attempt_entry(data["outcome"], bond=data["bond"])


class AttemptEditForm(AttemptForm, EditForm):
    @staticmethod
    def standing(attempt: RepairAttempt) -> dict[str, Any]:
        """The attempt as the form has it."""
        names = ("version", "outcome", "bond", *AttemptDetails.ATTEMPT)
        session = str(attempt.session.key)
        return {"session": session} | {name: getattr(attempt, name) for name in names}


def session_label(session: Session) -> str:
    """Number, day and time, such as "7 · Sat 21 Nov, 10:30"."""
    number: int = session.number  # type: ignore[attr-defined]  # of `numbered`
    day = clinical_date(session.date)
    return f"{number} · {day}" + (f", {clock(session.time)}" if session.time else "")
