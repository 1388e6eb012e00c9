"""Trends side by side, and the funnel plot: of supervisees, or of one's cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from dashboard.charts.agreement_pairs import OURS
from dashboard.charts.chart import Chart
from dashboard.charts.funnel import funnel as funnel_chart
from dashboard.charts.side_by_side import CHARTS
from dashboard.charts.side_by_side_words import Shown, Who
from dashboard.forms.filters import CaseloadFilter, Selection
from dashboard.forms.trends import MONTH, FunnelFilter, TrendsFilter
from dashboard.http import AppRequest, partial
from dashboard.looking import GRANT, key_of, note_caseloads_of, whose
from ruptures.models import Grant, User
from ruptures.models.case import CaseQuerySet
from ruptures.reference import default_set
from ruptures.summaries.agreement import cells_by_case
from ruptures.summaries.appointments import appointments_in
from ruptures.summaries.funnel import Funnel, own_rates
from ruptures.summaries.rates import Rate
from ruptures.summaries.side_by_side import Member, Told, side_by_side
from ruptures.summaries.strands import strands_in
from ruptures.supervisees import (
    Supervisee,
    by_therapist,
    cases_in,
    counted_with,
    grants_of,
    in_funnel_of,
    shared_cases,
    supervisees,
)
from ruptures.taxonomy import Rater


@require_safe
def trends(request: AppRequest) -> HttpResponse:
    return _show(request, "supervision/trends.html", Trends.asked_by(request))


@require_safe
def funnel(request: AppRequest) -> HttpResponse:
    return _show(request, "supervision/funnel.html", Points.asked_by(request))


@dataclass(frozen=True, slots=True)
class Trends:
    """All supervisees, or the cases of one under `grant`."""

    form: TrendsFilter
    people: Sequence[Supervisee]
    grant: Grant | None

    @classmethod
    def asked_by(cls, request: AppRequest) -> "Trends":
        """Notes the look. Raises Http404 where no live grant opens it."""
        if GRANT in request.GET:
            found = whose(request)
            return cls(_form(request, TrendsFilter, found.cases), (), found.grant)
        people = supervisees(request.user)
        note_caseloads_of(request, grants_of(people))
        cases = shared_cases(request.user)
        return cls(_form(request, TrendsFilter, cases), people, None)

    def charts(self, user: User) -> list[Chart]:
        selection = self.form.selection
        members = self._members(selection)
        if not members:
            return []
        keys = [key for member in members for key in member.cases]
        told = Told(
            appointments_in(keys),
            strands_in(keys),
            cells_by_case(selection.sessions(user), selection.period, OURS),
        )
        shown = Shown(
            Who.CASES if self.grant else Who.PEOPLE,
            side_by_side(members, told, selection.period),
            # A range spans averages of studies: it says nothing of a single case.
            None
            if self.grant
            else default_set(settings.OWN_RANGES).of(Rater.THERAPIST),
            by_month=selection.own["by"] == MONTH,
        )
        return [chart(shown) for chart in CHARTS]

    def _members(self, selection: Selection) -> list[Member]:
        """Of people all shared cases: those that ended before the period belong to
        the stretches that it is compared with.
        """
        if self.grant:
            return [Member(case.code, [case.pk]) for case in selection.cases]
        cases = by_therapist(self.form.cases)
        return [
            Member(
                each.therapist.email,
                cases.get(each.therapist.pk, ()),
                chosen=each.chosen_alone,
            )
            for each in self.people
        ]

    @property
    def context(self) -> dict[str, Any]:
        return {"people": self.people, "grant": self.grant}


@dataclass(frozen=True, slots=True)
class Points:
    """Those who agreed: for their supervisor, or for one of them under their `own`."""

    form: FunnelFilter
    grants: Sequence[Grant]
    own: Grant | None

    @classmethod
    def asked_by(cls, request: AppRequest) -> "Points":
        """Raises Http404 where a grant is named that is not one's own."""
        own = _own_grant(request)
        holder = own.holder if own else request.user
        assert holder is not None  # noqa: S101  live, so accepted by somebody
        agreed = in_funnel_of(holder)
        grants = list(agreed)
        if own is None:
            note_caseloads_of(request, grants)
        form = _form(
            request,
            FunnelFilter,
            cases_in(agreed),
            grants=() if own else grants,
        )
        return cls(form, grants, own)

    def charts(self, _user: User) -> list[Chart]:
        """One; none where nobody agreed."""
        if not self.grants:
            return []
        selection = self.form.selection
        marked = str(self.own.key) if self.own else selection.own.get("one", "")
        named = {str(each.key): each.therapist for each in self.grants}.get(marked)
        found = self._rates(selection)
        rate = found[named.pk] if named else None
        points = Funnel.of([*found.values()], rate)
        return [funnel_chart(points, named.email if named else "")]

    def _rates(self, selection: Selection) -> dict[int, Rate]:
        """By therapist, of those without an answer too."""
        therapists = list(dict.fromkeys(each.therapist_id for each in self.grants))
        cases = by_therapist(selection.cases)
        caseloads = [cases.get(therapist, ()) for therapist in therapists]
        rows = appointments_in(selection.keys)
        found = own_rates(caseloads, rows, selection.period)
        return dict(zip(therapists, found, strict=True))

    @property
    def context(self) -> dict[str, Any]:
        return {"own": self.own, "grants": self.grants}


Asked = Trends | Points


@dataclass(frozen=True, slots=True)
class Page:
    """A page as `dashboard.views.charts` asks it for the numbers of one chart."""

    kind: type[Trends] | type[Points]

    def asked(self, request: AppRequest) -> Sequence[Chart]:
        found = self.kind.asked_by(request)
        return found.charts(request.user) if found.form.is_valid() else ()


TRENDS, FUNNEL = Page(Trends), Page(Points)


def _show(request: AppRequest, template: str, found: Asked) -> HttpResponse:
    """The page; htmx swaps the results alone when the filter changes."""
    context: dict[str, Any] = {
        "form": found.form,
        "query": request.GET.urlencode(),
        "swapped": request.htmx.target == "results",
        **found.context,
    }
    if found.form.is_valid():
        context["selection"] = found.form.selection
        context["charts"] = found.charts(request.user)
    return render(request, partial(request, template, "results"), context)


Form = TypeVar("Form", bound=CaseloadFilter)


def _form(
    request: AppRequest, kind: type[Form], cases: CaseQuerySet, **more: Any
) -> Form:
    return kind(request.GET, cases=cases, today=timezone.localdate(), only=(), **more)


def _own_grant(request: AppRequest) -> Grant | None:
    """The grant that is named, by which the reader is counted themself."""
    if GRANT not in request.GET:
        return None
    key = key_of(request.GET[GRANT])
    return get_object_or_404(counted_with(request.user), key=key)
