"""Acts on ruptures and repair attempts."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from ruptures.models import (
    Act,
    RepairAttempt,
    Rupture,
    RuptureMarker,
    Session,
    User,
    Verb,
)
from ruptures.recording.writing import (
    NeedsConfirmation,
    Writing,
    dependents,
    same_version,
    writing,
)
from ruptures.taxonomy import Recognised


@dataclass(frozen=True)
class RuptureEntry:
    """What a therapist says of one strain; `markers` are codes of the catalogue."""

    type: str
    markers: Sequence[str] = ()
    recognised: str = Recognised.SAME
    move: str = ""
    causes: Sequence[str] = ()
    raised_by: str = ""
    raised_when: str = ""
    raised_how: str = ""
    barriers: Sequence[str] = ()
    therapist_states: Sequence[str] = ()
    minute: int | None = None
    familiar: str = ""

    @property
    def values(self) -> dict[str, Any]:
        names = (each.name for each in fields(self))
        return {name: getattr(self, name) for name in names if name != "markers"}


@dataclass(frozen=True)
class AttemptEntry:
    """What a therapist says of one try at repair; `outcome` from 1 to 5 or unknown."""

    strategies: Sequence[str] = ()
    outcome: int | None = None
    started_by: str = ""
    responses: Sequence[str] = ()
    acknowledged: bool = False
    skills: Sequence[str] = ()
    bond: str = ""

    @property
    def values(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


def create_rupture(write: Writing, session: Session, entry: RuptureEntry) -> Rupture:
    rupture = write.create(Rupture(session=session, **entry.values))
    for code in entry.markers:
        write.create(RuptureMarker(rupture=rupture, code=code))
    return rupture


def create_attempt(
    write: Writing, rupture: Rupture, session: Session, entry: AttemptEntry
) -> RepairAttempt:
    """Add an attempt, after the others for that rupture in that session."""
    earlier = rupture.attempts.filter(session=session)
    order = (earlier.aggregate(last=Max("order"))["last"] or 0) + 1
    return write.create(
        RepairAttempt(rupture=rupture, session=session, order=order, **entry.values)
    )


def add_rupture(
    *, user: User, submission: uuid.UUID, session: Session, entry: RuptureEntry
) -> Act:
    """Add a rupture to a session already logged, most often recognised later."""
    case = session.case
    verb = Verb.ADD_RUPTURE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            create_rupture(write, session, entry)
    return write.act


def edit_rupture(
    *,
    user: User,
    submission: uuid.UUID,
    rupture: Rupture,
    version: int,
    entry: RuptureEntry,
) -> Act:
    """Change a rupture and its markers together."""
    case = rupture.session.case
    verb = Verb.EDIT_RUPTURE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Rupture.objects.editable_by(user).get(pk=rupture.pk)
            same_version(current, version)
            markers_changed = _set_markers(write, current, entry.markers)
            write.update(current, **entry.values)
            if markers_changed and current.version == version:
                write.renew(current)
    return write.act


def _set_markers(write: Writing, rupture: Rupture, codes: Sequence[str]) -> bool:
    """Take markers away and add some; whether any had to be."""
    here = {marker.code: marker for marker in rupture.markers.all()}
    for code, marker in here.items():
        if code not in codes:
            write.delete(marker)
    for code in codes:
        if code not in here:
            write.create(RuptureMarker(rupture=rupture, code=code))
    return set(codes) != set(here)


def close_rupture(
    *,
    user: User,
    submission: uuid.UUID,
    rupture: Rupture,
    version: int,
    reason: str,
    closed_on: datetime.date,
) -> Act:
    """Close without repair, for a reason from the list; never counted as resolved."""
    verb = Verb.CLOSE_RUPTURE
    return _close(user, submission, rupture, version, verb, reason, closed_on)


def reopen_rupture(
    *, user: User, submission: uuid.UUID, rupture: Rupture, version: int
) -> Act:
    verb = Verb.REOPEN_RUPTURE
    return _close(user, submission, rupture, version, verb, "", None)


def _close(
    user: User,
    submission: uuid.UUID,
    rupture: Rupture,
    version: int,
    verb: Verb,
    reason: str,
    closed_on: datetime.date | None,
) -> Act:
    case = rupture.session.case
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Rupture.objects.editable_by(user).get(pk=rupture.pk)
            same_version(current, version)
            write.update(current, closed_reason=reason, closed_on=closed_on)
    return write.act


def delete_rupture(
    *,
    user: User,
    submission: uuid.UUID,
    rupture: Rupture,
    version: int,
    confirmed: bool = False,
) -> Act:
    """Delete a rupture with its markers and attempts, named before."""
    case = rupture.session.case
    verb = Verb.DELETE_RUPTURE
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Rupture.objects.editable_by(user).get(pk=rupture.pk)
            same_version(current, version)
            if not confirmed and (rows := dependents(current)):
                raise NeedsConfirmation(rows)
            write.delete(current)
    return write.act


def add_attempt(
    *,
    user: User,
    submission: uuid.UUID,
    rupture: Rupture,
    session: Session,
    entry: AttemptEntry,
) -> Act:
    """Log a repair attempt in `session`, that of the rupture or a later one."""
    case = rupture.session.case
    verb = Verb.ADD_ATTEMPT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            _not_another_case(session, rupture)
            create_attempt(write, rupture, session, entry)
    return write.act


def edit_attempt(
    *,
    user: User,
    submission: uuid.UUID,
    attempt: RepairAttempt,
    version: int,
    session: Session,
    entry: AttemptEntry,
) -> Act:
    case = attempt.session.case
    verb = Verb.EDIT_ATTEMPT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = RepairAttempt.objects.editable_by(user).get(pk=attempt.pk)
            same_version(current, version)
            _not_another_case(session, current.rupture)
            write.update(current, session=session, **entry.values)
    return write.act


def _not_another_case(session: Session, rupture: Rupture) -> None:
    if session.case_id != rupture.session.case_id:
        raise ValidationError({"session": _("That session is of another case.")})


def delete_attempt(
    *, user: User, submission: uuid.UUID, attempt: RepairAttempt, version: int
) -> Act:
    case = attempt.session.case
    verb = Verb.DELETE_ATTEMPT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = RepairAttempt.objects.editable_by(user).get(pk=attempt.pk)
            same_version(current, version)
            write.delete(current)
    return write.act
