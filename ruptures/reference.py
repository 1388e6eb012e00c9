"""Published ranges: read from TOML, refused with file and line where they are wrong."""

import datetime
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruptures.toml_rows import (
    ReferenceFileError,
    Source,
    bad,
    refuse_blank,
    refuse_no_doi,
    refuse_twice,
)

__all__ = [
    "Claim",
    "Range",
    "RangeSet",
    "ReferenceFileError",
    "claims",
    "default_set",
    "range_sets",
    "read",
]

SHIPPED = Path(__file__).parent / "reference_data" / "ranges.toml"
SPAN = "all"
RATERS = ("client", "therapist", "observer", SPAN)
UNITS = ("sessions",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """One published range of a rate, `low` and `high` as proportions."""

    key: str
    set: str
    rater: str
    unit: str
    low: float
    high: float
    citation: str
    doi: str
    quoted_in: str
    verified: str
    checked_on: datetime.date

    def __post_init__(self) -> None:
        """Raises ValueError(field, message) for the first value that cannot be."""
        if self.rater not in RATERS:
            raise ValueError("rater", f"unknown rater {self.rater!r}")
        if self.unit not in UNITS:
            raise ValueError("unit", f"unknown unit {self.unit!r}")
        if not 0 <= self.low <= 1 or not 0 <= self.high <= 1:
            raise ValueError("low", "low and high are proportions from 0 to 1")
        if self.low > self.high:
            raise ValueError("low", f"low {self.low} is above high {self.high}")
        refuse_blank(self, "key", "set", "citation", "quoted_in", "verified")
        refuse_no_doi(self.doi)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHead:
    """What a file says of a set before its ranges."""

    key: str
    name: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class RangeSet:
    """Ranges shown together, at most one a rater, and perhaps a span over raters."""

    key: str
    name: str
    default: bool
    ranges: tuple[Range, ...]

    def of(self, rater: str) -> Range | None:
        return next((each for each in self.ranges if each.rater == rater), None)

    @property
    def span(self) -> Range | None:
        return self.of(SPAN)


@cache
def range_sets(own: Path | None = None) -> tuple[RangeSet, ...]:
    """The shipped sets, then those of the practice's folder `own`, once for all.

    Raises ReferenceFileError, naming file and line.
    """
    files = [SHIPPED, *(sorted(own.glob("*.toml")) if own else [])]
    sets = [(file, each) for file in files for each in read(file)]
    refuse_twice((file, each.key) for file, each in sets)
    return tuple(each for _, each in sets)


def default_set(own: Path | None = None) -> RangeSet:
    """The last set marked `default`, so that a practice's own can take its place."""
    return [each for each in range_sets(own) if each.default][-1]


def read(file: Path) -> tuple[RangeSet, ...]:
    """The sets of one file; raises ReferenceFileError, naming file and line."""
    source = Source.of(file, "set", "range")
    heads = source.rows("set", SetHead)
    ranges = source.rows("range", Range)
    _check_together(source, heads, ranges)
    return tuple(_joined(head, ranges) for head in heads)


def _check_together(
    source: Source, heads: tuple[SetHead, ...], ranges: tuple[Range, ...]
) -> None:
    """Refuse a range without its set, and a second one for the same rater."""
    if not heads:
        raise bad(source.file, 1, "no [[set]] in it")
    refuse_twice((source.file, each.key) for each in ranges)
    seen: set[tuple[str, str]] = set()
    for place, each in enumerate(ranges):
        if each.set not in {head.key for head in heads}:
            raise source.bad("range", place, f"no set has the key {each.set!r}", "set")
        if (each.set, each.rater) in seen:
            message = f"the set {each.set!r} has this rater already"
            raise source.bad("range", place, message, "rater")
        seen.add((each.set, each.rater))


def _joined(head: SetHead, ranges: Iterable[Range]) -> RangeSet:
    own = tuple(each for each in ranges if each.set == head.key)
    return RangeSet(head.key, head.name, head.default, own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What research says of repair, and what of it was read: "" means not checked."""

    text: str
    numbers: str
    citation: str
    doi: str
    read: str


@cache
def claims() -> tuple[Claim, ...]:
    file = SHIPPED.with_name("claims.toml")
    return tuple(
        Claim(**each) for each in tomllib.loads(file.read_text("utf-8"))["claim"]
    )
