"""Who may read a concern: those of its case's supervisors whom the therapist chose."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ruptures.access import note_access
from ruptures.models import Case, Concern, Deed, Grant, Purpose, User

if TYPE_CHECKING:
    from django.db.models import QuerySet


def supervisors_of(case: Case) -> "QuerySet[User]":
    """Whom the therapist can let read a concern: who supervises the case now."""
    grants = Grant.objects.live().about(case).filter(purpose=Purpose.SUPERVISE)
    return User.objects.filter(pk__in=grants.values("holder"), is_active=True)


def share(concern: Concern, user: User, readers: Sequence[User]) -> None:
    """Let those read it who supervise the case now; whoever else did, no more."""
    was = set(concern.shared_with.all())
    chosen = supervisors_of(concern.case).filter(pk__in=[each.pk for each in readers])
    concern.shared_with.set(chosen)
    if set(chosen) - was:
        note_access(user, Deed.SHARED, owner=concern.case.therapist, case=concern.case)


def forget(user: User, therapist: User) -> None:
    """What `user` was let read under access that is over is not theirs to read any
    more: cases that are given anew do not open the concerns that were chosen before.
    """
    old = Concern.shared_with.through._default_manager.filter(
        user=user, concern__case__therapist=therapist
    )
    seen = Case.objects.visible_to(user)
    old.exclude(concern__case__in=seen).delete()
