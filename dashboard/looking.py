"""Looking at cases: one's own, or those that a live grant opens; the latter is noted.

Every view of another's case goes through here, so that none is left out of the list
that its therapist reads. A look is noted as soon as there is an answer that shows
something, and before it is sent: a page that is not there, or an answer that only leads
elsewhere, is none.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from dashboard.http import AppRequest
from ruptures.access import event_of, looks_at, note
from ruptures.models import Case, Deed, Grant, User
from ruptures.models.case import CaseQuerySet

EXPORTS = ("-csv", "-pdf")  # how names of addresses that answer with a file end
FIRST_ELSEWHERE = 300  # from this status on an answer shows nothing itself
GRANT = "grant"  # in the address of a caseload page: whose it is


@dataclass(frozen=True, slots=True)
class Whose:
    """A caseload: one's own, or what a therapist shares under `grant`."""

    cases: CaseQuerySet
    grant: Grant | None = None


def whose(request: AppRequest) -> Whose:
    """Whose caseload the address asks for; Http404 where no live grant opens it."""
    asked = request.GET.get(GRANT)
    if asked is None:
        return Whose(Case.objects.editable_by(request.user))
    grant = grant_held(request, asked)
    note_look(request, grant.therapist, grant=grant)
    opened = Grant.objects.supervising(request.user).filter(pk=grant.pk)
    return Whose(Case.objects.opened_by(opened), grant)


def grant_held(request: AppRequest, asked: str) -> Grant:
    held = Grant.objects.supervising(request.user).select_related("therapist")
    return get_object_or_404(held, key=key_of(asked))


def key_of(asked: str) -> uuid.UUID:
    """The key that an address names; raises Http404 where it is none."""
    try:
        return uuid.UUID(asked)
    except ValueError:
        raise Http404 from None


def case_to_look_at(request: AppRequest, code: str) -> Case:
    """The case of that code; that another's was looked at is noted, at every look."""
    cases = Case.objects.visible_to(request.user).select_related("therapist")
    case = get_object_or_404(cases.called(code))
    if case.therapist_id != request.user.pk:
        held = Grant.objects.supervising(request.user).about(case).first()
        note_look(request, case.therapist, case=case, grant=held)
    return case


def note_look(
    request: AppRequest,
    owner: User,
    *,
    case: Case | None = None,
    grant: Grant | None = None,
) -> None:
    """Note for `owner` that this request is a look at what is theirs, or takes it."""
    page, deed = _manner(request)
    event = event_of(request.user, deed, owner, case=case, page=page, grant=grant)
    request.looks.append(event)


def note_looks_at(request: AppRequest, cases: Iterable[Case]) -> None:
    """Note each of these cases that is another's: a page that shows several of them."""
    page, deed = _manner(request)
    request.looks += looks_at(request.user, cases, page=page, deed=deed)


def note_caseloads_of(request: AppRequest, grants: Iterable[Grant]) -> None:
    """Note for each therapist that what they share was looked at, or taken."""
    for grant in grants:
        note_look(request, grant.therapist, grant=grant)


def noted_when_shown(
    get_response: Callable[[AppRequest], HttpResponse],
) -> Callable[[AppRequest], HttpResponse]:
    """The middleware that writes down the looks of a request that was answered."""

    def middleware(request: AppRequest) -> HttpResponse:
        request.looks = []
        response = get_response(request)
        if request.looks and response.status_code < FIRST_ELSEWHERE:
            note(request.looks)
        return response

    return middleware


def page_of(request: AppRequest) -> str:
    match = request.resolver_match
    return (match and match.url_name) or ""


def _manner(request: AppRequest) -> tuple[str, Deed]:
    page = page_of(request)
    return page, Deed.EXPORTED if page.endswith(EXPORTS) else Deed.LOOKED
