"""Acts on a case: opening, changing, ending, holding, confirming expected dates."""

import datetime
import uuid
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruptures.models import Act, Case, Erasure, Session, User, Verb, new_code
from ruptures.recording.writing import same_version, writing
from ruptures.rhythm import unconfirmed_dates
from ruptures.taxonomy import Attendance, HoldReason, Rhythm


@dataclass(frozen=True)
class CaseEntry:
    """What a therapist says of a case; `rhythm_from` defaults to the start.

    `client_knows` says whether the client knows of supervision: yes, not yet or empty.
    """

    started_on: datetime.date
    first_number: int = 1
    rhythm: str = Rhythm.NONE
    rhythm_from: datetime.date | None = None
    client_knows: str = ""

    @property
    def values(self) -> dict[str, object]:
        since = self.rhythm_from or self.started_on
        return {
            "started_on": self.started_on,
            "first_number": self.first_number,
            "rhythm": self.rhythm,
            "rhythm_from": None if self.rhythm == Rhythm.NONE else since,
            "client_knows": self.client_knows,
        }


def open_case(*, user: User, submission: uuid.UUID, entry: CaseEntry) -> Act:
    with writing(user=user, verb=Verb.OPEN_CASE, submission=submission) as write:
        if not write.again:
            case = Case(therapist=user, code=free_code(), **entry.values)
            write.act.case = write.create(case)
            write.act.save(update_fields=["case"])
    return write.act


def free_code() -> str:
    """A code that no case has, and none that was erased had."""
    taken = 0
    while is_taken(code := new_code(taken)):
        taken += 1
    return code


def is_taken(code: str) -> bool:
    erased = Erasure.objects.filter(case=code)
    return Case.objects.filter(code=code).exists() or erased.exists()


def edit_case(
    *, user: User, submission: uuid.UUID, case: Case, version: int, entry: CaseEntry
) -> Act:
    return _change(user, submission, case, version, Verb.EDIT_CASE, **entry.values)


def end_case(
    *,
    user: User,
    submission: uuid.UUID,
    case: Case,
    version: int,
    ended_on: datetime.date,
    ending: str,
    closing_session: str = "",
) -> Act:
    return _change(
        user,
        submission,
        case,
        version,
        Verb.END_CASE,
        ended_on=ended_on,
        ending=ending,
        closing_session=closing_session,
    )


def reopen_case(*, user: User, submission: uuid.UUID, case: Case, version: int) -> Act:
    return _change(
        user,
        submission,
        case,
        version,
        Verb.REOPEN_CASE,
        ended_on=None,
        ending="",
        closing_session="",
    )


def hold_case(
    *, user: User, submission: uuid.UUID, case: Case, version: int, reason: HoldReason
) -> Act:
    """Put the case on hold: until lifted nothing of it can be changed or erased."""
    return _change(
        user,
        submission,
        case,
        version,
        Verb.HOLD_CASE,
        hold_reason=reason,
        hold_since=timezone.localdate(),
        hold_by=user,
    )


def lift_hold(*, user: User, submission: uuid.UUID, case: Case, version: int) -> Act:
    return _change(
        user,
        submission,
        case,
        version,
        Verb.LIFT_HOLD,
        hold_reason="",
        hold_since=None,
        hold_by=None,
    )


def _change(
    user: User,
    submission: uuid.UUID,
    case: Case,
    version: int,
    verb: Verb,
    **values: object,
) -> Act:
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Case.objects.editable_by(user).get(pk=case.pk)
            same_version(current, version)
            write.update(current, **values)
    return write.act


def confirm_expected(
    *,
    user: User,
    submission: uuid.UUID,
    case: Case,
    date: datetime.date,
    attendance: Attendance,
) -> Act:
    """Say what became of an expected date: a session without an answer so far."""
    verb = Verb.CONFIRM_SESSION
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = Case.objects.editable_by(user).get(pk=case.pk)
            dates = current.sessions.values_list("date", flat=True)
            if date not in unconfirmed_dates(current, dates, timezone.localdate()):
                raise ValidationError(_("This date does not wait to be confirmed."))
            write.create(Session(case=current, date=date, attendance=attendance))
    return write.act
