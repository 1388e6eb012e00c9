"""Ends of sign-ins: away for too long, or signed in too long ago."""

import time

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse

from config.middleware import Handler
from dashboard import sign_in
from dashboard.browsers import browser_name
from dashboard.sessions import BROWSER, SEEN, SINCE

SEEN_EVERY = 60  # seconds; a busy user costs one write a minute


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
