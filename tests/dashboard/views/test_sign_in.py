import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from ruptures.models import CacheEntry
from tests.factories import PASSWORD, UserFactory

PATH = "/sign-in/"
WRONG = "This e-mail and this password do not go together."


def sign_in(client, email, password=PASSWORD, **more):
    return client.post(PATH, {"login": email, "password": password} | more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("after", "path"), [({}, "/log/"), ({"next": "/"}, "/log/")], ids=["plain", "root"]
)
def test_signing_in_opens_the_log(client, after, path):
    user = UserFactory()

    response = sign_in(client, user.email.upper(), **after)

    assertRedirects(response, path, fetch_redirect_response=False)
    assert client.session["_auth_user_id"] == str(user.pk)


@pytest.mark.django_db
def test_signing_in_goes_on_to_the_page_that_was_asked_for(client):
    user = UserFactory()
    asked = client.get("/account/")

    response = sign_in(client, user.email, next="/account/")

    assertRedirects(asked, "/sign-in/?next=/account/", fetch_redirect_response=False)
    assertRedirects(response, "/account/", fetch_redirect_response=False)


@pytest.mark.django_db
def test_signing_in_never_leads_to_another_site(client):
    user = UserFactory()

    response = sign_in(client, user.email, next="https://example.com/log/")

    assertRedirects(response, "/log/", fetch_redirect_response=False)


@pytest.mark.django_db
def test_unknown_and_known_emails_get_the_same_answer(client):
    user = UserFactory(email="known-one@example.org")

    known = sign_in(Client(), user.email, "wrong password")
    unknown = sign_in(Client(), "other-one@example.org", "wrong password")

    assertContains(known, WRONG)
    assert known.status_code == unknown.status_code
    bodies = [masked(known, user.email), masked(unknown, "other-one@example.org")]
    assert bodies[0] == bodies[1]


def masked(response, email):
    """The page without what was typed and without its one-time token."""
    token = response.context["csrf_token"]
    return response.text.replace(email, "").replace(str(token), "")


@pytest.mark.django_db
def test_closed_account_says_so_to_whoever_knows_its_password(client):
    user = UserFactory(is_active=False)

    right = sign_in(client, user.email)
    wrong = sign_in(client, user.email, "wrong password")

    assertContains(right, "This account is closed", status_code=403)
    assertContains(wrong, WRONG)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_sixth_try_is_refused_even_with_the_right_password(client, time_machine):
    time_machine.move_to("2026-11-21 12:00", tick=False)
    user = UserFactory()
    for _ in range(5):
        sign_in(client, user.email, "wrong password")

    refused = sign_in(client, user.email)
    time_machine.move_to("2026-11-21 12:05:01", tick=False)
    later = sign_in(client, user.email)

    assertContains(refused, "Too many tries. Wait five minutes, then try again.")
    assertRedirects(later, "/log/", fetch_redirect_response=False)


@pytest.mark.django_db
def test_guesses_count_by_account_whatever_the_host_header_says(client):
    user = UserFactory()
    for port in range(5):
        client.post(
            PATH,
            {"login": user.email, "password": "wrong password"},
            headers={"Host": f"localhost:{port + 1}"},
        )

    assertContains(sign_in(client, user.email), "Too many tries.")


@pytest.mark.django_db
def test_lock_out_of_one_account_leaves_the_others_alone(client):
    user, colleague = UserFactory(), UserFactory()
    for _ in range(6):
        sign_in(client, user.email, "wrong password")

    assert sign_in(client, colleague.email).status_code == 302


@pytest.mark.django_db
def test_session_id_changes_at_sign_in(client):
    user = UserFactory()
    sign_in(client, user.email)
    first = client.session.session_key
    client.post("/sign-out/")

    sign_in(client, user.email)

    assert client.session.session_key != first


@pytest.mark.django_db
def test_cookies_are_kept_from_scripts_and_end_with_the_browser(client):
    user = UserFactory()

    response = sign_in(client, user.email)

    session = response.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")
    assert session["max-age"] == ""
    assert response.cookies["last_signed_in"]["httponly"] is True


@pytest.mark.django_db
def test_signing_out_kills_the_session_on_the_server(client):
    user = UserFactory()
    sign_in(client, user.email)
    stolen = client.cookies["sessionid"].value

    response = client.post("/sign-out/")

    thief = Client()
    thief.cookies["sessionid"] = stolen
    assertRedirects(response, PATH)
    assert not user.devices.exists()
    assert thief.get("/account/").status_code == 302


@pytest.mark.django_db
def test_signing_out_takes_a_click(client):
    client.force_login(UserFactory())

    assert client.get("/sign-out/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/signup/", "/sign-up/", "/accounts/signup/"])
def test_nobody_signs_up_by_themselves(client, path):
    UserFactory()

    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_page_for_a_lost_password_exists_only_where_email_is_set_up(client):
    UserFactory()

    assert client.get("/reset/").status_code == 404
    assertContains(client.get(PATH), "Whoever runs this installation can make a link")


@pytest.mark.django_db
def test_signing_in_sweeps_out_ended_sessions_and_old_counts(client, time_machine):
    user = UserFactory()
    time_machine.move_to("2026-11-20 12:00", tick=False)
    sign_in(Client(), user.email)
    sign_in(Client(), user.email, "wrong password")

    time_machine.move_to("2026-11-21 12:00", tick=False)
    sign_in(client, user.email)

    assert user.devices.count() == 1
    assert not CacheEntry.objects.filter(expires__lt=timezone.now()).exists()
