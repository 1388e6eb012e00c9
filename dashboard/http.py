"""What views share about requests: their type, the fragment asked for, a message."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails
    from django_stubs_ext import StrOrPromise

    from ruptures.models import User


class AppRequest(HttpRequest):
    """A signed-in request, as the middleware leaves it."""

    user: "User"
    htmx: "HtmxDetails"


def partial(request: AppRequest, template: str, name: str) -> str:
    """`template`, or its fragment `name` where htmx is to swap the element `#name`."""
    return f"{template}#{name}" if request.htmx.target == name else template


def undoable(request: HttpRequest, text: "StrOrPromise", act_key: UUID) -> None:
    """Say on the next page what was done, with a button that undoes that act."""
    messages.success(request, text, extra_tags=str(act_key))


def way_back(request: HttpRequest, fallback: str) -> str:
    """The page of ours that `?next=` names, else `fallback`."""
    url = request.GET.get("next", "")
    return url if is_ours(url) else fallback


def is_ours(url: str) -> bool:
    """Say whether `url` is a path here, and no way to another host."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, None)
