from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from ruptures import accounts
from ruptures.models import Device, Invitation, SetupCode, User
from tests.factories import UserFactory

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def open_first(code, email="owner@example.org"):
    return accounts.open_first_account(email=email, password="four words", code=code)


@pytest.mark.django_db
def test_first_account_belongs_to_the_owner_and_uses_the_code_up():
    code = SetupCode.objects.issue()

    user = open_first(code)

    assert (user.email, user.is_owner, user.is_superuser) == (
        "owner@example.org",
        True,
        False,
    )
    assert not SetupCode.objects.exists()


@pytest.mark.django_db
def test_code_may_be_typed_in_any_spacing_and_case():
    code = SetupCode.objects.issue()

    assert open_first(f" {code.lower().replace('-', ' ')} ")


@pytest.mark.django_db
def test_code_is_kept_hashed():
    code = SetupCode.objects.issue()

    assert code.replace("-", "") not in SetupCode.objects.get().code


@pytest.mark.django_db
def test_code_ends_after_five_wrong_tries():
    code = SetupCode.objects.issue()

    wrong = [open_first("BBBB-BBBB") for _ in range(5)]

    assert wrong == [None] * 5
    assert open_first(code) is None
    assert open_first(SetupCode.objects.issue()) is not None


@pytest.mark.django_db
def test_code_ends_after_an_hour(time_machine):
    time_machine.move_to(NOON, tick=False)
    code = SetupCode.objects.issue()

    time_machine.move_to(NOON + timedelta(minutes=60), tick=False)

    assert open_first(code) is None


@pytest.mark.django_db
def test_a_new_code_voids_the_earlier_one():
    earlier = SetupCode.objects.issue()
    SetupCode.objects.issue()

    assert open_first(earlier) is None


@pytest.mark.django_db
def test_no_code_opens_a_second_first_account():
    UserFactory()
    code = SetupCode.objects.issue()

    assert open_first(code) is None


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_the_same_moment_make_one_owner():
    code = SetupCode.objects.issue()

    def send(number):
        try:
            return open_first(code, f"owner{number}@example.org")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as browsers:
        made = list(browsers.map(send, range(4)))

    assert len([user for user in made if user]) == 1
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_invitation_opens_one_account_that_owns_nothing():
    token = Invitation.objects.issue(UserFactory())

    user = accounts.join(token=token, email="new@example.org", password="four words")

    assert (user.email, user.is_owner) == ("new@example.org", False)
    assert accounts.join(token=token, email="two@example.org", password="x") is None


@pytest.mark.django_db
def test_invitation_is_kept_hashed():
    token = Invitation.objects.issue(UserFactory())

    assert token not in Invitation.objects.get().token_hash


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "opens"), [(6, True), (7, False)])
def test_invitation_is_good_for_seven_days(time_machine, days, opens):
    time_machine.move_to(NOON, tick=False)
    token = Invitation.objects.issue(UserFactory())

    time_machine.move_to(NOON + timedelta(days=days), tick=False)
    user = accounts.join(token=token, email="new@example.org", password="four words")

    assert bool(user) is opens


@pytest.mark.django_db
def test_invitation_survives_an_email_that_is_taken():
    taken = UserFactory()
    token = Invitation.objects.issue(taken)

    with pytest.raises(IntegrityError):
        accounts.join(token=token, email=taken.email, password="four words")

    assert Invitation.objects.of_token(token).exists()


@pytest.mark.django_db
def test_disabling_signs_out_everywhere(client):
    user = UserFactory()
    client.force_login(user)

    accounts.disable(user)

    user.refresh_from_db()
    assert not user.is_active
    assert not Device.objects.filter(user=user).exists()


@pytest.mark.django_db
def test_enabling_opens_the_account_again():
    user = UserFactory(is_active=False)

    accounts.enable(user)

    user.refresh_from_db()
    assert user.is_active
