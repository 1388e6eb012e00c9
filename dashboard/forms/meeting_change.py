"""The form that changes a supervision meeting."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now

from dashboard.forms.base import EditForm
from dashboard.forms.meeting import MeetingForm, Step
from ruptures.meetings import MeetingEntry, StepEntry
from ruptures.models import SupervisionItem, SupervisionMeeting, SupervisionStep, User
from ruptures.models.encrypted import Unreadable
from ruptures.pairs import Pair
from ruptures.saving import Stale


class MeetingChangeForm(MeetingForm, EditForm):
    """A meeting as `user` sees it; a step whose words are emptied is taken back.

    A step that the form did not send, or that cannot be read here, stays as it is. New
    ones can be written while the other sees them.
    """

    lines = 3

    def __init__(
        self, *args: Any, meeting: SupervisionMeeting, user: User, **kwargs: Any
    ):
        pair = Pair(meeting.therapist, meeting.supervisor)
        super().__init__(*args, pair=pair, **kwargs)
        self.meeting = meeting
        self.is_live = pair.is_live
        self.seen = meeting.steps.visible_to(user)
        steps = self.seen.standing().select_related("case__therapist")
        self.agreed = {
            each.key.hex: each
            for each in steps
            if not isinstance(each.text, Unreadable)
        }
        self._offer_all(pair, user)
        self._show()
        if self.is_bound:
            self._fill_in()

    def _offer_all(self, pair: Pair, user: User) -> None:
        """Also what stands in it already, which may wait no more."""
        joined = SupervisionItem.objects.visible_to(user).select_related(
            "case", "session", "rupture__session"
        )
        there = list(joined.filter(meetings=self.meeting))
        self.offer(dict.fromkeys([*there, *pair.waiting()]))
        self.initial["discussed"] = [str(item.key) for item in there]

    def _show(self) -> None:
        self.initial["date"] = self.meeting.date
        self.initial["version"] = self.meeting.version
        self.cases |= {s.case.code: s.case for s in self.agreed.values() if s.case}
        for number, (name, step) in enumerate(self.agreed.items(), start=1):
            self.add_step(name, _now("Agreed step %(number)s") % {"number": number})
            self.initial[f"step_{name}"] = step.text
            self.initial[f"case_{name}"] = step.case.code if step.case else ""

    def _fill_in(self) -> None:
        self.refresh(**self._unknown_to(self.data))

    def go_on(self, content: Mapping[str, list[str]]) -> None:
        unknown = self._unknown_to(content)
        super().go_on(content)
        self.initial = dict(self.initial) | unknown

    def _unknown_to(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """Steps agreed since the form was opened, as they stand: none was emptied."""
        missing = [name for name in self.agreed if f"step_{name}" not in sent]
        fields = (f"{part}_{name}" for name in missing for part in ("step", "case"))
        return {field: self.initial[field] for field in fields}

    def take_errors(self, error: ValidationError) -> None:
        super().take_errors(error)
        if isinstance(error, Stale):
            known = {step.text for step in self.seen.all()}
            self._leave_corrected(known)
            self._keep_words(known)

    def _leave_corrected(self, known: set[str]) -> None:
        """A step that the other alone touched does not turn back to its old words."""
        for name in (f"step_{each}" for each in self.agreed):
            if self.cleaned_data.get(name) in known:
                self.cleaned_data[name] = self.initial[name]
                self.refresh(**{name: self.initial[name]})

    def _keep_words(self, known: set[str]) -> None:
        """What was written into a step that was taken back meanwhile is a new one."""
        sent = [(name, text.strip()) for name, text in self.data.items()]
        gone = [
            text
            for name, text in sent
            if name.startswith("step_") and name not in self.fields
        ]
        free = [n for n in range(1, self.lines + 1) if not self[f"step_{n}"].value()]
        for number, text in zip(free, set(gone) - known - {""}, strict=False):
            self.refresh(**{f"step_{number}": text})

    @property
    def standing_steps(self) -> list[Step]:
        return [(self[f"step_{name}"], self[f"case_{name}"]) for name in self.agreed]

    @property
    def entry(self) -> MeetingEntry:
        whole = super().entry
        corrected = [self._corrected(*each) for each in self.agreed.items()]
        return MeetingEntry(whole.date, whole.items, [*corrected, *self.new_steps])

    def _corrected(self, name: str, step: SupervisionStep) -> StepEntry:
        sent = self.cleaned_data
        case = self.cases.get(sent[f"case_{name}"])
        return StepEntry(sent[f"step_{name}"], case, step)
