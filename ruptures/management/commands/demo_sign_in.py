"""Give the demo's first therapist a new password and print the sign-in."""

import secrets
import string
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ruptures.models import User

LETTERS_AND_DIGITS = string.ascii_letters + string.digits
LENGTH = 16


class Command(BaseCommand):
    help = "Sets a new random password for the demo's first therapist and prints it."

    def handle(self, *args: Any, **options: Any) -> None:
        therapist = User.objects.filter(cases__synthetic=True).order_by("pk").first()
        if therapist is None:
            raise CommandError("There is no synthetic practice here; see seed_demo.")
        password = "".join(secrets.choice(LETTERS_AND_DIGITS) for _ in range(LENGTH))
        therapist.set_password(password)
        therapist.save(update_fields=["password"])
        self.stdout.write(f"{therapist.email}  {password}")
