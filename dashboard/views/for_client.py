"""What the record holds about a client, on paper for the client who asks for it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from dashboard.client_copy import ClientCopy
from dashboard.files import printed
from dashboard.http import AppRequest
from dashboard.looking import page_of
from dashboard.packet_pdf import chromium
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
    name = f"for-the-client-{context['case'].code}.pdf"
    pdf = printed(request, TEMPLATE, context, name)
    return pdf or redirect(f"{back}?{request.GET.urlencode()}")


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
