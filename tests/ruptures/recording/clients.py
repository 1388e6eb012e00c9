"""A client's report and a check-in, as tests make them."""

import datetime
import uuid

from ruptures import recording
from ruptures.models import Session, Way
from ruptures.taxonomy import Rater

DAY = datetime.timedelta(days=1)
YES = recording.ClientEntry("yes", intensity=4, resolution=2)


def therapist_of(session):
    return session.case.therapist


def add(session, entry=YES):
    return recording.add_client_report(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        session=session,
        entry=entry,
    )


def ask(session, way=Way.LINK, lasting=DAY):
    return recording.open_check_in(
        user=therapist_of(session), session=session, way=way, lasting=lasting
    )


def answer(token, entry=YES):
    return recording.answer_check_in(
        check_in=recording.check_in_of(token), submission=uuid.uuid4(), entry=entry
    )


def undo(act):
    return recording.undo(user=act.user, submission=uuid.uuid4(), act=act)


def own_answer(session, strain, **details):
    """What the therapist says of the session, by its page; the report that stands."""
    own = session.reports.filter(rater=Rater.THERAPIST).first()
    recording.edit_session(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        session=session,
        version=Session.objects.get(pk=session.pk).version,
        report_version=own.version if own else 0,
        edit=recording.SessionEdit(date=session.date, strain=strain, **details),
    )
    return session.reports.filter(rater=Rater.THERAPIST).first()


def said(session):
    report = session.reports.get(rater=Rater.CLIENT)
    return report.strain, report.intensity, report.resolution, report.source


def hold(session):
    recording.hold_case(
        user=therapist_of(session),
        submission=uuid.uuid4(),
        case=session.case,
        version=1,
        reason="court",
    )
