"""When this database was last saved, as the machine that it is on remembers.

Kept in `var/`: a backup only reads the database (see sqlite.opened), and what it saves
must not depend on whether it was saved before.
"""

import datetime
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ruptures.backup.workroom import beside
from ruptures.models import Case

LATE = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Done:
    made_at: str  # ISO, UTC
    file: str

    @property
    def at(self) -> datetime.datetime:
        return datetime.datetime.fromisoformat(self.made_at)


def remember(file: Path, made_at: str) -> None:
    """OSError where it cannot be kept."""
    known = remembered() | {this_database(): Done(made_at, str(file.resolve()))}
    text = json.dumps({name: asdict(done) for name, done in known.items()}, indent=1)
    with beside(kept_in()) as kept:
        kept.write(text.encode())


def last() -> Done | None:
    """The last backup of this database that `backup` made from here, if any."""
    return remembered().get(this_database())


def is_late(last: Done | None) -> bool:
    """Whether real cases stand here, and no backup was made for a week."""
    if last and timezone.now() - last.at <= LATE:
        return False
    return Case.objects.filter(synthetic=False).exists()


def remembered() -> dict[str, Done]:
    """By database, as one `var/` may serve several; none where that is unreadable."""
    try:
        found = json.loads(kept_in().read_bytes())
        return {name: Done(**each) for name, each in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def this_database() -> str:
    told = connection.settings_dict
    return f"{told['HOST']}:{told['PORT']}/{told['NAME']}"


def kept_in() -> Path:
    return Path(settings.VAR) / "backups.json"
