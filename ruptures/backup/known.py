"""Copies that this installation knows of; others, it cannot know."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ruptures.backup.done import last
from ruptures.backup.practice import KEPT


def days_known() -> list[datetime.date]:
    """The day of each copy made before an upgrade, and of the last other one."""
    folder = Path(settings.VAR) / "backups"
    found = folder.iterdir() if folder.is_dir() else ()
    days = {day_of(path.name) for path in found if KEPT.fullmatch(path.name)}
    if made := last():
        days.add(timezone.localtime(made.at).date())
    return sorted(days)


def day_of(name: str) -> datetime.date:
    stamp = name.partition("-")[2].partition(".")[0]
    made = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%S%z")
    return timezone.localtime(made).date()
