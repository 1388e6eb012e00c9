"""A session and the answer for it: what the log page and the lists of days share."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import DateField, RecordingForm, TimeField
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.models import Case, Session, User
from ruptures.recording import SessionEntry
from ruptures.taxonomy import ANSWERS_NOT_HELD, ATTENDED, Answer, Rater


class AnswerForm(RecordingForm):
    """When one of `user`'s cases met, and the one answer."""

    case = forms.CharField(label=_("Which case?"), required=False)
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
        self.refuse_second_log()

    def refuse_second_log(self) -> None:
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
        answer = Answer(data["strain"])
        return SessionEntry(date=data["date"], time=data["time"], answer=answer)
