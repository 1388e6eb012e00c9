"""A part: a package comes into an empty place, beside `.import` of the same rows."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tools.bench import shell
from tools.bench.files import HOUSE, KEPT, answered, set_up
from tools.bench.outgoing import PACKAGE, peak_memory
from tools.bench.seed import empty

SPOILT = KEPT / "spoilt.zip"
BAD = (("cases", 0.0), ("reports", 0.5), ("scores", 1.0))  # start, middle, end
WRONG = b"the day before yesterday\r\n"  # in the last column of each, a moment
MANIFEST = "datapackage.json"


def main() -> None:
    set_up()
    from ruptures.models import User

    fresh()
    alone = shell.imported(sys.argv[2], sys.argv[3])
    fresh()
    user = User.objects.create(email="somebody@demo.example")
    tried = [with_a_bad_row(user, *place) for place in BAD]
    left, named = zip(*tried, strict=True)
    found = came_in(user) | {"left": left, "named": named, "memory": peak_memory()}
    answered(found | {"own_tool": alone})


def fresh() -> None:
    """Migrated by another process, whose memory is not the import's."""
    from django.db import connection

    connection.close()
    empty()
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=HOUSE, check=True)  # noqa: S603 - ours


def came_in(user: Any) -> dict[str, Any]:
    """Looked at, then written, as the command does."""
    from ruptures.exchange.incoming.importing import bring_in, look
    from ruptures.exchange.package.opening import opened
    from ruptures.exchange.package.reading import Arriving
    from ruptures.models import Session

    with PACKAGE.open("rb") as file:
        source = Arriving(opened(file))
        looking = seconds(lambda: look(source, user))
        writing = seconds(lambda: bring_in(source, user))
    return {
        "sessions": Session.objects.count(),
        "rows": rows_here(),
        "looking": looking,
        "writing": writing,
    }


def seconds(work: Callable[[], object]) -> float:
    from tools.bench.pages import clock_of_the_engine

    clock = clock_of_the_engine()
    started = clock()
    work()
    return clock() - started


def rows_here() -> int:
    from ruptures.exchange.package.tables import TABLES

    return sum(table.model._default_manager.count() for table in TABLES)


def with_a_bad_row(user: Any, table: str, part: float) -> tuple[int, bool]:
    """How many rows are there after it was refused, and whether it was named."""
    from ruptures.exchange.incoming.importing import bring_in
    from ruptures.exchange.package.opening import opened
    from ruptures.exchange.package.reading import Arriving
    from ruptures.exchange.problems import Refused

    row = spoil(f"{table}.csv", part)
    with SPOILT.open("rb") as file:
        try:
            bring_in(Arriving(opened(file)), user)
        except Refused as refused:
            [problem] = refused.problems
            return rows_here(), (problem.file, problem.row) == (f"{table}.csv", row)
    return rows_here(), False


def spoil(name: str, part: float) -> int:
    """Write the package with one bad row in that file; its number there."""
    with ZipFile(PACKAGE) as whole, ZipFile(SPOILT, "w", ZIP_DEFLATED) as spoilt:
        with whole.open(name) as file:
            last = sum(1 for _line in file)
        row = max(2, round(part * last))
        for member in whole.namelist():
            if member not in {name, MANIFEST}:
                copy(whole.open(member), member, spoilt)
        digest = copy(with_bad(whole.open(name), row), name, spoilt)
        described = json.loads(whole.read(MANIFEST))
        for each in described["resources"]:
            if each["path"] == name:
                each["hash"] = f"sha256:{digest}"
        spoilt.writestr(MANIFEST, json.dumps(described))
    return row


def with_bad(lines: Any, row: int) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        yield line.rpartition(b",")[0] + b"," + WRONG if number == row else line


def copy(lines: Any, name: str, archive: ZipFile) -> str:
    """Write a member line by line, as memory is measured; its checksum."""
    digest = hashlib.sha256()
    with archive.open(name, "w") as file:
        for line in lines:
            digest.update(line)
            file.write(line)
    return digest.hexdigest()


if __name__ == "__main__":
    main()
