"""The form of a week or a month: many sessions chosen, then saved all or none."""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.answer import AnswerForm
from dashboard.forms.base import DateField, EditForm, RecordingForm
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures.models import User
from ruptures.recording import RowRefused
from ruptures.taxonomy import Answer

# A row as `Slot.name` calls it: "K7QM.2026-11-20", perhaps with a time.
NAME = re.compile(r"([A-Z0-9]{4,8})\.(\d{4}-\d\d-\d\d)(?:\.(\d\d:\d\d))?", re.ASCII)


class AddedForm(AnswerForm):
    """A row for a date that no rhythm foresees; left empty it says nothing."""

    submission = None  # type: ignore[assignment]  # the page's own form has it
    date = DateField(_("Date"), error_messages={"required": _("Give the date.")})
    strain = forms.ChoiceField(
        choices=[("", ""), *Answer.choices],
        label=_("Any strain between you?"),
        error_messages={"required": _("Choose an answer.")},
    )

    def __init__(self, *args: Any, codes: Iterable[str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        listed = [("", ""), *((code, code) for code in codes)]
        self.fields["case"].widget = forms.Select(choices=listed)

    @property
    def number(self) -> int:
        """Its place among the rows, counted from 1."""
        return int((self.prefix or "-0").rpartition("-")[2]) + 1


ADDED_AT_ONCE = 3
AddedFormSet = forms.formset_factory(AddedForm, extra=15, max_num=60)


class CatchUpForm(RecordingForm):
    """Answers by the names of their rows, and dates added in rows of their own."""

    def __init__(self, data: Any = None, *, user: User, codes: Sequence[str]):
        super().__init__(data)
        self.rows = dict(_rows(data or {}, user))
        self.added = AddedFormSet(
            data, prefix="more", form_kwargs={"user": user, "codes": codes}
        )

    @property
    def chosen(self) -> list[AnswerForm]:
        """What is to be saved, in the order of the page."""
        added = [form for form in self.added.forms if form.has_changed()]
        return [*self.rows.values(), *added]

    @property
    def has_more(self) -> bool:
        """Whether a row behind *more rows* was filled in."""
        return any(form.has_changed() for form in self.added.forms[ADDED_AT_ONCE:])

    def clean(self) -> None:
        self.added.is_valid()  # asks each row that is not empty
        self._name_errors()
        if not self.chosen:
            raise ValidationError(_("Choose an answer in one row at least."))

    def refuse(self, refused: RowRefused) -> None:
        self.chosen[refused.place].take_errors(refused.error)
        self._name_errors()

    def _name_errors(self) -> None:
        """Say above the form what is wrong, and in which row."""
        for form in self.chosen:
            for messages in form.errors.values():
                for message in messages:
                    said = format_html(_now("{}: {}"), _name_of(form), message)
                    self.add_error(None, ValidationError(said))


def _rows(data: Any, user: User) -> Iterator[tuple[str, AnswerForm]]:
    """The answers that were chosen among the rows of the page."""
    for name in data:
        row = NAME.fullmatch(name)
        if row and data[name]:
            code, date, time = row.groups()
            given = {"case": code, "date": date, "time": time, "strain": data[name]}
            yield name, AnswerForm(given, user=user)


def _name_of(form: AnswerForm) -> str:
    """The row in words, as far as it was filled in: "K7QM, Fri 20 Nov"."""
    code = form["case"].value() or _now("Row without a case")
    given = str(form["date"].value() or "")
    try:
        day = clinical_date(datetime.date.fromisoformat(given))
    except ValueError:
        day = given
    return ", ".join(part for part in (code, day) if part)


class LeaveForm(EditForm):
    """Says of an answer that nothing is to be added."""

    report = forms.UUIDField(widget=forms.HiddenInput)
