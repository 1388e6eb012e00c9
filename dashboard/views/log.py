"""The page after signing in: log a session, and the next one at once."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.answer import AnswerForm
from dashboard.forms.base import record
from dashboard.forms.log import LogForm
from dashboard.http import AppRequest, day_named, partial, undoable
from dashboard.templatetags.rupture_repair import clinical_date
from ruptures import recording
from ruptures.glance import glance
from ruptures.models import Act, Case, Rupture, Session
from ruptures.recent_cases import RecentCase, recent_cases
from ruptures.taxonomy import ATTENDED, Rater, Strain

PAGE = "log/log.html"


@require_http_methods(["GET", "POST"])
def log(request: AppRequest) -> HttpResponse:
    if request.method == "POST":
        return _save(request)
    form = LogForm(user=request.user, initial=_past_day(request))
    if request.htmx.target == "earlier":
        context = _earlier(request, _named(request)) | {"form": form}
        return render(request, f"{PAGE}#earlier", context)
    going_on(request, form)
    return _show(request, form, _named(request) or _begun(request, form))


def _named(request: AppRequest) -> Case | None:
    """The case that the address names, or the form so far."""
    code = request.GET.get("case") or request.GET.get("other_case", "")
    cases = Case.objects.editable_by(request.user)
    return cases.called(code).first()


def _begun(request: AppRequest, form: LogForm) -> Case | None:
    """The case that a draft names, where one is gone on with."""
    code = form.initial.get("case") or form.initial.get("other_case") or ""
    return Case.objects.editable_by(request.user).called(code).first()


def _past_day(request: AppRequest) -> dict[str, datetime.date]:
    """The date that the address names, where a session can have been held on it."""
    today = timezone.localdate()
    day = day_named(request.GET.get("date", ""))
    return {"date": day} if day and day < today else {}


def _save(request: AppRequest) -> HttpResponse:
    form = LogForm(request.POST, user=request.user)
    act = saved(request, form)
    if act is None or act.case is None:
        return _show(request, form, form.cleaned_data.get("case"))
    undoable(request, what_was_saved(act, act.case), act.key)
    if request.htmx:
        return _show(request, LogForm(user=request.user), None)
    return redirect("dashboard:log")


def saved(request: AppRequest, form: AnswerForm) -> Act | None:
    """What the form was saved as, be it when it was sent before; None where refused."""
    act = _logged(request, form) if form.is_valid() else None
    return act or _logged_already(request, form)


def _logged(request: AppRequest, form: AnswerForm) -> Act | None:
    return record(
        form,
        lambda: recording.log_session(
            user=request.user,
            submission=form.cleaned_data["submission"],
            case=form.cleaned_data["case"],
            entry=form.entry,
        ),
    )


def _logged_already(request: AppRequest, form: AnswerForm) -> Act | None:
    """What this very form was saved as, where a double click sent it again."""
    submission = form.cleaned_data["submission"]
    acts = Act.objects.editable_by(request.user)
    return acts.filter(submission=submission).select_related("case").first()


def what_was_saved(act: Act, case: Case) -> str:
    """Tell what is logged, such as "K7QM, Sat 21 Nov: no strain. Saved"."""
    change = act.changes.filter(table="session").first()
    sessions = Session.objects.editable_by(act.user)
    session = sessions.filter(key=change.row).first() if change else None
    if session is None:  # undone in the meantime, or deleted
        return _("Saved")
    words = {
        "code": case.code,
        "day": clinical_date(session.date),
        "answer": _answer_in_words(session),
    }
    return _("%(code)s, %(day)s: %(answer)s. Saved") % words


def _answer_in_words(session: Session) -> str:
    if session.attendance not in ATTENDED:
        return session.get_attendance_display().lower()
    report = session.reports.get(rater=Rater.THERAPIST)
    if report.strain == Strain.NO:
        return _("no strain")
    if report.strain == Strain.UNSURE:
        return _("unsure")
    kinds = [rupture.get_type_display().lower() for rupture in session.ruptures.all()]
    return ", ".join(kinds)


def _show(request: AppRequest, form: LogForm, case: Case | None) -> HttpResponse:
    cases = Case.objects.editable_by(request.user)
    recent = recent_cases(cases, timezone.localdate())
    if case and case.code not in {each.code for each in recent}:
        recent.append(RecentCase(case.code))
    context = {
        "form": form,
        "recent": recent,
        "codes": list(cases.running().values_list("code", flat=True)),
        "chosen": case.code if case else "",
        "swapped": request.htmx.target == "log",
        "glance": glance(request.user, timezone.localdate()),
        **_earlier(request, case),
    }
    return render(request, partial(request, PAGE, "log"), context)


def _earlier(request: AppRequest, case: Case | None) -> dict[str, Any]:
    """What of the chosen case may be repaired today."""
    if case is None:
        return {"case": None, "open_ruptures": []}
    ruptures = Rupture.objects.editable_by(request.user).filter(session__case=case)
    found = ruptures.still_open().select_related("session").prefetch_related("markers")
    return {"case": case, "open_ruptures": found.order_by("session__date", "key")}
