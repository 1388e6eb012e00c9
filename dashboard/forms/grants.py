"""The form by which a therapist gives access to their cases."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboard.forms.base import ChipField, DateField, RecordingForm
from ruptures.granting import GrantEntry
from ruptures.models import Case, Purpose, User

EVERY, CHOSEN = "every", "chosen"
GIVEN = ("email", "purpose", "with_notes", "in_funnel", "starts_on", "ends_on")


class GiveForm(RecordingForm):
    """Who, what for, which cases, from when until when; nothing is chosen beforehand
    of what opens cases.
    """

    email = forms.EmailField(
        label=_("Their e-mail"),
        help_text=_("The one they sign in with here, or will sign in with."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    purpose = ChipField(Purpose, _("What for"), required=True)
    which = ChipField(
        [
            (EVERY, _("All my cases, those to come too")),
            (CHOSEN, _("Only those that I choose")),
        ],
        _("Which cases"),
        required=True,
    )
    cases = forms.MultipleChoiceField(
        label=_("Chosen cases"), required=False, widget=forms.CheckboxSelectMultiple
    )
    with_notes = forms.BooleanField(
        label=_("With the notes that I share one by one"),
        help_text=_("No note is shared by this alone: you share each by itself."),
        required=False,
    )
    in_funnel = forms.BooleanField(
        label=_("Count me, without my name, in the funnel plot of those who agree"),
        help_text=_(
            "Ten therapists at least who all agreed, and who see it too; never a"
            " ranking. Who knows how many sessions you hold could guess your point."
        ),
        required=False,
    )
    starts_on = DateField(_("From"), initial=timezone.localdate)
    ends_on = DateField(
        _("Until, that day included"),
        required=False,
        help_text=_("Empty: until one of you ends it."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any):
        super().__init__(*args, **kwargs)
        own = Case.objects.editable_by(user)
        listed = [*own.running().order_by("code"), *own.ended()]
        self.own = {case.code: case for case in listed}
        chosen: Any = self.fields["cases"]
        chosen.choices = [(code, code) for code in self.own]

    @property
    def entry(self) -> GrantEntry:
        data = self.cleaned_data
        return GrantEntry(
            every_case=data["which"] == EVERY,
            cases=[self.own[code] for code in data["cases"]],
            **{name: data[name] for name in GIVEN},
        )
