"""The linked SQLite and its one known danger; knows nothing of Django.

SQLite 3.7.0 to 3.51.2 has a rare race in write-ahead mode: two connections that write
or checkpoint at the same moment can corrupt the file (docs/operations.md).
"""

import sqlite3

FIXED_IN = (3, 51, 3)


def has_wal_reset_bug(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    return version < FIXED_IN


def wal_reset_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """One line for the terminal, or nothing where the linked SQLite is sound."""
    if not has_wal_reset_bug(version):
        return ""
    found, fixed = (".".join(map(str, v[:3])) for v in (version, FIXED_IN))
    return (
        f"SQLite {found} has the WAL-reset bug (fixed in {fixed}): keep to one server"
        " process, the default, or use PostgreSQL (DATABASE_URL); see"
        " docs/operations.md."
    )
