"""All sessions of a day, each to be answered at a tap."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from dashboard.day_pages import Row, address, day_of, frame
from dashboard.forms.answer import AnswerForm
from dashboard.http import AppRequest, undoable
from dashboard.views.log import saved, what_was_saved
from ruptures.models import Act
from ruptures.slots import Slot, days
from ruptures.span import Span


@require_http_methods(["GET", "POST"])
def log_day(request: AppRequest) -> HttpResponse:
    """A day, each case at a tap; htmx swaps the row that was tapped."""
    if request.method != "POST":
        return _show_day(request)
    form = AnswerForm(request.POST, user=request.user, auto_id=False)
    act = saved(request, form)
    if request.htmx:
        return _show_row(request, form, act)
    if act is None or act.case is None:
        return _show_day(request, form)
    undoable(request, what_was_saved(act, act.case), act.key)
    return redirect(address("log-day", day_of(request)))


def _show_day(request: AppRequest, refused: AnswerForm | None = None) -> HttpResponse:
    span = Span.day(day_of(request))
    rows = _tap_rows(request, span, refused)
    waiting = sum(row.slot.waits for row in rows)
    told = any(row.form is refused for row in rows)
    context = {"rows": rows, "waiting": waiting, "refused": None if told else refused}
    return render(request, "days/day.html", frame(request, span) | context)


def _tap_rows(
    request: AppRequest, span: Span, refused: AnswerForm | None = None
) -> list[Row]:
    [day] = days(request.user, span, timezone.localdate())
    return [Row(slot, _form_of(request, slot, refused)) for slot in day.slots]


def _form_of(
    request: AppRequest, slot: Slot, refused: AnswerForm | None
) -> AnswerForm | None:
    if refused is not None and _is_about(refused, slot):
        return refused
    return AnswerForm(user=request.user, auto_id=False) if slot.waits else None


def _is_about(form: AnswerForm, slot: Slot) -> bool:
    named = (form["case"].value(), form["date"].value(), form["time"].value())
    return ".".join(str(part) for part in named if part) == slot.name


def _show_row(request: AppRequest, form: AnswerForm, act: Act | None) -> HttpResponse:
    """The row that was sent as it stands now; the whole page where it is gone."""
    rows = _tap_rows(request, Span.day(day_of(request)), None if act else form)
    key = _session_logged(act) if act else ""
    for row in rows:
        session = row.slot.session
        if session and str(session.key) == key:
            return _render_row(request, Row(row.slot, act=act))
        if act is None and row.form is form:
            return _render_row(request, row)
    for said in form.errors.values():
        messages.error(request, str(said[0]))
    return HttpResponseClientRedirect(address("log-day", day_of(request)))


def _render_row(request: AppRequest, row: Row) -> HttpResponse:
    here = address("log-day", day_of(request))
    return render(request, "days/_tap.html", {"row": row, "here": here, "fresh": True})


def _session_logged(act: Act) -> str:
    """The key of the session; the answer names one that was there before."""
    for change in act.changes.all():
        if change.table == "session":
            return str(change.row)
        if change.table == "sessionreport":
            return str((change.after or {})["session"])
    return ""
