"""One's own account: e-mail, preferences, devices; the password is allauth's."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from dashboard.backups import backup_known_to
from dashboard.forms.account import EmailForm
from dashboard.forms.preferences import PreferencesForm
from dashboard.http import AppRequest
from dashboard.readers import language_for
from ruptures.models import Device


@require_safe
def account(request: AppRequest) -> HttpResponse:
    return account_page(request, PreferencesForm(instance=request.user))


@require_POST
def account_preferences(request: AppRequest) -> HttpResponse:
    """Write from now on in this language and in this manner, the answer included."""
    form = PreferencesForm(request.POST, instance=request.user)
    if not form.is_valid():
        return account_page(request, form)
    # These alone: the account may be disabled, or get another password, right now.
    form.save(commit=False).save(update_fields=form.Meta.fields)
    with override(language_for(request)):
        messages.success(request, _("Saved: pages are written as you prefer."))
    return redirect("dashboard:account")


def account_page(request: AppRequest, preferences: PreferencesForm) -> HttpResponse:
    here = request.session.session_key
    devices = Device.objects.of(request.user)
    context = {
        "preferences": preferences,
        "here": next((d for d in devices if d.session_key == here), None),
        "others": [d for d in devices if d.session_key != here],
        "backup": backup_known_to(request.user),
    }
    return render(request, "account/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="change_password")  # type: ignore[untyped-decorator]
def account_email(request: AppRequest) -> HttpResponse:
    """Sign in by another e-mail from now on.

    It asks for the password, as changing that does: guesses at either count together.
    """
    form = EmailForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.email = form.cleaned_data["email"]
        request.user.save(update_fields=["email"])
        messages.success(request, _("From now on you sign in with the new e-mail."))
        return redirect("dashboard:account")
    return render(request, "account/email.html", {"form": form})


@require_POST
def device_end(request: AppRequest, name: str) -> HttpResponse:
    """Sign out one of one's own devices, perhaps this one."""
    devices = Device.objects.of(request.user)
    device = next((d for d in devices if d.name == name), None)
    if device is None:
        raise Http404
    device.delete()
    messages.success(request, _("That device is signed out."))
    return redirect("dashboard:account")


@require_POST
def device_end_others(request: AppRequest) -> HttpResponse:
    here = request.session.session_key
    Device.objects.of(request.user).exclude(session_key=here).delete()
    messages.success(request, _("You are signed in here alone."))
    return redirect("dashboard:account")
