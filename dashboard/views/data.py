"""Taking the records along: the page about the file, and the file."""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Max, Min
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.forms.filters import CaseloadFilter
from dashboard.forms.package import PackageForm, new_salt
from dashboard.http import AppRequest
from dashboard.looking import page_of
from ruptures.access import note_access
from ruptures.exchange.columns import SESSION_COLUMNS
from ruptures.exchange.export import flat_file
from ruptures.exchange.package.archive import key_file, package
from ruptures.exchange.package.tables import TABLES
from ruptures.models import Case, Deed, Session


@require_safe
def data(request: AppRequest) -> HttpResponse:
    return data_page(request, filter_of(request))


@require_safe
def data_sessions(request: AppRequest) -> HttpResponseBase:
    """The flat file of what the filter shows; without a filter, of all dates."""
    form = filter_of(request)
    if not form.is_valid():
        return data_page(request, form, status=400)
    note_access(request.user, Deed.EXPORTED, owner=request.user, page=page_of(request))
    selection = form.selection
    cases = Case.objects.editable_by(request.user)
    if selection.case:
        cases = cases.filter(pk=selection.case.pk)
    lines = flat_file(
        cases,
        start=selection.period.start,
        end=selection.period.end,
        bom=request.GET.get("bom") == "1",
    )
    return as_file(lines, "sessions.csv", "text/csv; charset=utf-8")


@require_POST
def data_package(request: AppRequest) -> HttpResponseBase:
    """The zip of all tables, or the list that ties its fresh codes to those here."""
    form = package_form(request, request.POST.dict())
    if not form.is_valid():
        return data_page(request, filter_of(request), package=form, status=400)
    note_access(request.user, Deed.EXPORTED, owner=request.user, page=page_of(request))
    wanted = form.wanted(request.user)
    if wanted.salt and request.POST.get("give") == "key":
        return as_file(key_file(wanted), "codes.csv", "text/csv; charset=utf-8")
    return as_file(package(wanted), "rupture-and-repair.zip", "application/zip")


def as_file(
    pieces: Iterable[str | bytes], name: str, content_type: str
) -> StreamingHttpResponse:
    return StreamingHttpResponse(
        pieces,
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def package_form(request: AppRequest, given: Mapping[str, str]) -> PackageForm:
    return PackageForm(
        {"period": "all", "salt": new_salt()} | {**given},
        cases=Case.objects.editable_by(request.user),
        today=timezone.localdate(),
    )


def filter_of(request: AppRequest) -> CaseloadFilter:
    """The dashboard's filter, but all dates where it says none."""
    return CaseloadFilter(
        {"period": "all"} | request.GET.dict(),
        cases=Case.objects.editable_by(request.user),
        today=timezone.localdate(),
    )


def data_page(
    request: AppRequest,
    form: CaseloadFilter,
    *,
    package: PackageForm | None = None,
    status: int = 200,
) -> HttpResponse:
    held = Session.objects.editable_by(request.user).aggregate(
        sessions=Count("pk"),
        cases=Count("case", distinct=True),
        first=Min("date"),
        last=Max("date"),
    )
    context = {
        "form": form,
        "package": package or package_form(request, {}),
        "held": held,
        "columns": SESSION_COLUMNS,
        "tables": TABLES,
    }
    return render(request, "data/data.html", context, status=status)
