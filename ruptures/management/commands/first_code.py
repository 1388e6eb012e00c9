from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ruptures.models import SetupCode, User


class Command(BaseCommand):
    help = "Print the one-time code for the first account; silent once there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            return
        code = SetupCode.objects.issue()
        self.stdout.write(
            f"First account: open {settings.SITE_URL}/ and enter the code {code}"
            " (good for one hour and five tries)."
        )
