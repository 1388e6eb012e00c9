"""The list of what to talk about, and putting off what stands on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from dashboard.forms.base import record
from dashboard.forms.talk import PutOffForm
from dashboard.http import AppRequest, undoable
from dashboard.talk_list import TalkList, to_talk_about
from ruptures import recording
from ruptures.models import Act, Case, Rupture, Session
from ruptures.summaries.appointments import appointments
from ruptures.summaries.strands import strands_of

BACK = {True: _("Put off for 4 weeks"), False: _("It is back on the list")}


@require_safe
def talk(request: AppRequest) -> HttpResponse:
    """The whole list, of which the dashboard shows the head."""
    context = {"talk": _anew(request, None, whole=True)}
    return render(request, "talk/talk.html", context)


@require_POST
def case_put_off(request: AppRequest, code: str) -> HttpResponse:
    """Put an entry off, or call it back; htmx gets the list anew."""
    case = get_object_or_404(Case.objects.editable_by(request.user), code=code)
    form = PutOffForm(request.POST)
    act = _put_off(request, case, form) if form.is_valid() else None
    if act is not None:
        undoable(request, BACK[form.days > 0], act.key)
    for said in form.non_field_errors():
        messages.error(request, str(said))
    alone = case if "case" in request.GET else None
    whole = "whole" in request.GET
    if request.htmx:
        context = {"talk": _anew(request, alone, whole=whole), "swapped": True}
        return render(request, "talk/_list.html", context)
    page = reverse("dashboard:talk" if whole else "dashboard:overview")
    return redirect(f"{page}?case={alone}" if alone else page)


def _put_off(request: AppRequest, case: Case, form: PutOffForm) -> Act | None:
    entry, key = form.entry, form.entry.rupture
    ruptures = Rupture.objects.editable_by(request.user).filter(session__case=case)
    rupture = get_object_or_404(ruptures, key=key) if key else None
    return record(
        form,
        lambda: recording.put_off(
            user=request.user,
            submission=form.submission_for(case.code),
            case=case,
            rule=entry.rule,
            rupture=rupture,
            days=form.days,
        ),
    )


def _anew(request: AppRequest, case: Case | None, *, whole: bool) -> TalkList:
    cases = [case] if case else list(Case.objects.editable_by(request.user).running())
    sessions = Session.objects.editable_by(request.user).filter(case__in=cases)
    ruptures = Rupture.objects.editable_by(request.user)
    strands = strands_of(ruptures.filter(session__case__in=cases))
    return to_talk_about(cases, appointments(sessions), strands, case, whole=whole)
