"""The packet: one sheet of a case or a caseload, for the screen, on paper, as PDF."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.context import known_of
from dashboard.files import printed
from dashboard.forms.packet import PacketFilter
from dashboard.http import AppRequest, partial
from dashboard.looking import case_to_look_at, whose
from dashboard.packet import Packet
from dashboard.packet_case import CasePacket
from dashboard.packet_caseload import CaseloadPacket
from dashboard.packet_pdf import chromium
from ruptures.models import Case, Grant

TEMPLATE = "packet/packet.html"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A sheet as the address asks for it; none where the filter is not valid.

    `url` and `pdf_url` are its two addresses, without the question in them.
    """

    form: PacketFilter
    packet: Packet | None
    url: str
    pdf_url: str
    case: Case | None = None
    grant: Grant | None = None

    @property
    def context(self) -> dict[str, Any]:
        return {
            "wanted": self,
            "form": self.form,
            "packet": self.packet,
            "case": self.case,
            "grant": self.grant,
            "prints": chromium() is not None,
        }


@require_safe
def packet_case(request: AppRequest, code: str) -> HttpResponse:
    return _shown(request, _of_case(request, code))


@require_POST
def packet_case_pdf(request: AppRequest, code: str) -> HttpResponse:
    return _as_pdf(request, _of_case(request, code))


@require_safe
def packet_caseload(request: AppRequest) -> HttpResponse:
    return _shown(request, _of_caseload(request))


@require_POST
def packet_caseload_pdf(request: AppRequest) -> HttpResponse:
    return _as_pdf(request, _of_caseload(request))


def _of_case(request: AppRequest, code: str) -> Wanted:
    case = case_to_look_at(request, code)
    cases, today = Case.objects.visible_to(request.user), timezone.localdate()
    form = PacketFilter(request.GET, cases=cases, case=case, today=today)
    packet = None
    if form.is_valid():
        packet = CasePacket(request.user, form.selection, case)
    url = reverse("dashboard:packet-case", args=[case.code])
    pdf_url = reverse("dashboard:packet-case-pdf", args=[case.code])
    return Wanted(form, packet, url, pdf_url, case=case)


def _of_caseload(request: AppRequest) -> Wanted:
    found, today = whose(request), timezone.localdate()
    form = PacketFilter(request.GET, cases=found.cases, today=today)
    packet = None
    if form.is_valid():
        therapist = found.grant.therapist if found.grant else request.user
        packet = CaseloadPacket(request.user, form.selection, therapist)
    url = reverse("dashboard:packet-caseload")
    pdf_url = reverse("dashboard:packet-caseload-pdf")
    return Wanted(form, packet, url, pdf_url, grant=found.grant)


def _shown(request: AppRequest, wanted: Wanted) -> HttpResponse:
    """The page; htmx swaps the sheet alone when what is asked for changes."""
    packet, context = wanted.packet, wanted.context
    if packet is not None:
        context |= known_of(request.user, packet.selection, packet.strands)
    return render(request, partial(request, TEMPLATE, "results"), context)


def _as_pdf(request: AppRequest, wanted: Wanted) -> HttpResponse:
    """The same page, printed here; back to it where that cannot be done."""
    if wanted.packet is None:
        return _back(request, wanted)
    name = f"packet-{wanted.case.code}.pdf" if wanted.case else "packet.pdf"
    pdf = printed(request, TEMPLATE, wanted.context, name)
    return pdf or _back(request, wanted)


def _back(request: AppRequest, wanted: Wanted) -> HttpResponse:
    query = request.GET.urlencode()
    return redirect(f"{wanted.url}?{query}" if query else wanted.url)
