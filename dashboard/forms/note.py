"""Forms of a note: the therapist's own words."""

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import DateField, EditForm, RecordingForm
from ruptures.models import Note
from ruptures.models.note import LONGEST
from ruptures.recording import NoteEntry


class NoteField(forms.CharField):
    """Free text; how long it may be and of which characters, recording says.

    No spelling check: some browsers send what they check to their maker.
    """

    ATTRIBUTES: ClassVar = {
        "rows": 4,
        "maxlength": LONGEST,
        "autocomplete": "off",
        "spellcheck": "false",
    }

    default_error_messages = {"required": _("Write something.")}

    def __init__(self, **kwargs: Any):
        widget = forms.Textarea(attrs=self.ATTRIBUTES)
        super().__init__(label=_("Note"), widget=widget, **kwargs)


class NoteForm(RecordingForm):
    """A note on a session or a rupture."""

    text = NoteField()

    @property
    def entry(self) -> NoteEntry:
        return NoteEntry(self.cleaned_data["text"], self.cleaned_data.get("date"))


class EventForm(NoteForm):
    """A note on a case: something that happened on a day."""

    date = DateField(_("On"), initial=timezone.localdate)

    field_order = ["date", "text"]


class NoteEditForm(NoteForm, EditForm):
    @staticmethod
    def standing(note: Note) -> dict[str, Any]:
        """The note as the form has it."""
        return {name: getattr(note, name) for name in ("version", "text", "date")}


class EventEditForm(EventForm, NoteEditForm):
    pass
