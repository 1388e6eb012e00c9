"""Supervision meetings: what was discussed, what was agreed, and what became of it."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.agenda import hold_cases
from ruptures.models import (
    Case,
    Grant,
    StepOutcome,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionStep,
    User,
)
from ruptures.pairs import Pair, live_grants
from ruptures.recording.notes import fit_text
from ruptures.saving import refuse_day, refuse_used, saving


@dataclass(frozen=True)
class StepEntry:
    """An agreed step, of a `case` or of none; `of` is the one that it corrects.

    Without words it takes that one back.
    """

    text: str
    case: Case | None = None
    of: SupervisionStep | None = None


@dataclass(frozen=True)
class MeetingEntry:
    date: datetime.date
    items: Sequence[SupervisionItem] = ()
    steps: Sequence[StepEntry] = ()


def hold_meeting(
    *, user: User, submission: uuid.UUID, grant: Grant, entry: MeetingEntry
) -> SupervisionMeeting:
    """Keep that the two of a live `grant` met, what they discussed and agreed.

    The same form sent again finds what it kept. Raises Grant.DoesNotExist where the
    grant has ended, ValidationError where a rule forbids it.
    """
    with saving(user, submission):
        live = live_grants(user).select_for_update(of=("self",), no_key=True)
        pair = Pair.of(live.get(pk=grant.pk))
        done = SupervisionMeeting.objects.filter(submission=submission).first()
        if done is not None:
            refuse_used(user, done.therapist, done.supervisor)
            return done
        refuse_day(entry.date)
        refuse_unseen(pair, entry.items, entry.steps)
        return _kept(pair, submission, entry)


def _kept(pair: Pair, submission: uuid.UUID, entry: MeetingEntry) -> SupervisionMeeting:
    meeting = SupervisionMeeting.objects.create(
        submission=submission,
        therapist=pair.therapist,
        supervisor=pair.supervisor,
        date=entry.date,
        made_at=timezone.now(),
    )
    meeting.items.set(entry.items)
    for step in entry.steps:
        agree(meeting, step)
    return meeting


def agree(meeting: SupervisionMeeting, step: StepEntry) -> None:
    text = fit_text(step.text)
    SupervisionStep.objects.create(meeting=meeting, case=step.case, text=text)


class SaidElsewhere(ValidationError):  # noqa: N818  a state, as the page tells it
    """Something else became of a step since the page that was answered was opened."""


def say_outcome(
    *, user: User, step: SupervisionStep, outcome: str, stood: str | None = None
) -> None:
    """Say what became of a step; with an empty `outcome`, that it is not known yet.

    Raises SaidElsewhere where the page showed another answer (`stood`) than there is.
    """
    if outcome not in {"", *StepOutcome.values}:
        raise ValidationError(_("Choose one of the answers offered."))
    with transaction.atomic():
        steps = SupervisionStep.objects.visible_to(user).standing()
        current = steps.select_for_update(of=("self",)).get(pk=step.pk)
        if current.outcome == outcome:
            return
        if stood not in {None, current.outcome}:
            raise SaidElsewhere(
                _("This was answered elsewhere in the meantime. Nothing was replaced.")
            )
        current.outcome = outcome
        current.outcome_at = timezone.now() if outcome else None
        current.save(update_fields=["outcome", "outcome_at"])


def refuse_unseen(
    pair: Pair, items: Iterable[SupervisionItem], steps: Iterable[StepEntry]
) -> None:
    """Refuse what not both can see, as when a grant ended since the form was opened.

    Holds the cases, so that none is erased and no item taken off the agenda meanwhile.
    """
    cases = {step.case for step in steps if step.case}
    hold_cases({item.case_id for item in items} | {case.pk for case in cases})
    chosen = {item.pk for item in items}
    seen = pair.items.filter(pk__in=chosen).count()
    if seen != len(chosen) or cases - set(pair.cases):
        raise ValidationError(
            _("Not all of this can be seen by both of you any more. Open it again.")
        )
