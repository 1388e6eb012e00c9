"""What views share about requests: their type, the fragment asked for, a message."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Engine, RequestContext
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from ruptures.models.case import EARLIEST

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails
    from django_stubs_ext import StrOrPromise

    from ruptures.models import AccessEvent, User

A_YEAR = datetime.timedelta(days=366)


class AppRequest(HttpRequest):
    """A signed-in request, as the middleware leaves it."""

    user: "User"
    htmx: "HtmxDetails"
    looks: "list[AccessEvent]"  # at what is another's: `dashboard.looking`


def rendered(
    request: AppRequest, template: str, context: dict[str, Any]
) -> HttpResponse:
    """As `django.shortcuts.render`, for a page that was made from thousands of rows.

    There what a page was made from forms a ring with its context. The rows then wait
    for the garbage collector, which goes over them again and again while the next page
    is made: a tenth of its time.
    """
    found = Engine.get_default().get_template(template)
    around = RequestContext(request)
    with around.update(context):
        return HttpResponse(found.render(around))


def partial(request: AppRequest, template: str, name: str) -> str:
    """`template`, or its fragment `name` where htmx is to swap the element `#name`."""
    return f"{template}#{name}" if request.htmx.target == name else template


@contextmanager
def or_404() -> Iterator[None]:
    """A row that went, or is shown no more, since the view fetched it is not there."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None


def undoable(request: HttpRequest, text: "StrOrPromise", act_key: UUID) -> None:
    """Say on the next page what was done, with a button that undoes that act."""
    messages.success(request, text, extra_tags=str(act_key))


def day_named(text: str) -> datetime.date | None:
    """The day that an address names, such as "2026-11-20"; none in an unlikely year."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= timezone.localdate() + A_YEAR else None


def way_back(request: HttpRequest, fallback: str) -> str:
    """The page of ours that `?next=` names, else `fallback`."""
    url = request.GET.get("next", "")
    return url if is_ours(url) else fallback


def leave_nothing(response: HttpResponse) -> HttpResponse:
    """Have the browser forget what it keeps of our pages, for whoever uses it next."""
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def is_ours(url: str) -> bool:
    """Say whether `url` is a path here, and no way to another host."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, None)
