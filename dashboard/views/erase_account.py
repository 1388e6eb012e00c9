"""Erasing everything of one's own, the account with it."""

import uuid
from typing import cast

from allauth.decorators import rate_limit
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from dashboard import sign_in
from dashboard.forms.base import SubmissionField, record
from dashboard.forms.erase import EraseAccountForm
from dashboard.http import AppRequest, leave_nothing
from dashboard.views.erase import of, told
from ruptures.backup.known import days_known
from ruptures.erasing.account import (
    erase_account,
    held_cases,
    needs_successor,
    what_goes_with,
)
from ruptures.erasing.account_kinds import staying
from ruptures.erasing.kinds import stamp
from ruptures.erasing.record import of_account
from ruptures.models import Erasure

SALT = "dashboard.erase_account"
SHOWN_FOR = 24 * 60 * 60  # seconds


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def account_erase(request: HttpRequest) -> HttpResponse:
    """Ask, or send whoever is not signed in to do so.

    The second half of a double click comes from nobody any more: it sees the record.
    """
    if request.user.is_authenticated:
        return cast("HttpResponse", _asked(cast("AppRequest", request)))
    done = _done_by(request)
    return _signed_out(request, done) if done else redirect_to_login(request.path)


def _done_by(request: HttpRequest) -> Erasure | None:
    submission = SubmissionField().clean(request.POST.get("submission"))
    return of_account(submission=submission)


@rate_limit(action="change_password")  # type: ignore[untyped-decorator]
def _asked(request: AppRequest) -> HttpResponse:
    """Say what will go and what stays, ask, and erase.

    It asks for the password, as changing that does: guesses at either count together.
    """
    counts = what_goes_with(request.user)
    form = EraseAccountForm(
        request.POST or None,
        user=request.user,
        others=needs_successor(request.user),
        initial={"seen": stamp(counts)},
    )
    erased = _erased(request, form) if form.is_valid() else None
    if erased is not None:
        return _signed_out(request, erased)
    context = {
        "form": form,
        "goes": told(counts),
        "stays": staying(request.user),
        "held": held_cases(request.user),
        "days": days_known(),
    }
    return render(request, "erase/account.html", context)


def _erased(request: AppRequest, form: EraseAccountForm) -> Erasure | None:
    try:
        return record(
            form,
            lambda: erase_account(
                user=request.user,
                submission=form.cleaned_data["submission"],
                entry=form.entry,
                successor=form.cleaned_data.get("successor"),
            ),
        )
    except Http404:  # the account went meanwhile, perhaps by this very form
        if done := _done_by(request):
            return done
        raise


def _signed_out(request: HttpRequest, erased: Erasure) -> HttpResponse:
    """To the record, which somebody without an account can see for a day."""
    logout(request)
    token = signing.dumps(str(erased.key), salt=SALT)
    response = redirect("dashboard:account-erased", token)
    sign_in.forget(response)
    return leave_nothing(response)


@login_not_required
@require_safe
def account_erased(request: AppRequest, token: str) -> HttpResponse:
    """The record of an account that went, for whoever was shown this address."""
    try:
        key = signing.loads(token, salt=SALT, max_age=SHOWN_FOR)
    except signing.BadSignature:
        raise Http404 from None
    erasure = of_account(key=uuid.UUID(key))
    if erasure is None:
        raise Http404
    return render(request, "erase/record.html", of(erasure) | {"signed_out": True})
