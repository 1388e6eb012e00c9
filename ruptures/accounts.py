"""What opens and closes accounts; each act is whole or does not happen."""

from django.db import transaction

from ruptures import granting
from ruptures.models import Device, Invitation, SetupCode, User


def open_first_account(*, email: str, password: str, code: str) -> User | None:
    """The owner's account, for whoever holds the code; None where the code is wrong.

    The code is one row, locked while it is tried, so that two browsers that send the
    right code at the same moment make one owner.
    """
    with transaction.atomic():
        issued = SetupCode.objects.select_for_update().first()
        if not issued or User.objects.exists() or not issued.matches(code):
            return None
        issued.delete()
        return User.objects.create_user(email=email, password=password, is_owner=True)


def join(*, token: str, email: str, password: str) -> User | None:
    """An account for whoever holds the link; None where the link is no longer good.

    What was offered to its e-mail waits for its answer.
    """
    with transaction.atomic():
        taken, _ = Invitation.objects.of_token(token).delete()
        if not taken:
            return None
        user = User.objects.create_user(email=email, password=password)
        granting.hand_over(user)
        return user


def disable(user: User) -> None:
    """Keep somebody out from now on, and sign them out wherever they are."""
    with transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_active=False)
        Device.objects.filter(user=user).delete()


def enable(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=True)
