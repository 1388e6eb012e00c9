"""Taking the records along: the page about the file, and the file."""

from django.db.models import Count, Max, Min
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboard.backups import backup_known_to
from dashboard.files import ZIP, streamed
from dashboard.forms.package import PackageForm, new_salt
from dashboard.forms.part import PartForm
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
    days = form.days
    lines = flat_file(
        form.chosen_of(Case.objects.editable_by(request.user)),
        start=days.start,
        end=days.end,
        bom=request.GET.get("bom") == "1",
    )
    return streamed(lines, "sessions.csv")


@require_POST
def data_package(request: AppRequest) -> HttpResponseBase:
    """The zip of all tables, or the list that ties its fresh codes to those here."""
    form = package_form(request, request.POST)
    if not form.is_valid():
        return data_page(request, filter_of(request), package=form, status=400)
    note_access(request.user, Deed.EXPORTED, owner=request.user, page=page_of(request))
    wanted = form.wanted(request.user)
    if wanted.salt and request.POST.get("give") == "key":
        return streamed(key_file(wanted), "codes.csv")
    return streamed(package(wanted), "rupture-and-repair.zip", ZIP)


def package_form(request: AppRequest, sent: QueryDict) -> PackageForm:
    return PackageForm(
        {"period": "all", "salt": new_salt()} | asked(sent),
        cases=Case.objects.editable_by(request.user),
        today=timezone.localdate(),
    )


def filter_of(request: AppRequest) -> PartForm:
    """The dashboard's filter, but all dates where it says none."""
    return PartForm(
        {"period": "all"} | asked(request.GET),
        cases=Case.objects.editable_by(request.user),
        today=timezone.localdate(),
    )


def asked(sent: QueryDict) -> dict[str, object]:
    """What was sent; all of the cases, of which a link may name one as `case`."""
    return sent.dict() | {"cases": sent.getlist("case") + sent.getlist("cases")}


def data_page(
    request: AppRequest,
    form: PartForm,
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
        "package": package or package_form(request, QueryDict()),
        "held": held,
        "columns": SESSION_COLUMNS,
        "tables": TABLES,
        "backup": backup_known_to(request.user),
    }
    return render(request, "data/data.html", context, status=status)
