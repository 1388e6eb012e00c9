import re
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from tests.factories import PASSWORD, UserFactory

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Safari/604.1"
NEW = "another horse battery staple"


@pytest.fixture
def user():
    return UserFactory()


def signed_in(user, user_agent):
    browser = Client(headers={"User-Agent": user_agent})
    browser.post("/sign-in/", {"login": user.email, "password": PASSWORD})
    return browser


@pytest.mark.django_db
def test_account_shows_where_one_is_signed_in(user):
    here = signed_in(user, FIREFOX)
    signed_in(user, IPHONE)
    signed_in(UserFactory(), "Mozilla/5.0 (Windows NT 10.0) Edg/140.0")

    page = here.get("/account/")

    assertContains(page, "Firefox · Linux")
    assertContains(page, "Safari · iPhone")
    assertNotContains(page, "Edge · Windows")


@pytest.mark.django_db
def test_account_never_shows_a_session_key(user):
    here, elsewhere = signed_in(user, FIREFOX), signed_in(user, IPHONE)

    page = here.get("/account/")

    assertNotContains(page, here.session.session_key)
    assertNotContains(page, elsewhere.session.session_key)


@pytest.mark.django_db
def test_one_device_can_be_signed_out(user):
    here, elsewhere = signed_in(user, FIREFOX), signed_in(user, IPHONE)
    (other,) = here.get("/account/").context["others"]

    response = here.post(f"/account/devices/{other.name}/end/")

    assertRedirects(response, "/account/")
    assert elsewhere.get("/account/").status_code == 302


@pytest.mark.django_db
def test_somebody_elses_device_is_not_there(user):
    here, stranger = signed_in(user, FIREFOX), signed_in(UserFactory(), IPHONE)
    name = stranger.get("/account/").context["here"].name

    assert here.post(f"/account/devices/{name}/end/").status_code == 404
    assert stranger.get("/account/").status_code == 200


@pytest.mark.django_db
def test_everywhere_else_can_be_signed_out_at_once(user):
    here = signed_in(user, FIREFOX)
    others = [signed_in(user, IPHONE), signed_in(user, FIREFOX)]

    here.post("/account/devices/end-others/")

    assert here.get("/account/").status_code == 200
    assert [other.get("/account/").status_code for other in others] == [302, 302]


@pytest.mark.django_db
def test_new_password_signs_out_every_other_device(user):
    here, elsewhere = signed_in(user, FIREFOX), signed_in(user, IPHONE)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}

    response = here.post("/account/password/", form)

    user.refresh_from_db()
    assertRedirects(response, "/account/")
    assert user.check_password(NEW)
    assert elsewhere.get("/account/").status_code == 302
    assert user.devices.count() == 1


@pytest.mark.django_db
def test_new_password_takes_the_old_one(user):
    here = signed_in(user, FIREFOX)
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}

    assertContains(here.post("/account/password/", form), "This is not your password.")


@pytest.mark.django_db
def test_email_can_be_changed_with_the_password(user):
    here = signed_in(user, FIREFOX)

    response = here.post(
        "/account/email/", {"email": "Moved@Example.org", "password": PASSWORD}
    )

    user.refresh_from_db()
    assertRedirects(response, "/account/")
    assert user.email == "moved@example.org"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password": "wrong"}, "This is not your password."),
        ({"email": "taken@example.org"}, "There is an account with this e-mail"),
    ],
)
def test_email_stays_where_something_is_wrong(user, change, message):
    UserFactory(email="taken@example.org")
    before = user.email
    here = signed_in(user, FIREFOX)
    sent = {"email": "moved@example.org", "password": PASSWORD} | change

    page = here.post("/account/email/", sent)

    user.refresh_from_db()
    assertContains(page, message)
    assert user.email == before


