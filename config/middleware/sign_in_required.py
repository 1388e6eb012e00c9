"""Who may see a page: who is signed in, once there is an account."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from config.middleware import Handler
from dashboard import sign_in
from dashboard.http import AppRequest
from dashboard.views.sign_in import sign_in as sign_in_view
from ruptures.models import User


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
