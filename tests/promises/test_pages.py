"""Every page, as a person meets it: light and dark, on a phone and at a desk.

The list comes from the URL resolver, so a new page fails here until it holds up, or
until a table below says why it is no page.
"""

import datetime
from collections.abc import Callable
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import Page

from dashboard.views.erase_account import SALT
from ruptures.models import Invitation, Way
from ruptures.recording import open_check_in
from tests.addresses import ROUTES, address
from tests.browser.fixtures import DESKTOP, PHONE, Practice, SignIn
from tests.factories import ErasureFactory, SessionFactory

LOOKS = [
    (scheme, window) for scheme in ("light", "dark") for window in (PHONE, DESKTOP)
]

POST_ALONE = {
    "account_logout",
    "dashboard:account-disable",
    "dashboard:account-enable",
    "dashboard:account-preferences",
    "dashboard:act-undo",
    "dashboard:agenda-review",
    "dashboard:agenda-take-back",
    "dashboard:case-expected",
    "dashboard:case-copy-pdf",
    "dashboard:case-put-off",
    "dashboard:client-hand-over",
    "dashboard:client-withdraw",
    "dashboard:data-package",
    "dashboard:device-end",
    "dashboard:device-end-others",
    "dashboard:draft-discard",
    "dashboard:grant-accept",
    "dashboard:import-cancel",
    "dashboard:import-start-from",
    "dashboard:invitation-withdraw",
    "dashboard:meeting-put-back",
    "dashboard:meeting-step",
    "dashboard:packet-case-pdf",
    "dashboard:packet-caseload-pdf",
}
FILES = {
    "dashboard:chart-csv",
    "dashboard:data-sessions",
    "dashboard:import-codes",
    "dashboard:import-problems",
    "dashboard:import-template",
}


def invited(practice: Practice) -> str:
    return reverse(
        "dashboard:join", args=[Invitation.objects.issue(practice.therapist)]
    )


def asked(practice: Practice) -> str:
    day = practice.case.started_on + datetime.timedelta(days=1)
    session = SessionFactory(case=practice.case, date=day)
    token = open_check_in(
        user=practice.therapist,
        session=session,
        way=Way.LINK,
        lasting=datetime.timedelta(days=1),
    )
    return reverse("dashboard:check-in", args=[token])


def erased(practice: Practice) -> str:
    record = ErasureFactory(what="account", case="")
    token = signing.dumps(str(record.key), salt=SALT)
    return reverse("dashboard:account-erased", args=[token])


def link_for_a_lost_password(practice: Practice) -> str:
    printed = StringIO()
    call_command("reset_link", practice.therapist.email, stdout=printed)
    return urlsplit(printed.getvalue().strip()).path


# Pages of somebody who is not signed in.
ENTRANCES: dict[str, Callable[[Practice], str]] = {
    "dashboard:account-erased": erased,
    "account_login": lambda practice: reverse("account_login"),
    "account_reset_password_from_key": link_for_a_lost_password,
    "dashboard:check-in": asked,
    "dashboard:join": invited,
}
FIRST_ACCOUNT = "dashboard:first-account"


PAGES = ROUTES.keys() - POST_ALONE - FILES - ENTRANCES.keys() - {FIRST_ACCOUNT}


def faults(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    found = [
        f"{fault['id']}: {node['html']}"
        for fault in Axe().run(page).response["violations"]
        for node in fault["nodes"]
    ]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the window")
    return found


def faults_in_every_look(page: Page, path: str, status: int = 200) -> dict[str, Any]:
    found = {}
    for scheme, window in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(window)
        assert page.goto(path).status == status
        found[f"{scheme}, {window['width']} px"] = faults(page)
    return {look: faults for look, faults in found.items() if faults}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_fit_to_be_seen(
    name: str, page: Page, practice: Practice, sign_in: SignIn
):
    sign_in(page.context, practice.therapist)

    assert faults_in_every_look(page, address(name, practice)) == {}


@pytest.mark.parametrize("name", sorted(ENTRANCES))
def test_entrance_is_fit_to_be_seen(name: str, page: Page, practice: Practice):
    assert faults_in_every_look(page, ENTRANCES[name](practice)) == {}


def test_first_page_of_a_new_installation_is_fit_to_be_seen(page: Page):
    assert faults_in_every_look(page, reverse(FIRST_ACCOUNT)) == {}


def test_page_that_is_not_there_is_fit_to_be_seen(
    page: Page, practice: Practice, sign_in: SignIn, console_errors: list[str]
):
    sign_in(page.context, practice.therapist)

    assert faults_in_every_look(page, "/nothing/here/", status=404) == {}
    console_errors.clear()  # Chromium notes each 404


def test_tables_name_no_address_that_is_gone():
    named = POST_ALONE | FILES | ENTRANCES.keys() | {FIRST_ACCOUNT}

    assert named - ROUTES.keys() == set()
