"""One's own rows by the key in an address, and the pages that they have."""

import uuid

from django.shortcuts import get_object_or_404
from django.urls import reverse

from dashboard.http import AppRequest
from ruptures.models import CheckIn, ImportJob, Session


def own_session(request: AppRequest, key: uuid.UUID) -> Session:
    """The session, with its case; Http404 for anybody else's."""
    sessions = Session.objects.editable_by(request.user).select_related("case")
    return get_object_or_404(sessions, key=key)


def own_job(request: AppRequest, key: uuid.UUID) -> ImportJob:
    """The import, with its user; Http404 for anybody else's."""
    jobs = ImportJob.objects.editable_by(request.user).select_related("user")
    return get_object_or_404(jobs, key=key)


def open_check_in_of(request: AppRequest, session: Session) -> CheckIn | None:
    check_ins = CheckIn.objects.editable_by(request.user).open()
    return check_ins.filter(session=session).first()


def session_page(session: Session) -> str:
    return reverse("dashboard:session-edit", args=[session.key])


def case_page(session: Session) -> str:
    """The page of the session's case."""
    return reverse("dashboard:case-detail", args=[session.case.code])
