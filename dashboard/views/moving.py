"""Moving a session that was logged on the wrong case."""

import uuid
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.forms.base import record
from dashboard.forms.moving import MoveForm
from dashboard.http import AppRequest, undoable
from dashboard.naming import names_of
from dashboard.own import open_check_in_of
from dashboard.templatetags.rupture_repair import clinical_date
from dashboard.views.sessions import session_to_edit
from ruptures import recording
from ruptures.models import Act, Case, Session
from ruptures.models.case import CaseQuerySet
from ruptures.recent_cases import recent_cases


@require_http_methods(["GET", "POST"])
def session_move(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    session = session_to_edit(request, key)
    standing = {"version": session.version}
    form = MoveForm(request.POST or None, user=request.user, initial=standing)
    if form.is_valid():
        act = record(form, lambda: _moved(request, session, form))
        if act is not None and act.case and act.from_case:
            undoable(request, _what_was_moved(session, act), act.key)
            return redirect("dashboard:case-detail", act.case.code)
    context = {"session": session, "form": form, **_preview(request, session)}
    return render(request, "session/move.html", context)


def _moved(request: AppRequest, session: Session, form: MoveForm) -> Act:
    return recording.move_session(
        user=request.user,
        submission=form.cleaned_data["submission"],
        session=session,
        version=form.cleaned_data["version"],
        case=form.cleaned_data["case"],
    )


def _what_was_moved(session: Session, act: Act) -> str:
    words = {
        "day": clinical_date(session.date),
        "was": act.from_case,
        "code": act.case,
    }
    return _("Session of %(day)s moved from %(was)s to %(code)s") % words


def _preview(request: AppRequest, session: Session) -> dict[str, Any]:
    """Where it may go, what goes with it, and what keeps it where it is."""
    cases = possible_cases(request, session)
    return {
        "recent": recent_cases(cases, timezone.localdate()),
        "codes": list(cases.values_list("code", flat=True)),
        "with_it": [
            *names_of(recording.dependents(session)),
            *_open_check_in(request, session),
        ],
        "ties": [
            (name, reverse("dashboard:attempt-edit", args=[attempt.key]))
            for attempt in recording.tying_attempts(session)
            for name in names_of([attempt])
        ],
    }


def possible_cases(request: AppRequest, session: Session) -> CaseQuerySet:
    """The user's other cases that ran on that day and are not on hold."""
    running_then = Q(ended_on=None) | Q(ended_on__gte=session.date)
    cases = Case.objects.editable_by(request.user).exclude(pk=session.case_id)
    return cases.filter(running_then, started_on__lte=session.date, hold_reason="")


def _open_check_in(request: AppRequest, session: Session) -> list[str]:
    waiting = open_check_in_of(request, session)
    return [_("the client's open check-in")] if waiting else []
