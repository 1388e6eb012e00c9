"""The two practices that are measured: made once, kept until their maker changes."""

import datetime
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tools.bench.files import HOUSE, KEPT, part
from tools.bench.measured import OWN, USUAL

SEEDED_BY = ("ruptures/seeding", "ruptures/taxonomy")
EACH = 2_500  # sessions of every other therapist


@dataclass(frozen=True)
class Practice:
    """A database and the sessions of each of its therapists, the first ones looked at.

    The usual therapist is the first in both practices, and so has the very same rows.
    """

    url: str
    name: str
    own: tuple[int, ...]
    others: int

    @property
    def sessions(self) -> int:
        return self.others + sum(self.own)

    @property
    def shares(self) -> list[int]:
        return [*self.own, *[EACH] * (self.others // EACH)]

    @property
    def fingerprint(self) -> str:
        """Changes when the rows would: with their making, its codes, and the month."""
        found = hashlib.sha256(repr((self.shares, month())).encode())
        for folder in SEEDED_BY:
            for path in sorted((HOUSE / folder).rglob("*.py")):
                found.update(path.read_bytes())
        return found.hexdigest()

    def made(self) -> dict[str, Any]:
        """Seed it where it is not there yet; what its making told."""
        note = KEPT / f"{self.name}.json"
        if note.exists():
            told: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            if told["fingerprint"] == self.fingerprint:
                return told
        note.unlink(missing_ok=True)
        print(f"Making {self.name}: {self.sessions:,} sessions ...", flush=True)
        shares = json.dumps(self.shares)
        told = {"fingerprint": self.fingerprint} | part(
            "seed", shares, database=self.url
        )
        note.write_text(json.dumps(told), encoding="utf-8")
        return told


def month() -> str:
    return f"{datetime.date.today():%Y-%m}"  # noqa: DTZ011 - the machine's own month


def practices(url: str, sessions: int) -> tuple[Practice, Practice]:
    """The big and the small one; next to `url`, or under var/bench/ without one."""
    own = (USUAL, *(count for count in OWN if count != USUAL))
    return practice(url, own, sessions), practice(url, (USUAL,), sessions // 100)


def practice(url: str, own: tuple[int, ...], sessions: int) -> Practice:
    name = f"bench_{sessions}"
    return Practice(beside(url, name), name, own, max(sessions, EACH))


def files(url: str, sessions: int) -> Practice:
    """Three therapists: whose package is small, comes in, and is large."""
    own = (sessions // 100, sessions // 5, sessions)
    name = f"bench_files_{sessions}"
    return Practice(beside(url, name), name, own, 0)


def beside(url: str, name: str) -> str:
    """The database of that name on the server that `url` names."""
    if not url or url.startswith("sqlite"):
        return f"sqlite:///{Path(KEPT, name)}.sqlite3"
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
