"""Copies that this installation made by itself and knows of; others, it cannot know."""

import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from ruptures.backup.practice import KEPT


def days_known() -> list[datetime.date]:
    """The day of each copy in var/backups/, the practice's own, each once."""
    folder = Path(settings.VAR) / "backups"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted({day_of(path.name) for path in found if KEPT.fullmatch(path.name)})


def day_of(name: str) -> datetime.date:
    stamp = name.partition("-")[2].partition(".")[0]
    made = datetime.datetime.strptime(stamp, "%Y%m%dT%H%M%S%z")
    return timezone.localtime(made).date()
