"""Putting back what an act did, or saying in words why that cannot be done."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils.translation import gettext as _

from ruptures.models import (
    Act,
    Case,
    Change,
    Rupture,
    Session,
    SessionReport,
    User,
    Verb,
)
from ruptures.models.base import ClinicalModel
from ruptures.recording.independence import keep_seen
from ruptures.recording.moving import bring_along
from ruptures.recording.moving_rules import refuse_ties
from ruptures.recording.said import said_under, say_again
from ruptures.recording.snapshots import TABLES, in_full, put_values, revived, snapshot
from ruptures.recording.writing import Writing, dependents, writing


def undo(*, user: User, submission: uuid.UUID, act: Act) -> Act:
    """Undo `act`, change by change from the last to the first, as an act of its own.

    Refused (ValidationError) where it was undone before, or where a row was changed,
    deleted or built upon since.
    """
    with writing(
        user=user,
        verb=Verb.UNDO,
        submission=submission,
        case=act.from_case or act.case,
        from_case=act.case if act.from_case else None,
        undoes=act,
    ) as write:
        if not write.again:
            changes = list(act.changes.order_by("-position"))
            moved = _moved(act, changes)
            for session in moved:
                refuse_ties(session)
            for change in changes:
                _put_back(write, change)
            for session in moved:
                _follow(write, session)
    return write.act


def _moved(act: Act, changes: list[Change]) -> list[Session]:
    """Sessions that the act moved and that are still where it left them."""
    keys = [change.row for change in changes if change.table == "session"]
    here = Session.objects.filter(key__in=keys, case=act.case)
    return list(here.select_related("case")) if act.from_case else []


def _follow(write: Writing, session: Session) -> None:
    was_in = session.case
    session.refresh_from_db()
    bring_along(write, session, was_in)


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
        _set_back(write, change)


def _unmake(write: Writing, change: Change) -> None:
    row = _unchanged(change)
    if _is_built_upon(row):
        raise ValidationError(
            _("This cannot be undone: more was added to it since. Undo that first.")
        )
    write.delete(row)


def _is_built_upon(row: ClinicalModel) -> bool:
    """Whether anything would go with it that no change of this act holds."""
    if isinstance(row, Case) and (row.concerns.exists() or row.agreed_steps.exists()):
        return True
    if isinstance(row, Rupture) and row.reports_of_it.exists():
        return True  # they would stay, and be about nothing
    return bool(dependents(row) or said_under(row))


def _bring_back(write: Writing, change: Change) -> None:
    with _parents_here():
        row = revived(change.table, change.row, in_full(change.table, change.before))
    row.version += 1
    write.create(row)
    say_again(row, change)


def _set_back(write: Writing, change: Change) -> None:
    row = _unchanged(change)
    before = snapshot(row)
    stood = in_full(change.table, change.before)
    with _parents_here():
        put_values(row, stood | {"version": row.version})
    if isinstance(row, SessionReport):
        keep_seen(row, before, change.act.at)
    write.put(row, before=before)
    if row.version == before["version"]:  # a part of it alone is put back
        write.renew(row)


@contextmanager
def _parents_here() -> Iterator[None]:
    """Say in words that a row which another one needs is gone."""
    try:
        yield
    except ObjectDoesNotExist:
        raise ValidationError(
            _("This cannot be undone: what it belonged to is gone. Undo that first.")
        ) from None


def _unchanged(change: Change) -> ClinicalModel:
    """The live row, if it stands as the act left it; its version may have grown."""
    row = TABLES[change.table]._default_manager.filter(key=change.row).first()
    if row is None:
        raise ValidationError(_("This cannot be undone: it was deleted since."))
    left = in_full(change.table, change.after)
    if snapshot(row) != left | {"version": row.version}:
        raise ValidationError(
            _("This cannot be undone: it was changed since. Undo that first.")
        )
    return row
