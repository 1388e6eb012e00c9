"""Where allauth leaves decisions to us."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dashboard import sign_in
from ruptures import recording
from ruptures.access import note_sign_in
from ruptures.models import CacheEntry, Device, User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves; whoever signs in again finds their form sent."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This e-mail and this password do not go together."
        ),
        "too_many_login_attempts": _(
            "Too many tries. Wait five minutes, then try again. If the password is"
            " lost, whoever runs this installation can make a reset link."
        ),
        "enter_current_password": _("This is not your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(
        self, request: HttpRequest, **credentials: Any
    ) -> str:
        """Count guesses by account alone.

        allauth adds the Host header, in which whoever guesses may vary the port.
        """
        email: str = credentials.get("email", "")
        return email.lower()

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in; the forms that the same person has open stay good.

        Django changes the CSRF token at every sign-in. It is kept where the signed
        cookie says that this browser was this person's before, so that a form in
        another tab can still be sent. Ended sessions, old counts and check-ins whose
        time is over are swept out.
        """
        token = request.META.get("CSRF_COOKIE")
        Device.objects.filter(expire_date__lt=timezone.now()).delete()
        CacheEntry.objects.filter(expires__lt=timezone.now()).delete()
        recording.sweep_check_ins()
        super().login(request, user)
        note_sign_in(user)
        if token and sign_in.last_user(request) == str(user.pk):
            request.META["CSRF_COOKIE"] = token

    def post_login(
        self,
        request: HttpRequest,
        user: User,
        *,
        redirect_url: str | None,
        **kwargs: Any,
    ) -> HttpResponseBase:
        """Go on with what was being sent, else to the log page, also for `next=/`."""
        if redirect_url == "/":
            redirect_url = settings.LOGIN_REDIRECT_URL
        answer: HttpResponseBase = super().post_login(
            request, user, redirect_url=redirect_url, **kwargs
        )
        return sign_in.resume(request) or answer

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        return render(request, "account/account_inactive.html", status=403)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every other sign-in; nobody may stay by the old one."""
        super().set_password(user, password)
        here = self.request.session.session_key
        Device.objects.filter(user=user).exclude(session_key=here).delete()

    def is_ajax(self, request: HttpRequest) -> bool:
        """Never: pages are answered, JSON is nowhere public."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("dashboard:account")

    def get_reset_password_from_key_url(self, key: str) -> str:
        """By the site's own address, whatever the request called it."""
        url: str = super().get_reset_password_from_key_url(key)
        return f"{settings.SITE_URL}{urlsplit(url).path}"
