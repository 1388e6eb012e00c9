"""Rating a session from the recording: the observer's sheet.

Nothing here tells what anybody else said of a session, neither before an observer has
handed in nor afterwards.
"""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import recorded
from dashboard.forms.coded_lines import STEPS
from dashboard.forms.observe import SheetForm
from dashboard.http import AppRequest, or_404
from dashboard.looking import note_look
from ruptures import recording
from ruptures.caseload import Numbers
from ruptures.models import Act, Case, Session, SessionReport
from ruptures.recording.observing import grant_to_observe, sees_the_case
from ruptures.taxonomy import MARKERS, RuptureType

BLANK_LINES = 6  # where no script adds one
KEYS = "abcdefghijklmnopqrstuvwxyz"  # of the markers, in the order of their list


@require_http_methods(["GET", "HEAD", "POST"])
def observe_sheet(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """The sheet of one session, and once it is handed in what was said on it."""
    sessions = Session.objects.observed_by(request.user)
    found = sessions.select_related("case__therapist")
    session = get_object_or_404(found, key=key)
    own = SessionReport.objects.given_by(request.user).filter(session=session)
    report = own.prefetch_related("markers").first()
    form = _sheet(request)
    if recorded(form, lambda: _hand_in(request, session, form)):
        messages.success(request, _("Handed in. Thank you."))
        return redirect("dashboard:observe-sheet", session.key)
    _note(request, session.case)
    context = _about(request, session) | {"report": report, "form": form}
    return render(request, "observe/sheet.html", context)


def _sheet(request: AppRequest) -> SheetForm:
    """The form as it was sent; asked for more lines, as it stands, and unjudged."""
    if "more" in request.POST:
        form = SheetForm()
        form.go_on(dict(request.POST.lists()))
        return form
    return going_on(request, SheetForm(request.POST or None))


def _hand_in(request: AppRequest, session: Session, form: SheetForm) -> Act:
    submission, entry = form.cleaned_data["submission"], form.entry
    return recording.observe(
        user=request.user, submission=submission, session=session, entry=entry
    )


def _note(request: AppRequest, case: Case) -> None:
    """Raises Http404 where access ended while this was under way."""
    with or_404():
        grant = grant_to_observe(request.user, case)
    note_look(request, case.therapist, case=case, grant=grant)


def _about(request: AppRequest, session: Session) -> dict[str, Any]:
    """Raises Http404 where access ended while this was under way."""
    siblings = Session.objects.observed_by(request.user).filter(case=session.case_id)
    numbers = Numbers.among(siblings).of_session
    if session.pk not in numbers:
        raise Http404
    keyed = list(zip(KEYS, MARKERS, strict=False))
    return {
        "session": session,
        "number": numbers[session.pk],
        "movements": [
            (kind, [(key, entry) for key, entry in keyed if entry.kind == kind])
            for kind in (RuptureType.WITHDRAWAL, RuptureType.CONFRONTATION)
        ],
        "steps": [step for step, _label in STEPS],
        "blank_lines": range(BLANK_LINES),
        "sees_the_case": sees_the_case(request.user, session.case),
    }
