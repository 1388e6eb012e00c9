"""The form of an ethical or safety concern."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, DateField, EditForm
from dashboard.forms.note import NoteField
from ruptures.concern_entry import ConcernEntry
from ruptures.concern_readers import supervisors_of
from ruptures.models import Case, Concern, ConcernKind, User


class TextField(forms.CharField):
    """Free text of some lines; how long it may be, `ruptures.concerns` says."""

    def __init__(self, **kwargs: Any):
        widget = forms.Textarea(attrs=NoteField.ATTRIBUTES)
        super().__init__(widget=widget, **kwargs)


class ReadersField(forms.ModelMultipleChoiceField):
    """Supervisors of the case, by the e-mail under which the therapist knows them."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: User) -> str:
        return obj.email

    def clean(self, value: Any) -> Any:
        """Whoever is not offered is not looked up: some numbers that can be sent are
        longer than any that a database has.
        """
        offered = {str(user.pk) for user in self.queryset or ()}
        if strangers := [each for each in value or () if str(each) not in offered]:
            raise ValidationError(
                self.error_messages["invalid_choice"],
                code="invalid_choice",
                params={"value": strangers[0]},
            )
        return super().clean(value)


class ConcernForm(EditForm):
    """One concern; without a `version` it is a new one."""

    kind = ChipField(ConcernKind, _("What is it about?"), required=True)
    text = TextField(
        label=_("What is it?"), error_messages={"required": _("Write something.")}
    )
    consulted = TextField(
        label=_("Who was consulted, and when?"),
        help_text=_(
            "Somebody to ask: a supervisor, whoever answers for safeguarding or ethics"
            " where you work, your professional body, your insurer’s legal advice."
        ),
        required=False,
    )
    done = TextField(label=_("What was done?"), required=False)
    closed_on = DateField(_("Settled on"), required=False)
    shared_with = ReadersField(
        User.objects.none(), required=False, label=_("Who else may read it?")
    )

    def __init__(self, *args: Any, case: Case, readers: Any = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["shared_with"]
        field.queryset, field.initial = supervisors_of(case), readers
        if not field.queryset:
            del self.fields["shared_with"]

    @staticmethod
    def standing(concern: Concern) -> dict[str, Any]:
        """The concern as the form has it."""
        names = ("version", "kind", "text", "consulted", "done", "closed_on")
        return {name: getattr(concern, name) for name in names}

    @property
    def entry(self) -> ConcernEntry:
        data = self.cleaned_data
        return ConcernEntry(
            kind=data["kind"],
            text=data["text"],
            consulted=data["consulted"],
            done=data["done"],
            closed_on=data["closed_on"],
            shared_with=list(data.get("shared_with", ())),
        )
