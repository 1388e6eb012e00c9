"""The list of cases, and one case with its sessions and its history."""

import datetime
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dashboard.drafts import going_on
from dashboard.forms.base import record
from dashboard.forms.case import CaseForm, ExpectedForm
from dashboard.http import AppRequest, partial, undoable
from dashboard.looking import case_to_look_at
from dashboard.paging import page_of
from dashboard.views import timeline
from dashboard.views.notes import events, notes_shared
from dashboard.views.timeline import CaseTimeline
from ruptures import recording
from ruptures.caseload import Numbers, case_lines, entries
from ruptures.history import Days, in_words
from ruptures.models import Act, Case, Grant, Session, User
from ruptures.rhythm import unconfirmed_dates
from ruptures.taxonomy import Attendance

CASES_A_PAGE = 100
SESSIONS_A_PAGE = 50
ACTS_A_PAGE = 30
DATES_AT_ONCE = 6


@require_http_methods(["GET", "POST"])
def case_list(request: AppRequest) -> HttpResponse:
    form = going_on(request, CaseForm(request.POST or None))
    if form.is_valid() and _opened(request, form):
        return redirect("dashboard:case-list")
    cases = Case.objects.editable_by(request.user)
    count = cases.counted()
    page = page_of(request, cases.running(), CASES_A_PAGE, count=count["running"])
    ended = page_of(request, cases.ended(), CASES_A_PAGE, "ended", count["ended"])
    lines = case_lines([*page, *ended], timezone.localdate())
    context = {
        "form": form,
        "page": page,
        "lines": lines[: len(page)],
        "ended": lines[len(page) :],
        "ended_page": ended,
    }
    return render(request, "case/list.html", context)


def _opened(request: AppRequest, form: CaseForm) -> bool:
    submission = form.cleaned_data["submission"]
    act = record(
        form,
        lambda: recording.open_case(
            user=request.user, submission=submission, entry=form.entry
        ),
    )
    if act is not None:
        told = _(
            "Case %(code)s is opened. Write the code beside the client's name in your"
            " own records, never here."
        )
        undoable(request, told % {"code": act.case or ""}, act.key)
    return act is not None


@require_safe
def case_detail(request: AppRequest, code: str) -> HttpResponse:
    """The case; htmx swaps its timeline alone when what is shown of it changes."""
    case = case_to_look_at(request, code)
    seen = CaseTimeline(request.user, case)
    if request.htmx.target == "timeline":
        template = partial(request, "case/detail.html", "timeline")
        context = timeline.context(request, seen) | {"swapped": True}
        return render(request, template, context)
    return render(request, "case/detail.html", _detail(request, seen))


def _detail(request: AppRequest, seen: CaseTimeline) -> dict[str, Any]:
    line, numbers = seen.line, Numbers.of(seen.case, seen.line.numbers)
    page = page_of(request, line.stops[::-1], SESSIONS_A_PAGE)
    sessions = Session.objects.visible_to(request.user)
    listed = sessions.filter(pk__in=[stop.pk for stop in page]).in_order().reverse()
    return {
        "case": seen.case,
        **_shared(request.user, seen.case),
        "session_count": len(numbers.of_session),
        "open_here": line.open_count,
        "page": page,
        "entries": entries(listed, numbers),
        **timeline.context(request, seen),
        **events(request, seen.notes),
        **notes_shared(request, seen.case),
        **_expected(seen.case, [stop.date for stop in line.stops]),
    }


def _shared(user: User, case: Case) -> dict[str, Any]:
    """Whose case it is, and with whom it is shared."""
    own = case.therapist_id == user.pk
    grants = Grant.objects.editable_by(user).live().about(case) if own else ()
    held = None if own else Grant.objects.supervising(user).about(case).first()
    return {
        "own": own,
        "may_edit": own and not case.on_hold,
        "shared_with": grants,
        "held": held,
    }


def _expected(case: Case, dates: Sequence[datetime.date]) -> dict[str, Any]:
    """Forms for the oldest dates to confirm, and how many more there are."""
    waiting = unconfirmed_dates(case, dates, timezone.localdate())
    shown = waiting[:DATES_AT_ONCE]
    return {
        "expected": [(date, ExpectedForm.of(date)) for date in shown],
        "more_expected": len(waiting) - len(shown),
    }


@require_POST
def case_expected(request: AppRequest, code: str) -> HttpResponse:
    """Take the answer to an expected date; htmx gets the case anew, others go there."""
    case = get_object_or_404(Case.objects.editable_by(request.user), code=code)
    form = ExpectedForm(request.POST)
    act = _confirmed(request, case, form) if form.is_valid() else None
    if act is not None:
        undoable(request, _("Noted"), act.key)
    else:
        for said in form.non_field_errors() or [_("This could not be noted.")]:
            messages.error(request, str(said))
    if request.htmx:
        template = partial(request, "case/detail.html", "case-record")
        context = _detail(request, CaseTimeline(request.user, case))
        return render(request, template, context | {"swapped": True})
    return redirect("dashboard:case-detail", case.code)


def _confirmed(request: AppRequest, case: Case, form: ExpectedForm) -> Act | None:
    data = form.cleaned_data
    return record(
        form,
        lambda: recording.confirm_expected(
            user=request.user,
            submission=data["submission"],
            case=case,
            date=data["date"],
            attendance=Attendance(data["attendance"]),
        ),
    )


@require_safe
def case_history(request: AppRequest, code: str) -> HttpResponse:
    case = get_object_or_404(Case.objects.editable_by(request.user), code=code)
    either = Q(case=case) | Q(from_case=case)  # a session moved: told in both
    acts = Act.objects.visible_to(request.user).filter(either)
    told = acts.select_related("undone_by", "undoes", "user", "case", "from_case")
    page = page_of(request, told.prefetch_related("changes"), ACTS_A_PAGE)
    lines = in_words(page, Days.of(case), reader=request.user)
    context = {"case": case, "page": page, "lines": lines}
    return render(request, "case/history.html", context)
