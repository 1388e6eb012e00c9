"""Putting off an entry of the list of what to talk about, and calling it back."""

import datetime
import uuid

from django.utils import timezone

from ruptures.models import Act, Case, PutOff, Rupture, User, Verb
from ruptures.recording.writing import writing
from ruptures.taxonomy import TalkRule

PUT_OFF_DAYS = 28


def put_off(
    *,
    user: User,
    submission: uuid.UUID,
    case: Case,
    rule: TalkRule,
    rupture: Rupture | None = None,
    days: int = PUT_OFF_DAYS,
) -> Act:
    """Keep an entry off the list for so many `days`; with 0 it is back today."""
    verb = Verb.PUT_OFF
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            until = timezone.localdate() + datetime.timedelta(days=days)
            entry = {"case": case, "rule": rule, "rupture": rupture}
            found = PutOff.objects.filter(**entry).first()
            if found:
                write.update(found, until=until)
            else:
                write.create(PutOff(**entry, until=until))
    return write.act
