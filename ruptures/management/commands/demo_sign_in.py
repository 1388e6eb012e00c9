"""Give the demo's first therapist and supervisor new passwords; print the sign-ins."""

import secrets
import string
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ruptures.models import Grant, User

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
LENGTH = 16


class Command(BaseCommand):
    help = (
        "Sets new random passwords for the demo's first therapist and their supervisor"
        " and prints a line for each."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        therapist = User.objects.filter(cases__synthetic=True).order_by("pk").first()
        if therapist is None:
            raise CommandError("There is no synthetic practice here; see seed_demo.")
        self.open_for(therapist)
        if supervisor := supervisor_of(therapist):
            self.open_for(supervisor)

    def open_for(self, user: User) -> None:
        password = "".join(secrets.choice(LETTERS_AND_DIGITS) for _ in range(LENGTH))
        user.set_password(password)
        user.save(update_fields=["password"])
        self.stdout.write(f"{user.email}  {password}")


def supervisor_of(therapist: User) -> User | None:
    """The demo's own: an account that holds a grant and has no cases."""
    held = Grant.objects.live().filter(therapist=therapist)
    accounts = User.objects.filter(grants_held__in=held, cases=None)
    return accounts.filter(email__endswith="@demo.example").order_by("pk").first()
