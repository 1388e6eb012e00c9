"""Forms that are not finished: keeping what they hold so far, listing, discarding."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.draft_pages import Page, page_at
from dashboard.drafts import PATH, content_of, listed
from dashboard.http import AppRequest, way_back
from ruptures.dates import write_time
from ruptures.drafts import discard, keep_draft
from ruptures.models import Case, Draft

PLAIN = "text/plain; charset=utf-8"


@require_http_methods(["GET", "POST"])
def draft_list(request: AppRequest) -> HttpResponse:
    if request.method == "POST":
        return _keep(request)
    context = {"waiting": list(listed(request.user))}
    return render(request, "draft/list.html", context)


def _keep(request: AppRequest) -> HttpResponse:
    """Keep a form as it stands; a script is told in one line of plain text.

    Nothing is to be told (204) where the form was saved in the meantime.
    """
    page = page_at(request.user, request.POST.get(PATH, ""))
    submission = _key(request.POST.get("submission", ""))
    if page is None or submission is None:
        return _said(_("This page is not there any more."), 404)
    try:
        draft = keep_draft(
            user=request.user,
            submission=submission,
            path=page.path,
            case=page.case or _case_named(request),
            content=content_of(request.POST),
        )
    except ValidationError as refused:
        return _said(" ".join(refused.messages), 413)
    return _kept(request, page, draft)


def _kept(request: AppRequest, page: Page, draft: Draft | None) -> HttpResponse:
    if not request.htmx:
        messages.success(request, _("Kept as a draft"))
        return redirect(page.path)
    if draft is None:
        return HttpResponse(status=204)
    time = write_time(timezone.localtime(draft.saved_at).time())
    return _said(_("Draft saved %(time)s") % {"time": time})


def _said(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, content_type=PLAIN, status=status)


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _case_named(request: AppRequest) -> Case | None:
    """The case that the form itself names, by chip or by code."""
    code = request.POST.get("case") or request.POST.get("other_case", "")
    return Case.objects.editable_by(request.user).called(code).first()


@require_POST
def draft_discard(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Htmx takes the line away and leaves the page, with what is entered there."""
    drafts = Draft.objects.editable_by(request.user)
    draft = get_object_or_404(drafts, submission=key)
    discard(user=request.user, submission=draft.submission)
    if request.htmx:
        return render(request, "draft/discarded.html")
    messages.success(request, _("The draft is discarded"))
    return redirect(way_back(request, draft.path))
