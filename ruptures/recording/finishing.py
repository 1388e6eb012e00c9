"""Saying of an answer that nothing is to be added."""

import uuid

from ruptures.models import Act, SessionReport, User, Verb
from ruptures.recording.writing import same_version, writing


def leave_as_is(
    *, user: User, submission: uuid.UUID, report: SessionReport, version: int
) -> Act:
    """Keep the therapist's answer off the list of what is to finish."""
    case = report.session.case
    verb = Verb.LEAVE_AS_IS
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = SessionReport.objects.editable_by(user).get(pk=report.pk)
            same_version(current, version)
            write.update(current, nothing_to_add=True)
    return write.act
