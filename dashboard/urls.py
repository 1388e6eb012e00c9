"""Every address, and the views behind it; one list, grouped by what it is about."""

from allauth.account import views as allauth
from django.conf import settings
from django.urls import URLPattern, path, re_path, register_converter

from dashboard.converters import CodeConverter
from dashboard.views import account, invitations, new_accounts, sign_in

register_converter(CodeConverter, "code")

app_name = "dashboard"

urlpatterns: list[URLPattern] = [
    # Account
    path("account/", account.account, name="account"),
    path("account/email/", account.account_email, name="account-email"),
    path(
        "account/devices/end-others/",
        account.device_end_others,
        name="device-end-others",
    ),
    path("account/devices/<slug:name>/end/", account.device_end, name="device-end"),
    # Accounts of others
    path("account/invitations/", invitations.invitation_list, name="invitation-list"),
    path(
        "account/invitations/<int:pk>/withdraw/",
        invitations.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path(
        "account/others/<int:pk>/disable/",
        invitations.account_disable,
        name="account-disable",
    ),
    path(
        "account/others/<int:pk>/enable/",
        invitations.account_enable,
        name="account-enable",
    ),
    path("first-account/", new_accounts.first_account, name="first-account"),
    path("join/<str:token>/", new_accounts.join, name="join"),
]

# allauth finds these by the names it gave them.
sign_in_urls: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="account_login"),
    path("sign-out/", sign_in.sign_out, name="account_logout"),
    path("account/password/", allauth.password_change, name="account_change_password"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
if settings.SENDS_EMAIL:
    sign_in_urls += [
        path("reset/", allauth.password_reset, name="account_reset_password"),
        path(
            "reset/sent/",
            allauth.password_reset_done,
            name="account_reset_password_done",
        ),
    ]
