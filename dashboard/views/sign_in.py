"""Signing in and out; allauth does the work."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from dashboard import sign_in as again
from dashboard.http import AppRequest, leave_nothing, partial


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's, laid over a page where htmx asks, and carrying what had been sent."""

    def dispatch(
        self, request: AppRequest, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Whoever signed in meanwhile, in another tab, goes on from here too."""
        if request.method == "POST" and request.user.is_authenticated:
            return again.resume(request) or redirect(settings.LOGIN_REDIRECT_URL)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_template_names(self) -> list[str]:
        return [partial(self.request, "account/login.html", "sign-in")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | again.sign_in_context(again.carried_by(self.request))


sign_in = login_not_required(SignInView.as_view())


@login_not_required
@require_POST
def sign_out(request: AppRequest) -> HttpResponse:
    """Sign out here; the next person on this browser starts from nothing."""
    logout(request)
    response = redirect("account_login")
    again.forget(response)
    return leave_nothing(response)
