"""Who is signed in: by one statement, and by every check that Django makes."""

import datetime

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user
from django.utils import timezone

from ruptures.models import Device, User
from tests.factories import UserFactory

PATH = "/account/devices/end-others/"  # by GET it only says that it is no page
pytestmark = pytest.mark.django_db


@pytest.fixture
def user(client):
    """Somebody signed in, whose browser has been noticed."""
    user = UserFactory()
    client.force_login(user)
    client.get(PATH)
    return user


def whose(client) -> int | None:
    return client.get(PATH).wsgi_request.user.pk


def accounts(**changes) -> None:
    """Change every account as another process would, leaving the sign-ins."""
    User.objects.update(**changes)


def test_the_session_and_its_user_are_read_by_one_statement(
    client, user, django_assert_num_queries
):
    with django_assert_num_queries(1):
        assert whose(client) == user.pk


def test_nothing_of_the_user_is_kept_for_the_next_request(client, user):
    accounts(is_owner=True)

    assert client.get(PATH).wsgi_request.user.is_owner


def test_another_password_ends_it(client, user):
    user.set_password("another long password")
    user.save()

    assert whose(client) is None
    assert not Device.objects.exists()


def test_a_disabled_account_is_nobody_at_the_next_request(client, user):
    accounts(is_active=False)

    assert whose(client) is None


def test_an_account_that_is_gone_is_nobody(client, user):
    Device.objects.update(user=None)
    user.delete()

    assert Device.objects.count() == 1
    assert whose(client) is None


def test_a_row_without_its_user_is_still_that_of_the_signed_data(client, user):
    Device.objects.update(user=None)

    assert whose(client) == user.pk


def test_a_row_that_names_another_does_not_make_it_theirs(client, user):
    Device.objects.update(user=UserFactory())

    assert whose(client) == user.pk


def test_data_that_name_another_do_not_open_with_this_ones_password(client, user):
    other = UserFactory()
    session = client.session
    session[SESSION_KEY] = str(other.pk)
    session.save()
    Device.objects.update(user=user)

    assert whose(client) is None


def test_an_expired_row_is_nobodys(client, user):
    Device.objects.update(expire_date=timezone.now() - datetime.timedelta(seconds=1))

    assert whose(client) is None


def test_a_row_that_is_gone_is_nobodys(client, user):
    Device.objects.all().delete()

    assert whose(client) is None


def test_data_that_we_did_not_sign_are_nobodys(client, user):
    Device.objects.update(session_data="e30:1:forged")

    assert whose(client) is None


def test_a_backend_that_is_not_ours_lets_nobody_in(client, user):
    session = client.session
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session.save()

    assert whose(client) is None


def test_a_secret_that_was_replaced_still_counts_while_it_is_named(
    client, user, settings
):
    before = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 50, [before]
    first = client.session.session_key
    assert whose(client) == user.pk
    assert client.session.session_key != first

    settings.SECRET_KEY_FALLBACKS = []
    assert whose(client) == user.pk


def test_a_secret_that_is_not_named_any_more_ends_it(client, user, settings):
    settings.SECRET_KEY = "n" * 50

    assert whose(client) is None


def test_signing_out_ends_it_and_another_may_sign_in_there(client, user):
    other = UserFactory()
    client.post("/sign-out/")
    assert whose(client) is None

    client.force_login(other)
    assert whose(client) == other.pk


def test_outside_of_a_request_django_finds_the_user_itself(client, user):
    request = client.get(PATH).wsgi_request
    accounts(is_owner=True)

    assert get_user(request).is_owner
