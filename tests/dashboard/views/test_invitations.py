import re

import pytest
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from ruptures.models import Invitation
from tests.factories import PASSWORD, UserFactory

PATH = "/account/invitations/"


@pytest.fixture
def owner():
    return UserFactory(is_owner=True)


@pytest.fixture
def colleague():
    return UserFactory()


@pytest.fixture
def client(client, owner):
    client.force_login(owner)
    return client


@pytest.mark.django_db
def test_new_link_is_shown_once_and_opens_an_account(client, settings):
    page = client.post(PATH)

    (link,) = re.findall(rf'value="{settings.SITE_URL}(/join/[\w-]+/)"', page.text)
    assertContains(Client().get(link), "Your account")
    assertNotContains(client.get(PATH), link)


@pytest.mark.django_db
def test_withdrawn_link_opens_nothing(client, owner):
    token = Invitation.objects.issue(owner)
    (invitation,) = client.get(PATH).context["invitations"]

    response = client.post(f"{PATH}{invitation.pk}/withdraw/")

    assertRedirects(response, PATH)
    assert Client().get(f"/join/{token}/").status_code == 404


@pytest.mark.django_db
def test_disabled_account_is_signed_out_at_once_and_stays_out(client, colleague):
    elsewhere = Client()
    elsewhere.force_login(colleague)

    client.post(f"/account/others/{colleague.pk}/disable/")

    again = {"login": colleague.email, "password": PASSWORD}
    assert elsewhere.get("/account/").status_code == 302
    assert elsewhere.post("/sign-in/", again).status_code == 403


@pytest.mark.django_db
def test_enabled_account_signs_in_again(client):
    closed = UserFactory(is_active=False)

    client.post(f"/account/others/{closed.pk}/enable/")

    again = {"login": closed.email, "password": PASSWORD}
    assert Client().post("/sign-in/", again).status_code == 302


@pytest.mark.django_db
def test_owners_cannot_lock_themselves_out(client, owner):
    assert client.post(f"/account/others/{owner.pk}/disable/").status_code == 404

    owner.refresh_from_db()
    assert owner.is_active


@pytest.mark.django_db
def test_for_anybody_else_the_page_is_not_there(owner, colleague):
    Invitation.objects.issue(owner)
    client = Client()
    client.force_login(colleague)
    paths = [
        PATH,
        f"{PATH}{Invitation.objects.get().pk}/withdraw/",
        f"/account/others/{owner.pk}/disable/",
        f"/account/others/{owner.pk}/enable/",
    ]

    statuses = [client.post(path).status_code for path in paths]

    owner.refresh_from_db()
    assert statuses == [404] * 4
    assert client.get(PATH).status_code == 404
    assert owner.is_active
    assert Invitation.objects.count() == 1
