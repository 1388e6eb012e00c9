"""Erasing one case, with its history, for good."""

import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.access import note_access
from ruptures.erasing.account_kinds import IMPORTS
from ruptures.erasing.elsewhere import also_touched, delete_elsewhere, told_elsewhere
from ruptures.erasing.imports import (
    forget,
    forget_ids,
    forgettable,
    refuse_while_written,
)
from ruptures.erasing.kinds import Counts, all_deleted, counted, rows_of, stamp
from ruptures.erasing.record import done_before, signed_off
from ruptures.erasing.traces import wipe_traces
from ruptures.models import Case, Deed, Erased, Erasure, User
from ruptures.saving import Stale, saving

ELSEWHERE = "elsewhere"  # changes that are told in the history of another case


@dataclass(frozen=True)
class EraseEntry:
    """What was `typed` (code or e-mail), why, and the `stamp` of what was shown."""

    typed: str
    reason: str
    seen: str


def what_goes(case: Case) -> Counts:
    """Rows that erasing the case would take away, by kind."""
    here = rows_of([case.pk]) | {IMPORTS: forgettable(case.therapist)}
    counts = counted(here | {ELSEWHERE: told_elsewhere(case)})
    counts["changes"] += counts.pop(ELSEWHERE)
    return counts


def erase_case(
    *, user: User, submission: uuid.UUID, case: Case, entry: EraseEntry
) -> Erasure:
    """Delete a case of one's own and all that is about it; sent twice, it is once.

    Raises Case.DoesNotExist for another's, ValidationError under a hold or where the
    code was mistyped, Stale where there is something else by now than was shown.
    """
    with saving(user, submission):
        if done := done_before(user, submission):
            return done
        refuse_while_written(user)
        own = Case.objects.editable_by(user)
        current = own.select_for_update(of=("self",)).get(pk=case.pk)
        refuse_held([current, *also_touched(current).select_for_update(of=("self",))])
        refuse_mistyped(entry.typed.upper(), current.code)
        if stamp(what_goes(current)) != entry.seen:
            raise Stale
        erasure = _erased(user, submission, current, entry.reason)
        wipe_traces()
    return erasure


def refuse_held(cases: list[Case]) -> None:
    """Refuse where any of these is on hold, naming them."""
    if held := sorted(case.code for case in cases if case.on_hold):
        raise ValidationError(
            _("On hold, so nothing of it can be erased: %(codes)s."),
            code="hold",
            params={"codes": ", ".join(held)},
        )


def refuse_mistyped(typed: str, meant: str) -> None:
    if typed.strip() != meant:
        raise ValidationError({"typed": _("This is not what has to be typed here.")})


def _erased(user: User, submission: uuid.UUID, case: Case, reason: str) -> Erasure:
    note_access(user, Deed.ERASED, owner=user, case=case)
    elsewhere = delete_elsewhere(case)
    forget_ids(case)
    counts = all_deleted([case.pk])
    counts["changes"] += elsewhere
    counts[IMPORTS] = forget(user)
    return signed_off(
        user, submission, Erased.CASE, counts, case=case.code, reason=reason
    )
