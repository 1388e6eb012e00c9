import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from ruptures.models import Invitation, SetupCode, User
from tests.factories import PASSWORD, UserFactory

NEW = {"email": "New@Example.org", "password1": PASSWORD, "password2": PASSWORD}
FIRST = "/first-account/"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/log/", "/sign-in/", "/join/x/", "/cases/", "/nowhere/"]
)
def test_every_path_leads_to_the_first_account_while_there_is_none(client, path):
    assertRedirects(client.get(path), FIRST)


@pytest.mark.django_db
def test_first_account_signs_its_owner_in_and_opens_the_log(client):
    code = SetupCode.objects.issue()

    response = client.post(FIRST, NEW | {"code": code})

    user = User.objects.get()
    assertRedirects(response, "/log/", fetch_redirect_response=False)
    assert (user.email, user.is_owner) == ("new@example.org", True)
    assert user.check_password(PASSWORD)
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_first_account_with_a_wrong_code_says_so_and_keeps_the_email(client):
    SetupCode.objects.issue()

    response = client.post(FIRST, NEW | {"code": "BBBB-BBBB"})

    assertContains(response, "This code does not fit")
    assertContains(response, 'value="New@Example.org"')
    assert not User.objects.exists()


@pytest.mark.django_db
def test_first_account_is_gone_once_there_is_one(client):
    UserFactory()
    code = SetupCode.objects.issue()

    assert client.get(FIRST).status_code == 404
    assert client.post(FIRST, NEW | {"code": code}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password2": "something else"}, "The two passwords differ."),
        ({"password1": "short1", "password2": "short1"}, "at least 10 characters"),
        ({"password1": "1029384756", "password2": "1029384756"}, "entirely numeric"),
        ({"password1": "qwertyuiop", "password2": "qwertyuiop"}, "too common"),
        (
            {"password1": "new@example.org", "password2": "new@example.org"},
            "too similar",
        ),
        ({"email": "nobody"}, "valid email"),
    ],
)
def test_first_account_names_what_is_wrong_beside_the_field(client, change, message):
    code = SetupCode.objects.issue()

    response = client.post(FIRST, NEW | {"code": code} | change)

    assertContains(response, message)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_join_makes_an_account_and_signs_in(client):
    token = Invitation.objects.issue(UserFactory())

    response = client.post(f"/join/{token}/", NEW)

    user = User.objects.get(email="new@example.org")
    assertRedirects(response, "/log/", fetch_redirect_response=False)
    assert not user.is_owner
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_join_by_looking_does_not_use_the_link_up(client):
    token = Invitation.objects.issue(UserFactory())

    pages = [client.get(f"/join/{token}/"), client.head(f"/join/{token}/")]

    assert [page.status_code for page in pages] == [200, 200]
    assert Invitation.objects.of_token(token).exists()


@pytest.mark.django_db
def test_join_with_an_email_that_is_taken_says_so(client):
    user = UserFactory()
    token = Invitation.objects.issue(user)

    response = client.post(f"/join/{token}/", NEW | {"email": user.email.upper()})

    assertContains(response, "There is an account with this e-mail already.")


@pytest.mark.django_db
def test_unknown_used_and_expired_links_get_one_same_page(client, time_machine):
    owner = UserFactory()
    time_machine.move_to("2026-11-01", tick=False)
    expired = Invitation.objects.issue(owner)
    time_machine.move_to("2026-11-20", tick=False)
    used = Invitation.objects.issue(owner)
    client.post(f"/join/{used}/", NEW)
    client.logout()

    pages = [client.get(f"/join/{token}/") for token in (expired, used, "unknown")]

    assert {page.status_code for page in pages} == {404}
    assert len({without_token(page) for page in pages}) == 1
    assertContains(
        pages[0], "This link does not work any more", status_code=404, html=False
    )
    assert reverse("account_login") not in pages[0].text


def without_token(page):
    return page.text.replace(str(page.context["csrf_token"]), "")
