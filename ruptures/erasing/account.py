"""Erasing everything of one therapist, the account with it.

What they said in the records of others is a part of those records: it stays, by an
account without an e-mail that nobody can sign in to.
"""

import uuid

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.access import note_access
from ruptures.erasing.account_kinds import GOES, IMPORTS, own_rows
from ruptures.erasing.case import EraseEntry, refuse_held, refuse_mistyped
from ruptures.erasing.imports import forget, refuse_while_written
from ruptures.erasing.kinds import (
    Counts,
    all_deleted,
    counted,
    delete,
    rows_of,
    stamp,
)
from ruptures.erasing.record import done_before, signed_off
from ruptures.erasing.traces import wipe_traces
from ruptures.models import Case, Deed, Erased, Erasure, Grant, User
from ruptures.saving import Stale, saving

NOBODY = "erased-{}@account.invalid"  # RFC 2606: nobody ever has it


def what_goes_with(user: User) -> Counts:
    """Rows that erasing the account would take away, by kind."""
    cases = Case.objects.editable_by(user).values("pk")
    return counted(rows_of(cases) | own_rows(user))


def held_cases(user: User) -> list[Case]:
    """Those that stand in the way."""
    return list(Case.objects.editable_by(user).exclude(hold_reason=""))


def erase_account(
    *,
    user: User,
    submission: uuid.UUID,
    entry: EraseEntry,
    successor: User | None = None,
    actor: str = "",
) -> Erasure:
    """Delete all cases of `user`, what else is theirs, and the account.

    `successor` looks after the installation next, where `user` did and others are here;
    `actor` is who did it, where it was not they. Raises ValidationError while a case is
    on hold or where the e-mail was mistyped, Stale where there is something else by now
    than was shown.
    """
    with saving(user, submission):
        if done := done_before(user, submission):
            return done
        refuse_while_written(user)
        current = User.objects.select_for_update().get(pk=user.pk)
        own = Case.objects.editable_by(current).order_by("pk")
        cases = list(own.select_for_update(of=("self",)))
        refuse_held(cases)
        refuse_mistyped(entry.typed.lower(), current.email)
        hand_on(current, successor)
        if stamp(what_goes_with(current)) != entry.seen:
            raise Stale
        erasure = _erased(current, submission, cases, entry.reason, actor)
        wipe_traces()
    return erasure


def needs_successor(user: User) -> bool:
    """Whether nobody would look after the installation for the others here."""
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    return user.is_owner and others.exists() and not others.filter(is_owner=True)


def hand_on(user: User, successor: User | None) -> None:
    if not needs_successor(user):
        return
    others = User.objects.filter(is_active=True).exclude(pk=user.pk)
    if not successor or not others.filter(pk=successor.pk).update(is_owner=True):
        error = _("Say who looks after the installation from now on.")
        raise ValidationError({"successor": error})


def _erased(
    user: User, submission: uuid.UUID, cases: list[Case], reason: str, actor: str
) -> Erasure:
    note_access(user, Deed.ERASED, owner=user)
    counts = all_deleted([case.pk for case in cases])
    forgotten = forget(user)  # with their files
    counts |= {kind.name: delete(kind.rows(user)) for kind in GOES}
    counts[IMPORTS] += forgotten
    what = Erased.ACCOUNT
    erasure = signed_off(user, submission, what, counts, reason=reason, actor=actor)
    _close(user)
    return erasure


def _close(user: User) -> None:
    """Delete the account, or leave of it what the records of others are tied to."""
    held = Grant.objects.filter(holder=user, ended_at=None)
    held.update(ended_at=timezone.now(), ended_by=user)
    try:
        user.delete()
    except ProtectedError:
        _leave_nobody(user)


def _leave_nobody(user: User) -> None:
    nobody = User(
        pk=user.pk,
        email=NOBODY.format(user.pk),
        is_active=False,
        date_joined=user.date_joined,
    )
    nobody.set_unusable_password()
    nobody.save(force_update=True)
