"""What the record holds about a client, on paper for the client who asks for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dashboard.client_copy import ClientCopy
from dashboard.http import AppRequest
from dashboard.looking import page_of
from dashboard.packet_pdf import BrowserError, chromium, pdf_of
from ruptures.access import note_access
from ruptures.models import Case, Deed

TEMPLATE = "for_client/sheet.html"
NOTES = {"with": True, "without": False}  # `?notes=`; nothing is shown before it


@require_safe
def case_copy(request: AppRequest, code: str) -> HttpResponse:
    """Ask whether the notes are to be in it, then show it."""
    return render(request, TEMPLATE, _context(request, code))


@require_POST
def case_copy_pdf(request: AppRequest, code: str) -> HttpResponse:
    context = _context(request, code)
    back = reverse("dashboard:case-copy", args=[context["case"].code])
    if context["copy"] is None:
        return redirect(back)
    try:
        pdf = pdf_of(render_to_string(TEMPLATE, context, request))
    except BrowserError:
        told = _("No PDF could be made. Print the page and choose “Save as PDF”.")
        messages.error(request, told)
        return redirect(f"{back}?{request.GET.urlencode()}")
    name = f"for-the-client-{context['case'].code}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _context(request: AppRequest, code: str) -> dict[str, Any]:
    """That it was taken is noted as soon as it is shown."""
    case = get_object_or_404(Case.objects.editable_by(request.user), code=code)
    notes = NOTES.get(request.GET.get("notes", ""))
    copy = None
    if notes is not None:
        copy = ClientCopy(request.user, case, notes)
        page = page_of(request)
        note_access(
            request.user, Deed.EXPORTED, owner=request.user, case=case, page=page
        )
    return {"case": case, "copy": copy, "prints": chromium() is not None}
