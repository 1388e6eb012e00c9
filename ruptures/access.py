"""Noting who looked at whose cases: rows are added, and nothing else."""

import datetime
from collections.abc import Iterable
from operator import attrgetter

from django.utils import timezone

from ruptures.models import AccessEvent, Case, Deed, Grant, User


def note_access(
    user: User,
    deed: Deed,
    *,
    owner: User,
    case: Case | None = None,
    page: str = "",
    grant: Grant | None = None,
    at: datetime.datetime | None = None,
) -> AccessEvent:
    """Add that `user` did this to what is `owner`'s, now unless `at`; for good."""
    event = event_of(user, deed, owner, case=case, page=page, grant=grant, at=at)
    event.save(force_insert=True)
    return event


def event_of(
    user: User,
    deed: Deed,
    owner: User,
    *,
    case: Case | None,
    page: str,
    grant: Grant | None,
    at: datetime.datetime | None = None,
) -> AccessEvent:
    return AccessEvent(
        at=at or timezone.now(),
        actor=user.email,
        actor_account=user.pk,
        deed=deed,
        owner=owner.email,
        owner_account=owner.pk,
        case=case.code if case else "",
        page=page,
        grant=grant.key if grant else None,
    )


def note_sign_in(user: User) -> AccessEvent:
    return note_access(user, Deed.SIGNED_IN, owner=user)


def looks_at(
    user: User, cases: Iterable[Case], *, page: str, deed: Deed = Deed.LOOKED
) -> list[AccessEvent]:
    """What there is to note of `user` at these cases, less their own; not yet noted.

    Two statements, however many cases there are.
    """
    others = {case for case in cases if case.therapist_id != user.pk}
    if not others:
        return []
    held = list(Grant.objects.supervising(user).prefetch_related("cases"))
    return [
        event_of(
            user,
            deed,
            case.therapist,
            case=case,
            page=page,
            grant=next((grant for grant in held if grant.opens(case)), None),
        )
        for case in sorted(others, key=attrgetter("code"))
    ]


def note(events: Iterable[AccessEvent]) -> None:
    """Add them, for good: one statement."""
    AccessEvent.objects.bulk_create(events)
