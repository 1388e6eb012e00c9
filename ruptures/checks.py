"""What Django checks before it migrates."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Info, Tags, register
from django.db import connections

from ruptures.sqlite import wal_reset_warning


@register(Tags.database)
def sqlite_is_sound(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Say where a SQLite database is served by a SQLite with the WAL-reset bug."""
    vendors = {connections[alias].vendor for alias in databases or []}
    warning = wal_reset_warning() if "sqlite" in vendors else ""
    return [Info(warning, id="ruptures.I001")] if warning else []
