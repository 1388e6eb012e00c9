"""What is still open: every rupture neither resolved nor closed, the oldest first."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from dashboard.forms.attempt import AttemptForm
from dashboard.http import AppRequest
from dashboard.paging import page_of
from ruptures.caseload import Numbers, Story, story, told
from ruptures.models import Case, Rupture, Session
from ruptures.models.rupture import RuptureQuerySet
from ruptures.models.session import SessionQuerySet

RUPTURES_A_PAGE = 50
ENDED = ExpressionWrapper(Q(session__case__ended_on__isnull=False), BooleanField())


@require_safe
def rupture_open(request: AppRequest) -> HttpResponse:
    """The list; `?case=` narrows it, `?attempt=` opens the form of that rupture."""
    ruptures = Rupture.objects.editable_by(request.user)
    places = _places(ruptures)
    code = request.GET.get("case", "")
    cases = Case.objects.editable_by(request.user)
    case = get_object_or_404(cases.called(code)) if code else None
    wanted = [place.pk for place in places if case is None or place.code == case.code]
    page = page_of(request, wanted, RUPTURES_A_PAGE)
    shown = told(oldest_first(ruptures.filter(pk__in=page.object_list)))
    stories = _stories(request, list(shown))
    context = {
        "chosen": case,
        "codes": sorted({place.code for place in places}),
        "page": page,
        "running": [s for s in stories if s.rupture.session.case.ended_on is None],
        "ended": [s for s in stories if s.rupture.session.case.ended_on],
        "open_count": sum(place.running for place in places),
        "attempt": request.GET.get("attempt", ""),
        "form": _attempt_form(request, stories),
    }
    return render(request, "rupture/open.html", context)


class Place(NamedTuple):
    """Where an open rupture stands in the list, and whether its case still runs."""

    pk: int
    code: str
    running: bool


def _places(ruptures: RuptureQuerySet) -> list[Place]:
    """Of all open ones, in order: what is open is worked out once."""
    still_open = oldest_first(ruptures.still_open())
    rows = still_open.values_list("pk", "session__case__code", ENDED)
    return [Place(pk, code, not ended) for pk, code, ended in rows]


def oldest_first(ruptures: RuptureQuerySet) -> RuptureQuerySet:
    """Those of running cases before those of ended ones."""
    found = ruptures.alias(ended=ENDED)
    return found.select_related("session__case").order_by(
        "ended",
        "session__date",
        F("session__time").asc(nulls_first=True),
        "key",
    )


def _held_in(request: AppRequest, cases: set[int]) -> SessionQuerySet:
    return Session.objects.editable_by(request.user).filter(case__in=cases)


def _stories(request: AppRequest, ruptures: Sequence[Rupture]) -> list[Story]:
    cases = {rupture.session.case_id for rupture in ruptures}
    numbers = Numbers.among(_held_in(request, cases))
    return [story(rupture, rupture.session, numbers) for rupture in ruptures]


def _attempt_form(request: AppRequest, stories: Sequence[Story]) -> AttemptForm | None:
    """The form for the rupture that `?attempt=` names, on this page of the list."""
    named = request.GET.get("attempt", "")
    found = next((s.rupture for s in stories if str(s.rupture.key) == named), None)
    if found is None:
        return None
    sessions = _held_in(request, {found.session.case_id}).numbered().in_order()
    form = AttemptForm(sessions=list(sessions), since=found.session)
    form.fields["session"].widget.attrs["autofocus"] = True  # htmx heeds it, too
    return form
