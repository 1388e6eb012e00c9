"""A part: make one practice anew, in an empty database, and tell how long it took."""

import json
import sys
import time
from pathlib import Path

from tools.bench.files import answered, set_up

OURS = "bench_"  # how the name of every database of the bench begins


def main() -> None:
    set_up()
    from django.core.management import call_command
    from django.utils import timezone

    from ruptures.seeding.practice import fill, shared_out

    empty()
    call_command("migrate", verbosity=0)
    sessions: list[int] = json.loads(sys.argv[2])
    started = time.perf_counter()
    fill(list(shared_out("bench", sessions, timezone.localdate())))
    seconds = time.perf_counter() - started
    gather_statistics()
    answered({"seconds": seconds, "sessions": sum(sessions)})


def empty() -> None:
    """Begin with nothing: the file, or the database on its server, is made anew."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if not Path(name).name.startswith(OURS):
        sys.exit(f"Only a database called {OURS}... is emptied.")
    if connection.vendor == "sqlite":
        for end in ("", "-wal", "-shm"):
            Path(f"{name}{end}").unlink(missing_ok=True)
        return
    with connection._nodb_cursor() as cursor:
        quoted = connection.ops.quote_name(name)
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")


def gather_statistics() -> None:
    """As PostgreSQL's own housekeeping does soon after; SQLite has none of its own."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


if __name__ == "__main__":
    main()
