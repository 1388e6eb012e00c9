"""Putting an entry of the list of what to talk about off, or calling it back."""

import uuid
from dataclasses import dataclass
from typing import Self

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dashboard.forms.base import RecordingForm
from ruptures.recording import PUT_OFF_DAYS
from ruptures.taxonomy import TalkRule


@dataclass(frozen=True, slots=True)
class EntryName:
    """What a button names: a rule, and the rupture where the rule is about one."""

    rule: TalkRule
    rupture: uuid.UUID | None

    @classmethod
    def of(cls, text: str) -> Self:
        """Read "often", or "long_open.<key>"; raises ValueError for anything else."""
        rule, _dot, key = text.partition(".")
        return cls(TalkRule(rule), uuid.UUID(key) if key else None)

    def __str__(self) -> str:
        return f"{self.rule.value}.{self.rupture}" if self.rupture else self.rule.value


class PutOffForm(RecordingForm):
    """One form holds the whole list; each of its buttons names an entry."""

    put_off = forms.CharField(required=False, max_length=60)
    back = forms.CharField(required=False, max_length=60)

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        try:
            sent["entry"] = EntryName.of(sent.get("put_off") or sent.get("back", ""))
        except ValueError:
            raise ValidationError(_("There is no such entry on the list.")) from None
        return sent

    @property
    def entry(self) -> EntryName:
        entry: EntryName = self.cleaned_data["entry"]
        return entry

    @property
    def days(self) -> int:
        return PUT_OFF_DAYS if self.cleaned_data["put_off"] else 0

    def submission_for(self, code: str) -> uuid.UUID:
        """The form's own key, for this button: another one of it is another act."""
        sent: uuid.UUID = self.cleaned_data["submission"]
        return uuid.uuid5(sent, f"{code} {self.entry} {self.days}")