@pytest.mark.django_db
def test_former_email_opens_nothing_even_after_a_reset_link(user):
    former = user.email
    call_command("reset_link", former, stdout=StringIO())
    sent = {"email": "moved@example.org", "password": PASSWORD}
    signed_in(user, FIREFOX).post("/account/email/", sent)

    page = Client().post("/sign-in/", {"login": former, "password": PASSWORD})

    assertContains(page, "This e-mail and this password do not go together.")


@pytest.mark.django_db
def test_guesses_at_the_password_for_another_email_are_counted(user):
    here = signed_in(user, FIREFOX)
    guess = {"email": "moved@example.org", "password": "wrong"}

    codes = [here.post("/account/email/", guess).status_code for _ in range(6)]

    right = here.post("/account/email/", guess | {"password": PASSWORD})
    assert codes == [200, 200, 200, 200, 200, 429]
    assert right.status_code == 429


def preferred(user, **chosen):
    """The account page after saving these, as a browser follows it."""
    browser = signed_in(user, FIREFOX)
    return browser.post("/account/preferences/", chosen, follow=True)


@pytest.mark.django_db
def test_preferences_are_saved_and_said(user):
    chosen = {"language": "en", "clock": "12", "date_style": "iso", "shortcuts": "on"}

    page = preferred(user, **chosen)

    user.refresh_from_db()
    assertRedirects(page, "/account/")
    assertContains(page, "Saved: pages are written as you prefer.")
    assert (user.language, user.clock, user.date_style) == ("en", "12", "iso")
    assert user.shortcuts


@pytest.mark.django_db
def test_preferences_write_nothing_else_of_the_account(user):
    browser = signed_in(user, FIREFOX)

    with CaptureQueriesContext(connection) as asked:
        browser.post("/account/preferences/", {"clock": "12"})

    [update] = [
        each["sql"].partition(" WHERE ")[0]
        for each in asked
        if each["sql"].startswith('UPDATE "ruptures_user"')
    ]
    assert re.findall(r'"(\w+)" = ', update) == [
        "language",
        "clock",
        "date_style",
        "shortcuts",
    ]


@pytest.mark.django_db
def test_preferences_can_be_left_to_the_browser_and_keys_switched_off(user):
    user.language, user.clock, user.date_style = "fr", "12", "month"
    user.save()

    preferred(user)

    user.refresh_from_db()
    assert (user.language, user.clock, user.date_style) == ("", "", "")
    assert not user.shortcuts


@pytest.mark.django_db
def test_form_shows_what_was_chosen(user):
    user.language, user.clock, user.shortcuts = "en", "12", False
    user.save()

    form = signed_in(user, FIREFOX).get("/account/").context["preferences"]

    shown = {name: form[name].value() for name in form.fields}
    assert shown == {
        "language": "en",
        "clock": "12",
        "date_style": "",
        "shortcuts": False,
    }


@pytest.mark.django_db
def test_page_after_saving_is_in_the_language_just_chosen(user):
    page = preferred(user, language="fr")

    assert page["Content-Language"] == "fr"
    assertContains(page, '<html lang="fr">')
    assertNotContains(page, "Saved: pages are written as you prefer.")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"language": "tlh"}, {"clock": "13"}, {"date_style": "week"}]
)
def test_preference_that_is_none_changes_nothing(user, wrong):
    page = preferred(user, **{"language": "en", "clock": "12"} | wrong)

    user.refresh_from_db()
    assertContains(page, "is not one of the available choices")
    assert (user.language, user.clock, user.date_style) == ("", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "since"),
    [
        ({}, "Sat 21 Nov 2026, 14:20"),
        ({"date_style": "month", "clock": "12"}, "Sat, Nov 21, 2026, 2:20\xa0p.m."),
        ({"date_style": "iso"}, "2026-11-21, 14:20"),
        ({"language": "fr"}, "sam. 21 nov. 2026, 14:20"),
    ],
)
def test_devices_are_told_as_preferred(user, settings, chosen, since):
    settings.TIME_ZONE = "UTC"
    with time_machine.travel("2026-11-21T14:20:00Z", tick=False):
        page = preferred(user, **chosen)

    assertContains(page, since)
