"""What every form that writes shares: saved once, never over another's edit."""

import datetime
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.forms.widgets import ChoiceWidget
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from dashboard.http import or_404
from dashboard.templatetags.rupture_repair import clinical_date, clock
from ruptures.history import RowWords, since
from ruptures.recording import NeedsConfirmation, StaleRow
from ruptures.saving import Stale
from ruptures.taxonomy import SCALE, Catalogue

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

NOT_SAID = _("not said")

Saved = TypeVar("Saved")


class SubmissionField(forms.UUIDField):
    """The form's own key: the same form sent twice is saved once.

    A missing or garbled key (a request made by hand) counts as a form of its own.
    """

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False, initial=uuid.uuid4)

    def clean(self, value: Any) -> uuid.UUID:
        try:
            return super().clean(value) or uuid.uuid4()
        except ValidationError:
            return uuid.uuid4()


class VersionField(forms.IntegerField):
    """The row's version that the form shows; a garbled one counts as stale."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> int:
        try:
            return super().clean(value) or 0
        except ValidationError:
            return 0


def is_key(field: forms.Field, is_kept: bool) -> bool:
    """Whether the field says which form it is, and of which version; and was kept."""
    return is_kept and isinstance(field, SubmissionField | VersionField)


class RecordingForm(forms.Form):
    """A form whose content goes to an act of `ruptures.recording`."""

    use_required_attribute = False
    error_fields: dict[str, str] = {}  # of the act: of the form

    submission = SubmissionField()

    def take_errors(self, error: ValidationError) -> None:
        """Say what the act refused beside its field, or above the form."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        shown = {field.name for field in self.visible_fields()}
        for name, errors in error.error_dict.items():
            field = self.error_fields.get(name, name)
            for each in errors:
                self.add_error(field if field in shown else None, each)

    def go_on(self, content: Mapping[str, list[str]]) -> None:
        """Show what a draft holds, as it was entered and unjudged; not for a sent form.

        The key and the versions come along: saved at last, it counts as the form that
        was begun then. What was confirmed is asked again.
        """
        kept: Any = MultiValueDict(content)
        self.initial = dict(self.initial) | {
            name: field.widget.value_from_datadict(kept, {}, self.add_prefix(name))
            for name, field in self.fields.items()
            if not field.widget.is_hidden or is_key(field, name in kept)
        }

    def refresh(self, **values: object) -> None:
        """Send other values in hidden fields than came, such as a present version."""
        data: Any = copy(self.data)
        for name, value in values.items():
            data[self.add_prefix(name)] = str(value)
        self.data = data


class EditForm(RecordingForm):
    """A form on one row; its `initial` is how that row stands at this request."""

    version = VersionField(required=False)
    is_stale = False
    changes: Sequence[RowWords] = ()  # what a stale form did not know of

    def take_errors(self, error: ValidationError) -> None:
        super().take_errors(error)
        if isinstance(error, StaleRow):
            self.changes = since(error.row, error.version)
            self.refresh(version=error.row.version)
        if isinstance(error, Stale):
            self.is_stale = True
            self.refresh(**self._versions())  # saving again overwrites knowingly

    def _versions(self) -> dict[str, int]:
        return {
            name: self.initial[name]
            for name, field in self.fields.items()
            if isinstance(field, VersionField) and name in self.initial
        }

    def stands_now(self) -> "list[tuple[Words, Words]]":
        """Label and present value of each field that was sent with another value.

        Fields of which the row says nothing, such as a reason to close, are left out.
        """
        return [
            (field.label, in_words(field.field, self.initial[field.name]))
            for field in self.visible_fields()
            if field.name in self.initial
            and self.cleaned_data.get(field.name) != self.initial[field.name]
        ]


class ConfirmForm(EditForm):
    """Asks before something goes; sent, it says that the question was seen."""

    confirmed = forms.BooleanField(
        required=False, widget=forms.HiddenInput, initial=True
    )


def record(form: RecordingForm, act: Callable[[], Saved]) -> Saved | None:
    """Do `act`; what it refuses goes to the form, and None comes back.

    NeedsConfirmation passes through: to ask is the view's. Raises Http404 where a row
    went, or access to it ended, since the view fetched it.
    """
    try:
        with or_404():
            return act()
    except NeedsConfirmation:
        raise
    except ValidationError as error:
        form.take_errors(error)
    return None


def recorded(form: RecordingForm, act: Callable[[], object]) -> bool:
    """Whether the form is valid, and `act` is done."""
    return form.is_valid() and record(form, act) is not None


def hide_fields(form: forms.Form) -> forms.Form:
    """Carry all that was sent in hidden inputs, through a page that asks."""
    for field in form.fields.values():
        field.widget = field.hidden_widget()
    return form


def in_words(field: forms.Field, value: Any) -> "Words":
    """A field's value as a person reads it."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if value in (None, "", (), []):
        return NOT_SAID
    if isinstance(field, CodesField):
        return ", ".join(str(label) for label in field.catalogue.labels(value))
    if isinstance(field.widget, ChoiceWidget):
        labels: dict[Any, Words] = dict(field.widget.choices)  # type: ignore[arg-type]
        if isinstance(value, list):
            return ", ".join(str(labels.get(each, each)) for each in value)
        return labels.get(str(value), str(value))
    return moment_in_words(value)


def moment_in_words(value: Any) -> str:
    if isinstance(value, datetime.date):
        return clinical_date(value)
    return clock(value) if isinstance(value, datetime.time) else str(value)


class CodesField(forms.MultipleChoiceField):
    """Any number of a catalogue's codes, as chips with their meanings."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Choose from the list.")}

    def __init__(self, catalogue: Catalogue, label: "Words", **kwargs: Any):
        super().__init__(
            choices=catalogue.choices, required=False, label=label, **kwargs
        )
        self.catalogue = catalogue

    def clean(self, value: Any) -> tuple[str, ...]:
        return self.catalogue.ordered(super().clean(value))


class ScaleField(forms.TypedChoiceField):
    """One to five, or None where nothing was chosen."""

    widget = forms.RadioSelect

    def __init__(self, label: "Words", **kwargs: Any):
        super().__init__(
            choices=[(str(step), str(step)) for step in SCALE],
            coerce=int,
            empty_value=None,
            required=False,
            label=label,
            **kwargs,
        )


class ChipField(forms.ChoiceField):
    """One of a few answers as chips; where none is required, one chip says so."""

    widget = forms.RadioSelect

    def __init__(
        self,
        choices: "type[TextChoices] | Iterable[tuple[str, Words]]",
        label: "Words",
        *,
        required: bool = False,
        **kwargs: Any,
    ):
        listed = choices.choices if isinstance(choices, type) else list(choices)
        offered = listed if required else [("", NOT_SAID), *listed]
        super().__init__(choices=offered, required=required, label=label, **kwargs)


class DateField(forms.DateField):
    """A day, by the browser's own calendar."""

    def __init__(self, label: "Words", **kwargs: Any):
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(label=label, widget=widget, **kwargs)


class TimeField(forms.TimeField):
    """A local time of day, by the browser's own clock; never required."""

    def __init__(self, label: "Words", **kwargs: Any):
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(label=label, widget=widget, required=False, **kwargs)


class MinuteField(forms.IntegerField):
    """Minutes from the session's start."""

    def __init__(self, label: "Words", **kwargs: Any):
        super().__init__(
            label=label, required=False, min_value=0, max_value=600, **kwargs
        )
