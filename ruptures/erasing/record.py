"""The signed-off record: who erased what kinds of rows, how many, when and why."""

import uuid

from django.utils import timezone

from ruptures.backup.known import days_known
from ruptures.erasing.kinds import Counts
from ruptures.models import Erased, Erasure, User
from ruptures.saving import refuse_used


def done_before(user: User, submission: uuid.UUID) -> Erasure | None:
    """What this very form erased already."""
    done = Erasure.objects.filter(submission=submission).first()
    if done and done.actor_account != user.pk:
        refuse_used(user)
    return done


def signed_off(
    user: User,
    submission: uuid.UUID,
    what: Erased,
    counts: Counts,
    *,
    reason: str,
    case: str = "",
    actor: str = "",
) -> Erasure:
    """Add the record, for good; `actor` is the user's e-mail unless it says another."""
    erasure = Erasure(
        submission=submission,
        at=timezone.now(),
        actor=actor or user.email,
        actor_account=user.pk,
        what=what,
        case=case,
        reason=reason,
        counts="\n".join(f"{name} {count}" for name, count in counts.items() if count),
        backups="\n".join(day.isoformat() for day in days_known()),
    )
    erasure.full_clean()
    erasure.save(force_insert=True)
    return erasure


def of_account(**named: uuid.UUID) -> Erasure | None:
    """The record of an account that went, by its `key` or its form's `submission`:
    there is nobody whose it could be.
    """
    return Erasure.objects.filter(**named, what=Erased.ACCOUNT).first()
