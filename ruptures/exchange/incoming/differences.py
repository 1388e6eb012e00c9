"""Rows of a file that are here with other values: what differs, and what may change."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.tables import MARKERS, REPORTS, Table
from ruptures.exchange.problems import MOST, shortened
from ruptures.models.report import SENT
from ruptures.taxonomy import Rater

# What has an act of its own, or is said once and for all. So is what a row belongs to.
FIXED = {
    ("cases", "code"),
    ("cases", "hold_reason"),
    ("cases", "hold_since"),
    ("cases", "synthetic"),
    ("reports", "rater"),
    ("reports", "reporter"),
    ("notes", "shared"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell, in the words of the file, and what stands here; `row` as in a Problem."""

    file: str
    row: int
    column: str
    here: str
    there: str


@dataclass(slots=True)
class Differences:
    """Those found: the first MOST as they are, all of them as a digest.

    `fixed` counts the cells that no file changes.
    """

    first: list[Difference] = field(default_factory=list)
    fixed: int = 0
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)

    def add(self, found: Difference, *, fixed: bool) -> None:
        self.fixed += fixed
        self._digest.update(repr(found).encode())
        if len(self.first) < MOST:
            here, there = shortened(found.here), shortened(found.there)
            self.first.append(replace(found, here=here, there=there))

    @property
    def digest(self) -> str:
        return str(self._digest.hexdigest())


def is_fixed(table: Table, column: Column, held: Mapping[str, Any]) -> bool:
    """Whether no file changes that column of a row that stands as `held` here.

    What a client or an observer sent is theirs, and what was seen once is not unseen.
    """
    if column.points_to or column.name == "logged_at":
        return True
    if (table.name, column.name) in FIXED:
        return True
    if table is REPORTS:
        unseen_again = column.name == "independent" and not held["independent"]
        return unseen_again or not is_own_answer(held)
    return table is MARKERS and held["report"] is not None


def is_own_answer(held: Mapping[str, Any]) -> bool:
    """Whether the therapist entered that report."""
    return held["rater"] != Rater.OBSERVER and held["source"] not in SENT


def is_told(table: Table, held: Mapping[str, Any]) -> bool:
    """Whether what stands here may be shown: a client's own answer may have to wait."""
    sent = table is REPORTS and held["source"] in SENT
    return not (sent and held["rater"] == Rater.CLIENT)
