"""What pages tell of backups: the owner alone, who can make one."""

from dataclasses import dataclass

from ruptures.backup.done import Done, is_late, last
from ruptures.models import User


@dataclass(frozen=True)
class BackupKnown:
    last: Done | None
    is_late: bool


def backup_known_to(user: User) -> BackupKnown | None:
    if not user.is_owner:
        return None
    done = last()
    return BackupKnown(done, is_late(done))
