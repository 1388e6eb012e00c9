from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import UserFactory

NEW = "another horse battery staple"


def link_for(email):
    out = StringIO()
    call_command("reset_link", email, stdout=out)
    return out.getvalue().strip()


def set_password(client, link):
    """Follow the link as a browser does; the key leaves the address at once."""
    page = client.get(urlsplit(link).path, follow=True)
    form = {"password1": NEW, "password2": NEW}
    return client.post(page.request["PATH_INFO"], form)


@pytest.mark.django_db
def test_reset_link_sets_a_password_and_signs_in(client, settings):
    user = UserFactory()
    link = link_for(user.email.upper())

    response = set_password(client, link)

    user.refresh_from_db()
    assert link.startswith(f"{settings.SITE_URL}/reset/")
    assert (response.status_code, response.url) == (302, "/log/")
    assert user.check_password(NEW)
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_reset_link_ends_every_other_sign_in(client):
    user = UserFactory()
    elsewhere = Client()
    elsewhere.force_login(user)

    set_password(client, link_for(user.email))

    assert elsewhere.get("/account/").status_code == 302
    assert user.devices.count() == 1


@pytest.mark.django_db
def test_reset_link_works_once(client):
    user = UserFactory()
    link = link_for(user.email)
    set_password(client, link)

    response = Client().get(urlsplit(link).path)

    assert "This link does not work any more" in response.text


@pytest.mark.django_db
def test_reset_link_for_an_unknown_email_says_so():
    with pytest.raises(CommandError, match="No account has this e-mail"):
        link_for("nobody@example.org")
