"""The sessions of a week or a month, chosen in many rows and saved at once."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from dashboard.day_pages import Row, address, day_of, frame
from dashboard.forms.days import CatchUpForm
from dashboard.http import AppRequest, undoable
from ruptures import recording
from ruptures.models import Case
from ruptures.recording import RowRefused
from ruptures.slots import Day, days
from ruptures.span import Span


@require_http_methods(["GET", "POST"])
def log_week(request: AppRequest) -> HttpResponse:
    return _catch_up(request, "log-week", Span.week)


@require_http_methods(["GET", "POST"])
def log_month(request: AppRequest) -> HttpResponse:
    return _catch_up(request, "log-month", Span.month)


def _catch_up(
    request: AppRequest, name: str, span_of: Callable[[date], Span]
) -> HttpResponse:
    """Choose in as many rows as are known, then save them all at once."""
    span = span_of(day_of(request))
    codes = _codes(request, span)
    if request.method != "POST":
        form = CatchUpForm(user=request.user, codes=codes)
        return _show_span(request, name, span, form)
    form = CatchUpForm(request.POST, user=request.user, codes=codes)
    count = _saved_together(request, form) or _saved_before(request, form)
    if not count:
        return _show_span(request, name, span, form)
    told = ngettext("%(count)s session saved", "%(count)s sessions saved", count)
    undoable(request, told % {"count": count}, form.cleaned_data["submission"])
    return redirect(address(name, day_of(request)))


def _codes(request: AppRequest, span: Span) -> list[str]:
    """Cases that a session of the span may belong to."""
    running = Q(ended_on=None) | Q(ended_on__gte=span.first)
    cases = Case.objects.editable_by(request.user).filter(running, hold_reason="")
    begun = cases.filter(started_on__lte=span.last)
    return list(begun.values_list("code", flat=True))


def _saved_together(request: AppRequest, form: CatchUpForm) -> int:
    """How many sessions were logged; none where any row was refused."""
    if not form.is_valid():
        return 0
    rows = [(each.cleaned_data["case"], each.entry) for each in form.chosen]
    submission = form.cleaned_data["submission"]
    try:
        acts = recording.log_sessions(
            user=request.user, submission=submission, rows=rows
        )
    except RowRefused as refused:
        form.refuse(refused)
        return 0
    return len(acts)


def _saved_before(request: AppRequest, form: CatchUpForm) -> int:
    """How many this very form logged, where a double click sent it again."""
    submission = form.cleaned_data["submission"]
    return recording.logged_together(request.user, submission).count()


def _show_span(
    request: AppRequest, name: str, span: Span, form: CatchUpForm
) -> HttpResponse:
    found = days(request.user, span, timezone.localdate())
    context = {
        "form": form,
        "days": [(day.date, _rows(day, form)) for day in found if day.slots],
        "any_waits": any(slot.waits for day in found for slot in day.slots),
        "page": name,
        "is_month": name == "log-month",
    }
    return render(request, "days/span.html", frame(request, span) | context)


def _rows(day: Day, form: CatchUpForm) -> list[Row]:
    return [Row(slot, form.rows.get(slot.name)) for slot in day.slots]
