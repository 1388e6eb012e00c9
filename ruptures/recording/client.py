"""Acts on the client's own report: from paper, told, or by a check-in."""

import uuid
from dataclasses import asdict, dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ruptures.models import Act, CheckIn, Session, SessionReport, User, Verb, Way
from ruptures.recording.writing import same_version, writing
from ruptures.taxonomy import Rater, Source, Strain

BY_HAND = (Source.PAPER, Source.TOLD)
SOURCE_OF = {Way.LINK: Source.LINK, Way.DEVICE: Source.DEVICE}


@dataclass(frozen=True)
class ClientEntry:
    """What the client answered, and how it came; both scales, 1 to 5, only after yes.

    `independent` is false where the client had seen the therapist's answer before.
    """

    strain: str
    intensity: int | None = None
    resolution: int | None = None
    source: str = Source.PAPER
    independent: bool = True


def add_client_report(
    *, user: User, submission: uuid.UUID, session: Session, entry: ClientEntry
) -> Act:
    """Enter the client's answer; an open check-in of that session is withdrawn."""
    case = session.case
    verb = Verb.ADD_CLIENT_REPORT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            _refuse_sent(by_hand=entry.source in BY_HAND)
            CheckIn.objects.filter(session=session).delete()
            write.create(
                SessionReport(session=session, rater=Rater.CLIENT, **asdict(entry))
            )
    return write.act


def edit_client_report(
    *,
    user: User,
    submission: uuid.UUID,
    report: SessionReport,
    version: int,
    entry: ClientEntry,
) -> Act:
    """Change what was entered for the client; what a client sent stays as it is.

    Only a *yes* stays about the rupture that the therapist noted it to be about.
    """
    case = report.session.case
    verb = Verb.EDIT_CLIENT_REPORT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = _current(user, report)
            same_version(current, version)
            _refuse_sent(by_hand=current.by_hand and entry.source in BY_HAND)
            about = current.rupture if entry.strain == Strain.YES else None
            write.update(current, **asdict(entry), rupture=about)
    return write.act


def delete_client_report(
    *, user: User, submission: uuid.UUID, report: SessionReport, version: int
) -> Act:
    case = report.session.case
    verb = Verb.DELETE_CLIENT_REPORT
    with writing(user=user, verb=verb, submission=submission, case=case) as write:
        if not write.again:
            current = _current(user, report)
            same_version(current, version)
            write.delete(current)
    return write.act


def _current(user: User, report: SessionReport) -> SessionReport:
    reports = SessionReport.objects.editable_by(user).filter(rater=Rater.CLIENT)
    return reports.get(pk=report.pk)


def _refuse_sent(*, by_hand: bool) -> None:
    if not by_hand:
        text = _("What a client sent is the client's own; it cannot be changed here.")
        raise ValidationError(text, code="sent")


def answer_check_in(
    *, check_in: CheckIn, submission: uuid.UUID, entry: ClientEntry
) -> Act:
    """Keep the client's answer, once; the act is the therapist's.

    Raises CheckIn.DoesNotExist where somebody answered meanwhile, or it was withdrawn.
    How the answer came is told by the check-in, whatever `entry` says.
    """
    case = check_in.session.case
    with writing(
        user=case.therapist, verb=Verb.CHECK_IN, submission=submission, case=case
    ) as write:
        if not write.again:
            # The therapist's row is held by now: of two answers the second finds none.
            CheckIn.objects.open().get(pk=check_in.pk).delete()
            source = SOURCE_OF[Way(check_in.way)]
            values = asdict(entry) | {"source": source, "independent": True}
            write.create(
                SessionReport(session=check_in.session, rater=Rater.CLIENT, **values)
            )
    return write.act
