"""What the pages about a caseload share: tabs, filter, results that htmx swaps."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dashboard.charts.chart import Chart
from dashboard.forms.filters import CaseloadFilter, Selection
from dashboard.http import AppRequest, partial, rendered
from dashboard.looking import Whose, whose
from ruptures.models import User

TABS: tuple[tuple[str, Promise], ...] = (
    ("overview", _("Overview")),
    ("agreement", _("Agreement")),
    ("repair", _("Repair")),
    ("markers", _("Markers")),
    ("coverage", _("Coverage")),
)


@dataclass(frozen=True, slots=True)
class CaseloadPage:
    """A page about a caseload.

    `asks` names the questions of its filter beside the period; `results` gives the
    context of what is swapped, its charts among them under "charts".
    """

    template: str
    asks: Collection[str]
    results: Callable[[User, Selection], dict[str, Any]]
    form: type[CaseloadFilter] = CaseloadFilter

    def filter(self, request: AppRequest, found: Whose) -> CaseloadFilter:
        return self.form(
            request.GET,
            cases=found.cases,
            today=timezone.localdate(),
            only=self.asks,
        )

    def charts(self, user: User, selection: Selection) -> Sequence[Chart]:
        charts: Sequence[Chart] = self.results(user, selection)["charts"]
        return charts

    def asked(self, request: AppRequest) -> Sequence[Chart]:
        """The charts by the filter in the address; none where it cannot be used."""
        form = self.filter(request, whose(request))
        return self.charts(request.user, form.selection) if form.is_valid() else ()


def show(request: AppRequest, page: CaseloadPage) -> HttpResponse:
    """The page; htmx swaps the results alone when the filter changes."""
    found = whose(request)
    form = page.filter(request, found)
    context: dict[str, Any] = {
        "form": form,
        "query": _question(request),
        "tabs": TABS,
        "grant": found.grant,
        "swapped": request.htmx.target == "results",
    }
    if form.is_valid():
        selection = form.selection
        context |= {"selection": selection} | page.results(request.user, selection)
    return rendered(request, partial(request, page.template, "results"), context)


def _question(request: AppRequest) -> str:
    """What is asked, for other addresses: without the page of a long list."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
