"""How `make run` and `make demo` serve: to this machine alone.

A site on the open network puts a TLS proxy before this port; see docs/operations.md.
"""

import os
from pathlib import Path

from gunicorn.arbiter import Arbiter

from ruptures.sqlite import has_wal_reset_bug, wal_reset_warning

port = os.environ.get("PORT", "8000")
bind = f"127.0.0.1:{port}"

# A SQLite with the WAL-reset bug is safe while one connection writes, so one thread
# does all the work; a practice does not notice.
on_sqlite = os.environ.get("DATABASE_URL", "sqlite").startswith("sqlite")
workers, threads = (1, 1) if on_sqlite and has_wal_reset_bug() else (2, 4)
worker_class = "gthread"  # a browser's idle spare connection holds nobody up
timeout = 60

# Renewed now and then, not both at once.
max_requests = 5000
max_requests_jitter = 500

# Heartbeats in memory: a busy disk must not look like a hung worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - made privately by gunicorn

# Addresses hold case codes and stay out of every log; what goes wrong does not.
accesslog = None
loglevel = "warning"
control_socket_disable = True


def on_starting(server: Arbiter) -> None:
    """Warn, once, of a SQLite that must not be served by more than one process."""
    if on_sqlite and wal_reset_warning():
        print(wal_reset_warning(), flush=True)  # noqa: T201


def when_ready(server: Arbiter) -> None:
    """Say where, once a browser would be answered."""
    print(f"http://localhost:{port}/", flush=True)  # noqa: T201 - the terminal reads it
