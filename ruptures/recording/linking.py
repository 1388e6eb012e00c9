"""The act of a therapist who finds another rater's *yes* to be about one rupture.

It is noted and shown, and nothing else: no rate and no table asks for it.
"""

import uuid

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.models import Act, Rupture, SessionReport, User, Verb
from ruptures.recording.writing import same_version, writing


def link_report(
    *,
    user: User,
    submission: uuid.UUID,
    report: SessionReport,
    version: int,
    rupture: Rupture | None,
) -> Act:
    """Note which rupture of its session a report is about; None where it is none.

    Refused (ValidationError) for a client's answer that is kept back, as saying that
    it is no yes would tell it.
    """
    case = report.session.case
    verb = Verb.LINK_REPORT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = SessionReport.objects.editable_by(user).get(pk=report.pk)
            _refuse_kept_back(current)
            same_version(current, version)
            write.update(current, rupture=rupture)
    return write.act


def _refuse_kept_back(report: SessionReport) -> None:
    if not SessionReport.objects.shown().filter(pk=report.pk).exists():
        raise ValidationError(
            _(
                "The client has answered. Give your own answer first; then both are"
                " shown."
            ),
            code="kept_back",
        )
