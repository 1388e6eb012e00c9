"""Ethical and safety concerns: a path of their own, beside everything that is counted.

Nothing here is an act: a concern is in no history, no export and no rate, and it
notifies nobody. What its therapist writes replaces what stood there before.
"""

import uuid

from django.utils import timezone

from ruptures.concern_entry import ConcernEntry, stands_so, values_of
from ruptures.concern_readers import share
from ruptures.models import Case, Concern, User
from ruptures.recording.writing import refuse_hold
from ruptures.saving import Stale, saving


def add_concern(
    *, user: User, submission: uuid.UUID, case: Case, entry: ConcernEntry
) -> Concern:
    """Write a concern about one's own case, under a hold too: it takes nothing away.

    The same form sent again is the same concern. Raises Case.DoesNotExist for the case
    of another, ValidationError where something is missing.
    """
    with saving(user, submission):
        own = Case.objects.editable_by(user).get(pk=case.pk)
        before = own.concerns.filter(submission=submission).first()
        if before:
            return before
        new = Concern(case=own, submission=submission, made_at=timezone.now())
        return _save(new, user, entry)


def change_concern(
    *,
    user: User,
    submission: uuid.UUID,
    concern: Concern,
    version: int,
    entry: ConcernEntry,
) -> Concern:
    """Put `entry` in the place of what stands there, settled or not.

    Raises Stale where something else stands there by now, ValidationError under
    a hold, and Concern.DoesNotExist for who is not its therapist.
    """
    with saving(user, submission):
        concerns = Concern.objects.editable_by(user).select_for_update(of=("self",))
        current = concerns.select_related("case__therapist").get(pk=concern.pk)
        refuse_hold(current.case, lifting=False)
        if current.version != version:
            if stands_so(current, entry):  # the same form, sent again
                return current
            raise Stale
        current.version += 1
        return _save(current, user, entry)


def _save(concern: Concern, user: User, entry: ConcernEntry) -> Concern:
    for name, value in values_of(entry).items():
        setattr(concern, name, value)
    concern.full_clean()
    concern.save()
    share(concern, user, entry.shared_with)
    return concern
