"""Answers that a browser saves as a file."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from dashboard.http import AppRequest
from dashboard.packet_pdf import BrowserError, pdf_of

CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
ZIP = "application/zip"


def as_file(content: str | bytes, name: str, kind: str = CSV) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers=to_save_as(name))


def streamed(
    pieces: Iterable[str | bytes], name: str, kind: str = CSV
) -> StreamingHttpResponse:
    return StreamingHttpResponse(pieces, content_type=kind, headers=to_save_as(name))


def to_save_as(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def printed(
    request: AppRequest, template: str, context: dict[str, Any], name: str
) -> HttpResponse | None:
    """That very page as a PDF; none, and a message, where it cannot be made here."""
    try:
        pdf = pdf_of(render_to_string(template, context, request))
    except BrowserError:
        told = _("No PDF could be made. Print the page and choose “Save as PDF”.")
        messages.error(request, told)
        return None
    return as_file(pdf, name, PDF)
