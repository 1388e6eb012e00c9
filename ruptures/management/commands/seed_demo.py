"""Fill an empty database with a synthetic practice."""

import datetime
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ruptures.seeding.practice import NotEmpty, seed_practice


def count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise ArgumentTypeError(f"{text!r} is no number from 1 up")
    return int(text)


def day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text!r} is no date like 2026-11-22") from None


class Command(BaseCommand):
    help = "Fills an empty database with a synthetic practice, the same for one seed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--therapists", type=count, required=True)
        parser.add_argument("--sessions", type=count, required=True, help="in all")
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument(
            "--until", type=day, help="the day after the last session; default today"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        until = options["until"] or today
        if until > today:
            raise CommandError(f"{until} is in the future.")
        if options["sessions"] < options["therapists"]:
            raise CommandError("Every therapist needs at least one session.")
        numbers = {name: options[name] for name in ("therapists", "sessions", "seed")}
        try:
            new = seed_practice(**numbers, until=until)
        except NotEmpty as error:
            raise CommandError(f"{error} Nothing was written.") from error
        made = "Made" if new else "Already here, unchanged:"
        self.stdout.write(
            f"{made} {numbers['sessions']} synthetic sessions with "
            f"{numbers['therapists']} therapists, seed {numbers['seed']}."
        )
