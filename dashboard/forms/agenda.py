"""Forms of the agenda, and of a supervision meeting."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import (
    ChipField,
    EditForm,
    MinuteField,
    RecordingForm,
)
from dashboard.forms.note import NoteField
from ruptures.models import SupervisionItem, Task
from ruptures.recording import ItemEntry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words


class WordsField(forms.CharField):
    """A few words of free text, like a note's; never required by itself."""

    def __init__(self, label: "Words", rows: int = 2, **kwargs: Any):
        widget = forms.Textarea(attrs=NoteField.ATTRIBUTES | {"rows": rows})
        super().__init__(label=label, widget=widget, required=False, **kwargs)


class ItemForm(RecordingForm):
    """What is brought; a case has no minute, and only a case has a pattern."""

    MOMENT: ClassVar = ("minute_from", "minute_to")

    pattern = forms.BooleanField(
        label=_("It is about a pattern that comes back"), required=False
    )
    question = WordsField(_("My question"), rows=3)
    minute_from = MinuteField(_("Minute of the recording, from"))
    minute_to = MinuteField(_("to"))
    did_next = WordsField(_("What I did next"))
    would_try = WordsField(_("What I would try"))
    task = ChipField(Task, _("What shall we do with it?"))

    def __init__(self, *args: Any, about_case: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in self.MOMENT if about_case else ("pattern",):
            del self.fields[name]

    @property
    def entry(self) -> ItemEntry:
        keys = {"submission", "version"}
        values = self.cleaned_data.items()
        return ItemEntry(**{name: each for name, each in values if name not in keys})


class ItemEditForm(ItemForm, EditForm):
    @staticmethod
    def standing(item: SupervisionItem) -> dict[str, Any]:
        """The item as the form has it."""
        names = [*ItemForm.base_fields.keys() - {"submission"}, "version"]
        return {name: getattr(item, name) for name in names}


class CommentForm(RecordingForm):
    text = WordsField(_("Comment"), rows=3)


class ReviewForm(forms.Form):
    done = forms.BooleanField(required=False)
