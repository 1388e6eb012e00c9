"""A part: one therapist's package as it leaves, beside the shell's own CSV of it."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.bench import shell
from tools.bench.files import KEPT, answered, set_up

PACKAGE = KEPT / "package.zip"


def main() -> None:
    set_up()
    from ruptures.models import Session, User
    from tools.bench.pages import clock_of_the_engine

    user = User.objects.get(email=f"therapist{sys.argv[2]}@demo.example")
    clock = clock_of_the_engine()
    started = clock()
    first = write(user)
    seconds = clock() - started
    memory = peak_memory()
    tables = list(queries(user))
    answered(
        {
            "sessions": Session.objects.editable_by(user).count(),
            "rows": sum(rows for rows, _sql in tables),
            "seconds": seconds,
            "first": first,
            "memory": memory,
            "own_tool": shell.as_csv([sql for _rows, sql in tables]),
        }
    )


def write(user: Any) -> float:
    """Seconds on the clock until there are bytes; all of them are written."""
    from ruptures.exchange.package.archive import package
    from ruptures.exchange.package.wanted import Wanted

    started, first = time.perf_counter(), 0.0
    with PACKAGE.open("wb") as file:
        for piece in package(Wanted(user)):
            file.write(piece)
            if piece and not first:
                first = time.perf_counter() - started
    return first


def queries(user: Any) -> Iterator[tuple[int, str]]:
    """How many rows each table has, and the query that gives its plain values."""
    from ruptures.exchange.package.rows import chosen
    from ruptures.exchange.package.wanted import Wanted

    wanted = Wanted(user)
    for table in wanted.tables:
        rows = chosen(table, wanted).order_by("key")
        values = rows.values_list(*(each.path for each in wanted.columns(table)))
        yield rows.count(), shell.with_values(*values.query.sql_with_params())


def peak_memory() -> float:
    """Megabytes that this process held at most."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    [peak] = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) * 1024 / 1e6


if __name__ == "__main__":
    main()
