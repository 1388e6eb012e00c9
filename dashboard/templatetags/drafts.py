"""What waits to be finished, above the form where it was begun."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dashboard.drafts import Waiting, listed
from dashboard.forms.base import RecordingForm
from ruptures.drafts import drafts_of

register = template.Library()


@register.inclusion_tag("draft/_waiting.html", takes_context=True)
def waiting_drafts(
    context: Context, form: RecordingForm, path: str = ""
) -> dict[str, Any]:
    """Drafts of the form at `path`, this page's where none is said, less its own."""
    request = context["request"]
    shown = str(form["submission"].value())
    drafts = drafts_of(request.user).filter(path=path or request.path)
    found = [Waiting(each) for each in drafts if str(each.submission) != shown]
    return {"waiting": found, "csrf_token": context.get("csrf_token")}


@register.simple_tag
def keeps_itself(form: RecordingForm, is_begun: bool | None = None) -> SafeString:
    """Attributes of a <form> whose content draft.js keeps.

    A form that came back unsaved is kept at once; `is_begun` says so of one that may
    come back empty.
    """
    unsaved = form.is_bound if is_begun is None else is_begun
    attributes = (
        ' data-draft="{}" data-draft-unsaved' if unsaved else ' data-draft="{}"'
    )
    return format_html(attributes, reverse("dashboard:draft-list"))


@register.simple_tag(takes_context=True)
def drafts_elsewhere(context: Context) -> int:
    """How many forms of other pages are not finished."""
    request = context["request"]
    return drafts_of(request.user).exclude(path=request.path).count()


@register.simple_tag(takes_context=True)
def unfinished_drafts(context: Context) -> list[Waiting]:
    """Every draft of the user, and whether it can be gone on with."""
    return list(listed(context["request"].user))
