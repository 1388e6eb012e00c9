"""Changing a supervision meeting, removing it, and putting it back.

Whoever of the two can see a meeting may change it: what was agreed is of both. Nothing
is lost by it: earlier words of a step stay with who changed them, and a removed meeting
can be put back. New things are added only while both can see them.

Raises DoesNotExist where the meeting cannot be seen (any more), Stale where the form
shows an earlier version, ValidationError where a rule forbids it.
"""

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.meetings import (
    MeetingEntry,
    StepEntry,
    agree,
    refuse_unseen,
)
from ruptures.models import (
    Case,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionStep,
    User,
)
from ruptures.models.supervision import MeetingQuerySet
from ruptures.pairs import Pair
from ruptures.recording.notes import fit_text
from ruptures.saving import Stale, refuse_day, saving


def change_meeting(
    *,
    user: User,
    submission: uuid.UUID,
    meeting: SupervisionMeeting,
    version: int,
    entry: MeetingEntry,
) -> SupervisionMeeting:
    """Correct the day, what was discussed, and the steps.

    What `user` cannot see stays as it is; so does a step that `entry` does not name.
    """
    seen = SupervisionMeeting.objects.editable_by(user)
    with _changing(user, submission, seen, meeting, version) as current:
        if current is not None:
            refuse_day(entry.date)
            current.date = entry.date
            _set_items(user, current, entry)
            for step in entry.steps:
                _set_step(user, current, step)
    return meeting


def remove_meeting(
    *, user: User, submission: uuid.UUID, meeting: SupervisionMeeting, version: int
) -> SupervisionMeeting:
    seen = SupervisionMeeting.objects.editable_by(user)
    with _changing(user, submission, seen, meeting, version) as current:
        if current is not None:
            _refuse_hold(_cases_of(current))
            current.removed = True
    return meeting


def removed_meetings(user: User) -> MeetingQuerySet:
    """Those that `user` may put back."""
    return SupervisionMeeting.objects.removed_for(user)


def put_back_meeting(
    *, user: User, submission: uuid.UUID, meeting: SupervisionMeeting
) -> SupervisionMeeting:
    gone = removed_meetings(user)
    version = meeting.version
    with _changing(user, submission, gone, meeting, version) as current:
        if current is not None:
            current.removed = False
    return meeting


@contextmanager
def _changing(
    user: User,
    submission: uuid.UUID,
    meetings: MeetingQuerySet,
    meeting: SupervisionMeeting,
    version: int,
) -> Iterator[SupervisionMeeting | None]:
    """The meeting as it stands, held; none where this very form was saved before."""
    with saving(user, submission):
        held = meetings.select_for_update(of=("self",), no_key=True)
        current = held.get(pk=meeting.pk)
        if current.last_submission == submission:
            yield None
            return
        if current.version != version:
            raise Stale
        yield current
        current.version += 1
        current.last_submission = submission
        current.changed_at, current.changed_by = timezone.now(), user
        current.save()


def _set_items(user: User, meeting: SupervisionMeeting, entry: MeetingEntry) -> None:
    """Items and cases that are new to the meeting must be seen by both of its two."""
    pair = Pair(meeting.therapist, meeting.supervisor)
    there = set(SupervisionItem.objects.visible_to(user).filter(meetings=meeting))
    chosen = set(entry.items)
    refuse_unseen(pair, chosen - there, [step for step in entry.steps if _adds(step)])
    if not pair.is_live and any(step.of is None for step in entry.steps):
        raise ValidationError(_("A step is agreed while both of you can see it."))
    _refuse_hold(item.case for item in there - chosen)
    meeting.items.remove(*(there - chosen))
    meeting.items.add(*(chosen - there))


def _adds(step: StepEntry) -> bool:
    return step.of is None or step.case != step.of.case


def _set_step(user: User, meeting: SupervisionMeeting, step: StepEntry) -> None:
    if step.of is None:
        agree(meeting, step)
        return
    steps = meeting.steps.visible_to(user).standing().select_for_update(of=("self",))
    current = steps.get(pk=step.of.pk)
    text = fit_text(step.text) if step.text.strip() else ""
    if (text, step.case) == (current.text, current.case):
        return
    _refuse_hold(case for case in (current.case, step.case) if case)
    if text:
        _keep_words(user, current)
        current.text, current.case = text, step.case
    else:
        current.taken_back_at, current.taken_back_by = timezone.now(), user
    current.save()


def _keep_words(user: User, step: SupervisionStep) -> None:
    """Leave the words as they stand beside the step that is corrected."""
    SupervisionStep.objects.create(
        meeting=step.meeting,
        case=step.case,
        text=step.text,
        taken_back_at=timezone.now(),
        taken_back_by=user,
    )


def _cases_of(meeting: SupervisionMeeting) -> list[Case]:
    of_items = Case.objects.filter(supervision_items__meetings=meeting)
    return [*of_items, *Case.objects.filter(agreed_steps__meeting=meeting)]


def _refuse_hold(cases: Iterable[Case]) -> None:
    """Without naming the case, which the other may not see any more."""
    if any(case.on_hold for case in cases):
        text = _("A case of this meeting is on hold: nothing of it can be changed.")
        raise ValidationError(text, code="hold")
