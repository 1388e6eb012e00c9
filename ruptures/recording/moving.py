"""Moving a session that was logged on the wrong case, with everything below it."""

import uuid
from functools import reduce
from operator import or_

from django.db.models import Q

from ruptures.models import (
    Act,
    Case,
    Draft,
    PutOff,
    Session,
    SupervisionItem,
    User,
    Verb,
)
from ruptures.recording.moving_rules import refuse_case, refuse_ties
from ruptures.recording.writing import Writing, dependents, same_version, writing


def move_session(
    *, user: User, submission: uuid.UUID, session: Session, version: int, case: Case
) -> Act:
    """Move a session to another of the user's cases; the act is in both.

    Refused (ValidationError, about `case`) where that case has no room for it, and
    where a repair attempt would then belong to two cases.
    """
    was_in = session.case
    with writing(
        user=user,
        verb=Verb.MOVE_SESSION,
        submission=submission,
        case=case,
        from_case=was_in,
    ) as write:
        if not write.again:
            current = Session.objects.editable_by(user).get(pk=session.pk)
            same_version(current, version)
            refuse_case(current, case)
            refuse_ties(current)
            write.update(current, case=case)
            bring_along(write, current, was_in)
    return write.act


def bring_along(write: Writing, session: Session, from_case: Case) -> None:
    """Let what names a case and rows of the moved session follow it.

    The rows below the session, and an open check-in, hang on it and go by themselves.
    """
    stayed = PutOff.objects.filter(rupture__session=session).exclude(case=session.case)
    flagged = Q(session=session) | Q(rupture__session=session)
    items = SupervisionItem.objects.filter(flagged).exclude(case=session.case)
    for entry in [*stayed, *items]:
        write.update(entry, case=session.case)
    keys = [session.key, *(row.key for row in dependents(session))]
    about = reduce(or_, (Q(path__contains=str(key)) for key in keys))
    Draft.objects.filter(about, case=from_case).update(case=session.case)
