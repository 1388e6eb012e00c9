"""One ethical or safety concern: changed by its therapist, read by whom they let."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dashboard.drafts import going_on
from dashboard.forms.base import recorded
from dashboard.forms.concerns import ConcernForm
from dashboard.http import AppRequest
from dashboard.looking import note_look
from ruptures.concerns import change_concern
from ruptures.models import Concern, Grant


@require_http_methods(["GET", "HEAD", "POST"])
def concern(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Its therapist changes it; whom it is shared with reads it."""
    if request.method == "POST":
        concerns = Concern.objects.editable_by(request.user)
    else:
        concerns = Concern.objects.visible_to(request.user)
    found = get_object_or_404(concerns.select_related("case__therapist"), key=key)
    if found.case.therapist_id != request.user.pk:
        return _read(request, found)
    form = going_on(request, _form(request, found))
    if recorded(form, lambda: _changed(request, found, form)):
        messages.success(request, _("The concern is saved. Nobody was notified."))
        return redirect("dashboard:concern-list")
    return render(request, "concern/edit.html", {"concern": found, "form": form})


def _form(request: AppRequest, concern: Concern) -> ConcernForm:
    """What no key here opens cannot be overwritten."""
    return ConcernForm(
        (request.POST or None) if concern.is_readable else None,
        initial=ConcernForm.standing(concern),
        case=concern.case,
        readers=concern.shared_with.all(),
    )


def _read(request: AppRequest, concern: Concern) -> HttpResponse:
    case = concern.case
    grant = Grant.objects.supervising(request.user).about(case).first()
    note_look(request, case.therapist, case=case, grant=grant)
    return render(request, "concern/read.html", {"concern": concern})


def _changed(request: AppRequest, concern: Concern, form: ConcernForm) -> Concern:
    return change_concern(
        user=request.user,
        submission=form.cleaned_data["submission"],
        concern=concern,
        version=form.cleaned_data["version"],
        entry=form.entry,
    )
