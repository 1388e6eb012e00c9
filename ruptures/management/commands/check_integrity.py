from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ruptures.integrity import broken


class Command(BaseCommand):
    help = "Check every rule over everything; exit 1 and name the rows that break one."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = list(broken())
        for line in lines:
            self.stdout.write(line)
        if lines:
            raise CommandError(f"{len(lines)} broken.")
        self.stdout.write("Everything is sound.")
