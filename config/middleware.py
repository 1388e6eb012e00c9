"""Around every view: no storing, ends of sign-ins, the reader's language, who may."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from dashboard import sign_in
from dashboard.browsers import browser_name
from dashboard.http import AppRequest
from dashboard.readers import language_for, preferences_of
from dashboard.sessions import BROWSER, SEEN, SINCE
from dashboard.views.sign_in import sign_in as sign_in_view
from ruptures.dates import written_for
from ruptures.models import User

Handler = Callable[[HttpRequest], HttpResponse]

CHECK_INS = "/check-in/"
SEEN_EVERY = 60  # seconds; a busy user costs one write a minute


def no_store(get_response: Handler) -> Handler:
    """Let no browser or proxy keep a page; static files are served further out."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware


def check_in_apart(get_response: Handler) -> Handler:
    """Let a client's pages know nobody: what cookies the browser has is not looked at.

    So they neither need nor show a sign-in, and set no cookie. Their addresses are
    rights to answer, which no other site and no search engine is told.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(CHECK_INS):
            return get_response(request)
        request.COOKIES = {}
        response = get_response(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


def end_old_sign_ins(get_response: Handler) -> Handler:
    """Sign out who was away too long or signed in too long ago; stamp the others."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and is_over(request.session, now):
            logout(request)
        response = get_response(request)
        if request.user.is_authenticated:
            stamp(request, now)
            sign_in.remember(request, response)
        return response

    return middleware


def is_over(session: SessionBase, now: int) -> bool:
    idle: int = now - session.get(SEEN, now)
    age: int = now - session.get(SINCE, now)
    return bool(idle >= settings.SIGN_IN_IDLE or age >= settings.SESSION_COOKIE_AGE)


def stamp(request: HttpRequest, now: int) -> None:
    session = request.session
    if SINCE not in session:
        session[SINCE] = now
        session[BROWSER] = browser_name(request.headers.get("User-Agent", ""))
    if now - session.get(SEEN, 0) >= SEEN_EVERY:
        session[SEEN] = now


def as_the_reader_prefers(get_response: Handler) -> Handler:
    """Answer in the reader's language, with dates and times written as preferred.

    Who is not signed in, or chose none, gets the browser's language. Both end with the
    request: the next one in this thread is somebody else's.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        language, preferences = language_for(request), preferences_of(request)
        with translation.override(language), written_for(preferences):
            response = get_response(request)
        response.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language"])
        return response

    return middleware


def first_account_first(get_response: Handler) -> Handler:
    """While nobody has an account, every path leads to the page that makes the first.

    Signed-in visitors prove that there is one; the others cost a small query.
    """
    page = reverse("dashboard:first-account")

    def middleware(request: HttpRequest) -> HttpResponse:
        somebody = request.user.is_authenticated or User.objects.exists()
        if not somebody and request.path != page:
            return redirect(page)
        return get_response(request)

    return middleware


class SignInRequired(LoginRequiredMiddleware):
    """Every view needs a sign-in unless it says otherwise; nothing sent is lost."""

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """A sign-in that carries a form is sent to where that form was going.

        It carries none for a page that is open to all.
        """
        closed = getattr(view_func, "login_required", True)
        if closed and sign_in.FIELD in request.POST:
            carrying: HttpResponseBase = sign_in_view(request)
            return carrying
        answer: HttpResponseBase | None = super().process_view(
            request, view_func, view_args, view_kwargs
        )
        return answer

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        asked = cast("AppRequest", request)
        if asked.htmx:
            return sign_in.ask_over_the_page(asked)
        if asked.method == "POST":
            return sign_in.ask_and_carry(asked)
        return super().handle_no_permission(request, view_func)
