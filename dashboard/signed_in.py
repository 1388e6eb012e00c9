"""Who is signed in: the user comes with the session's row, by one statement.

All that is checked stays Django's own `get_user`: that the backend is one of ours, the
session's hash against the password, an account that may no longer sign in. Only where
it would ask for the user's row, it is handed the one that was read with the session.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth import middleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from dashboard.sessions import SessionStore
from ruptures.models import User

_ASKED: ContextVar[SessionBase | None] = ContextVar("session", default=None)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        session = _ASKED.get()
        user = session.user if isinstance(session, SessionStore) else None
        if user is None or user.pk != user_id:
            found: User | None = super().get_user(user_id)
            return found
        return user if self.user_can_authenticate(user) else None


class SignedIn(middleware.AuthenticationMiddleware):
    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        user = SimpleLazyObject(partial(_user_of, request))
        request.user = user  # type: ignore[assignment]


def _user_of(request: HttpRequest) -> User | AnonymousUser:
    with _asked(request.session):
        return middleware.get_user(request)


@contextmanager
def _asked(session: SessionBase) -> Iterator[None]:
    """While Django asks whose session this is, and no longer."""
    token = _ASKED.set(session)
    try:
        yield
    finally:
        _ASKED.reset(token)
