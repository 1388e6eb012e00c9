"""Erase everything of one therapist, asked for where the server runs."""

import uuid
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ruptures.erasing.account import erase_account, needs_successor, what_goes_with
from ruptures.erasing.account_kinds import ALL_LABELS
from ruptures.erasing.case import EraseEntry
from ruptures.erasing.kinds import Counts, stamp
from ruptures.models import EraseReason, User

ACTOR = "manage.py erase"
UNLAWFUL = (
    "Erasing can be unlawful while a complaint, court order or retention rule applies."
)


class Command(BaseCommand):
    help = "Erases a therapist's cases and account for good, after asking."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--therapist", required=True, metavar="EMAIL")
        parser.add_argument(
            "--reason", choices=EraseReason.values, default=EraseReason.OTHER.value
        )
        parser.add_argument(
            "--successor", metavar="EMAIL", help="who looks after the installation next"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = account(options["therapist"])
        successor = account(options["successor"]) if options["successor"] else None
        if needs_successor(user) and successor is None:
            raise CommandError("Say by --successor who looks after the installation.")
        counts = what_goes_with(user)
        self.tell("Would go:", counts)
        typed = input(f"{UNLAWFUL}\nType {user.email} to erase all of it for good: ")
        entry = EraseEntry(typed, options["reason"], stamp(counts))
        try:
            erasure = erase_account(
                user=user,
                submission=uuid.uuid4(),
                entry=entry,
                successor=successor,
                actor=ACTOR,
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.tell(f"Erased {erasure.at:%Y-%m-%d %H:%M} UTC:", erasure.rows)
        self.stdout.write(f"Record {erasure.key}; backups made before still hold it.")

    def tell(self, heading: str, counts: Counts) -> None:
        self.stdout.write(heading)
        for name in ALL_LABELS:
            if counts.get(name):
                self.stdout.write(f"{counts[name]:>8} {name}")


def account(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"Nobody here signs in as {email}.")
    return user
