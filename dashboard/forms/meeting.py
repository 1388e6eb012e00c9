"""Forms of a supervision meeting, and of what became of its steps."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from dashboard.forms.agenda import WordsField
from dashboard.forms.base import DateField, RecordingForm
from dashboard.templatetags.agenda import about
from ruptures.meetings import MeetingEntry, StepEntry
from ruptures.models import SupervisionItem
from ruptures.models.encrypted import Unreadable
from ruptures.pairs import Pair

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise as Words

WORDS_OF_A_QUESTION = 12
Step = tuple[forms.BoundField, forms.BoundField]


class MeetingForm(RecordingForm):
    """The day, what of the agenda was discussed, and a few lines for agreed steps."""

    error_fields = {"text": "step_1"}
    lines = 6  # for new steps

    date = DateField(_("Date"), initial=timezone.localdate)
    discussed = forms.MultipleChoiceField(
        label=_("What was discussed"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, pair: Pair, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.cases = {case.code: case for case in pair.cases}
        self.offer(pair.waiting())
        for number in range(1, self.lines + 1):
            self.add_step(str(number), _now("Step %(number)s") % {"number": number})

    def offer(self, items: Iterable[SupervisionItem]) -> None:
        self.items = {str(item.key): item for item in items}
        self.fields["discussed"].choices = [  # type: ignore[attr-defined]
            (key, named(item)) for key, item in self.items.items()
        ]

    def add_step(self, name: str, label: "Words") -> None:
        self.fields[f"step_{name}"] = WordsField(label)
        self.fields[f"case_{name}"] = forms.ChoiceField(
            label=_("Case"),
            choices=[("", _("of no single case")), *((c, c) for c in self.cases)],
            required=False,
        )

    @property
    def has_new(self) -> bool:
        """Whether something stands in the lines for new steps."""
        return any(step.value() for step, _case in self.steps)

    @property
    def has_many(self) -> bool:
        """Whether something stands in the steps that are folded."""
        return any(step.value() for step, _case in self.steps[self.lines // 2 :])

    @property
    def steps(self) -> list[Step]:
        numbers = range(1, self.lines + 1)
        return [(self[f"step_{number}"], self[f"case_{number}"]) for number in numbers]

    def clean(self) -> dict[str, Any]:
        """A case stands beside a step, never alone."""
        sent = super().clean() or self.cleaned_data
        for number in range(1, self.lines + 1):
            if (
                sent.get(f"case_{number}")
                and not sent.get(f"step_{number}", "").strip()
            ):
                self.add_error(f"step_{number}", ValidationError(_("Write the step.")))
        return sent

    @property
    def entry(self) -> MeetingEntry:
        sent = self.cleaned_data
        items = [self.items[key] for key in sent["discussed"]]
        return MeetingEntry(sent["date"], items, self.new_steps)

    @property
    def new_steps(self) -> list[StepEntry]:
        sent = self.cleaned_data
        return [
            StepEntry(text, self.cases.get(sent[f"case_{number}"]))
            for number in range(1, self.lines + 1)
            if (text := sent[f"step_{number}"].strip())
        ]


class OutcomeForm(forms.Form):
    """What became of a step, by the button that was pressed; empty takes it back."""

    outcome = forms.CharField(required=False, max_length=20)
    stood = forms.CharField(required=False, max_length=20)


def named(item: SupervisionItem) -> str:
    """What it is about, and how its question begins: one case may have several."""
    words = {"code": item.case.code, "what": about(item)}
    if not item.question or isinstance(item.question, Unreadable):
        return _now("%(code)s: %(what)s") % words
    words["question"] = Truncator(item.question).words(WORDS_OF_A_QUESTION)
    return _now("%(code)s: %(what)s. “%(question)s”") % words
