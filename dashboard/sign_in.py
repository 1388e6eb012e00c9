"""Signing in again in the middle of a form, without losing what was entered.

Nothing is stored on the server. A cookie says, signed, who was signed in here last.
What a signed-out visitor sends passes the CSRF check first; then it travels through
the sign-in page as one signed field, and is handed to its view once that same person
has signed in. Where anybody else signs in, nothing is sent.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from dashboard.forms.account import SignInForm
from dashboard.http import AppRequest

LAST = "last_signed_in"  # the cookie
LAST_FOR = 7 * 24 * 60 * 60
CARRIED_FOR = 12 * 60 * 60
CARRIED_MOST = 128 * 1024  # of %-escaped text; the longest note may take 90,000
SALT = "dashboard.sign_in"
FIELD = "carried"

TOO_OLD = _("What had been entered was kept for 12 hours. It was not sent.")
NOT_YOURS = _("What had been entered belonged to another sign-in. It was not sent.")


@dataclass(frozen=True)
class Carried:
    """What somebody sent while signed out; without a path, only who it was."""

    user: str
    path: str = ""
    fields: str = ""

    def sealed(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def unsealed(cls, text: str) -> Self | None:
        try:
            return cls(**signing.loads(text, salt=SALT, max_age=CARRIED_FOR))
        except signing.BadSignature:
            return None


def remember(request: HttpRequest, response: HttpResponseBase) -> None:
    """Note on the browser who is signed in, unless it says so already."""
    user = str(request.user.pk)
    if last_user(request) != user:
        response.set_signed_cookie(
            LAST,
            user,
            salt=SALT,
            max_age=LAST_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(LAST, samesite="Lax")


def last_user(request: HttpRequest) -> str:
    cookie: str | None = request.get_signed_cookie(
        LAST, default="", salt=SALT, max_age=LAST_FOR
    )
    return cookie or ""


def ask_over_the_page(request: AppRequest) -> HttpResponse:
    """The sign-in form alone, for sign-in.js to lay over the page that asked."""
    return ask(request, Carried(last_user(request)), "account/login.html#sign-in")


def ask_and_carry(request: AppRequest) -> HttpResponse:
    """The sign-in page, carrying what was sent where it can be sent again."""
    user, fields = last_user(request), fields_of(request)
    if user and fields is not None:
        carried = Carried(user, request.get_full_path(), fields)
    else:
        carried = Carried("")
    return ask(request, carried, "account/login.html")


def ask(request: AppRequest, carried: Carried, template: str) -> HttpResponse:
    context = {"form": SignInForm(request=request)} | sign_in_context(carried)
    return render(request, template, context, status=401)


def sign_in_context(carried: Carried | None) -> dict[str, Any]:
    """What the sign-in form says and holds.

    It is sent to where the carried form was going, so that the view's answer, which may
    be the form with an error, stands at its own address.
    """
    path = carried.path if carried else ""
    return {
        "action": path or reverse("account_login"),
        "carried": carried.sealed() if carried else "",
        "carries": bool(path),
        "sends_email": settings.SENDS_EMAIL,
        "signed_out": carried is not None,
    }


def fields_of(request: HttpRequest) -> str | None:
    """The fields of a form; None where they must not or cannot be carried."""
    secret = any("password" in name for name in request.POST)
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    text = fields.urlencode()
    too_much = len(text) > CARRIED_MOST or bool(request.FILES)
    return None if secret or too_much else text


def carried_by(request: HttpRequest) -> Carried | None:
    return Carried.unsealed(request.POST.get(FIELD, ""))


def resume(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to what was carried, now that somebody has signed in."""
    carried = carried_by(request)
    same = carried is not None and carried.user == str(request.user.pk)
    if getattr(request, "htmx", False):
        return answer_over_the_page(request, same)
    if carried is None and request.POST.get(FIELD):
        messages.warning(request, TOO_OLD)
    if carried is None or not carried.path:
        return None
    if not same:
        messages.warning(request, NOT_YOURS)
        return None
    return send_again(request, carried)


def answer_over_the_page(request: HttpRequest, same: bool) -> HttpResponse:
    """Let sign-in.js send the form again; another person starts afresh."""
    response = HttpResponse(status=204)
    response["X-CSRFToken"] = get_token(request)
    if not same:
        response["HX-Redirect"] = settings.LOGIN_REDIRECT_URL
    return response


def send_again(request: Any, carried: Carried) -> HttpResponseBase:
    """Hand the carried form to its view, as if it had just been sent there."""
    address = urlsplit(carried.path)
    match = resolve(address.path)
    request.path = request.path_info = request.META["PATH_INFO"] = address.path
    request.META["QUERY_STRING"] = address.query
    request.GET = QueryDict(address.query)
    request.POST = QueryDict(carried.fields)
    request.resolver_match = match
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    return response
