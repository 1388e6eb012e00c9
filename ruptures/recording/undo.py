"""Putting back what an act did, or saying in words why that cannot be done."""

import uuid

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from ruptures.models import Act, Change, User, Verb
from ruptures.models.base import ClinicalModel
from ruptures.recording.snapshots import TABLES, put_values, revived, snapshot
from ruptures.recording.writing import Writing, dependents, writing


def undo(*, user: User, submission: uuid.UUID, act: Act) -> Act:
    """Undo `act`, change by change from the last to the first, as an act of its own.

    Refused (ValidationError) where it was undone before, or where a row was changed,
    deleted or built upon since.
    """
    verb = Verb.UNDO
    with writing(
        user=user, verb=verb, submission=submission, case=act.case, undoes=act
    ) as write:
        if not write.again:
            for change in act.changes.order_by("-position"):
                _put_back(write, change)
    return write.act


def _put_back(write: Writing, change: Change) -> None:
    if not change.is_readable:
        raise ValidationError(
            _("This cannot be undone: it cannot be read with the keys here.")
        )
    if change.before is None:
        _unmake(write, change)
    elif change.after is None:
        _bring_back(write, change)
    else:
        row = _unchanged(change)
        before = snapshot(row)
        put_values(row, (change.before or {}) | {"version": row.version})
        write.put(row, before=before)


def _unmake(write: Writing, change: Change) -> None:
    row = _unchanged(change)
    later = dependents(row)
    if later:
        raise ValidationError(
            _("This cannot be undone: more was added to it since. Undo that first.")
        )
    write.delete(row)


def _bring_back(write: Writing, change: Change) -> None:
    try:
        row = revived(change.table, change.row, change.before or {})
    except ObjectDoesNotExist:
        raise ValidationError(
            _("This cannot be undone: what it belonged to is gone. Undo that first.")
        ) from None
    row.version += 1
    write.create(row)


def _unchanged(change: Change) -> ClinicalModel:
    """The live row, if it stands as the act left it; its version may have grown."""
    row = TABLES[change.table]._default_manager.filter(key=change.row).first()
    if row is None:
        raise ValidationError(_("This cannot be undone: it was deleted since."))
    if snapshot(row) != (change.after or {}) | {"version": row.version}:
        raise ValidationError(
            _("This cannot be undone: it was changed since. Undo that first.")
        )
    return row
