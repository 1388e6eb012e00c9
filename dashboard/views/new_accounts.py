"""New accounts: the first by a one-time code, further ones by a one-time link."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from dashboard.forms.account import AccountForm, FirstAccountForm
from dashboard.http import AppRequest
from ruptures import accounts
from ruptures.access import note_sign_in
from ruptures.models import Invitation, User

WRONG_CODE = _(
    "This code does not fit, has been tried too often or is older than an hour."
    " Start the server again, or run manage.py first_code, for a new one."
)


@login_not_required
@sensitive_post_parameters("password1", "password2", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def first_account(request: AppRequest) -> HttpResponse:
    """The owner's account; once there is one, this page is gone."""
    if User.objects.exists():
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = accounts.open_first_account(
            email=form.cleaned_data["email"],
            password=form.cleaned_data["password1"],
            code=form.cleaned_data["code"],
        )
        if user:
            return welcome(request, user)
        form.add_error("code", WRONG_CODE)
    return render(request, "account/first_account.html", {"form": form})


@login_not_required
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: AppRequest, token: str) -> HttpResponse:
    """An account by invitation. Unknown, used and expired links look alike."""
    if not Invitation.objects.of_token(token).exists():
        return link_gone(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, password = form.cleaned_data["email"], form.cleaned_data["password1"]
        try:
            user = accounts.join(token=token, email=email, password=password)
        except IntegrityError:  # somebody took this e-mail at the same moment
            form.add_error("email", _("There is an account with this e-mail already."))
        else:
            return welcome(request, user) if user else link_gone(request)
    return render(request, "account/join.html", {"form": form, "token": token})


def link_gone(request: AppRequest) -> HttpResponse:
    return render(request, "account/link_gone.html", status=404)


def welcome(request: AppRequest, user: User) -> HttpResponse:
    login(request, user)
    note_sign_in(user)
    request.session.set_expiry(0)
    return redirect(settings.LOGIN_REDIRECT_URL)
