"""The owner's page: who has an account, and one-time links for more."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.http import AppRequest
from ruptures import accounts
from ruptures.models import Invitation, User

View = Callable[..., HttpResponse]


def owner_only(view: View) -> View:
    """For everybody else the page is not there."""

    @wraps(view)
    def guarded(request: AppRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_owner:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@owner_only
def invitation_list(request: AppRequest) -> HttpResponse:
    """A new link is shown in this one answer and can never be read again."""
    link = ""
    if request.method == "POST":
        token = Invitation.objects.issue(request.user)
        link = settings.SITE_URL + reverse("dashboard:join", args=[token])
    context = {
        "link": link,
        "invitations": Invitation.objects.open(),
        "accounts": User.objects.order_by("email"),
    }
    return render(request, "account/invitations.html", context)


@require_POST
@owner_only
def invitation_withdraw(request: AppRequest, pk: int) -> HttpResponse:
    get_object_or_404(Invitation, pk=pk).delete()
    messages.success(request, _("The link is withdrawn. It opens nothing any more."))
    return redirect("dashboard:invitation-list")


@require_POST
@owner_only
def account_disable(request: AppRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User.objects.exclude(pk=request.user.pk), pk=pk)
    accounts.disable(user)
    messages.success(request, _("%(email)s is signed out and kept out.") % vars(user))
    return redirect("dashboard:invitation-list")


@require_POST
@owner_only
def account_enable(request: AppRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    accounts.enable(user)
    messages.success(request, _("%(email)s can sign in again.") % vars(user))
    return redirect("dashboard:invitation-list")
