"""Published ranges: read from TOML, refused with file and line where they are wrong."""

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

SHIPPED = Path(__file__).parent / "reference_data" / "ranges.toml"
SPAN = "all"
RATERS = ("client", "therapist", "observer", SPAN)
UNITS = ("sessions",)

Row = TypeVar("Row", "Range", "SetHead")


class ReferenceFileError(ValueError):
    """A file of ranges that cannot be used; says file, line and why."""


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
        for name in ("key", "set", "citation", "quoted_in", "verified"):
            if not getattr(self, name).strip():
                raise ValueError(name, f"{name} is empty")
        if self.doi and not re.fullmatch(r"10\.\d{4,9}/\S+", self.doi):
            raise ValueError("doi", f"{self.doi!r} is no DOI")


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
    sets = tuple(each for file in files for each in read(file))
    _refuse_twice(files[-1], [each.key for each in sets])
    return sets


def default_set(own: Path | None = None) -> RangeSet:
    """The last set marked `default`, so that a practice's own can take its place."""
    return [each for each in range_sets(own) if each.default][-1]


def read(file: Path) -> tuple[RangeSet, ...]:
    """The sets of one file; raises ReferenceFileError, naming file and line."""
    text = file.read_text(encoding="utf-8")
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        raise _bad(file, int(line[1]) if line else 1, str(error)) from None
    source = _Source(file, text)
    heads = source.rows("set", tables, SetHead)
    ranges = source.rows("range", tables, Range)
    _check_together(source, heads, ranges)
    return tuple(_joined(head, ranges) for head in heads)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file and its text, to find the line that a message is about."""

    file: Path
    text: str

    def rows(
        self, table: str, tables: Mapping[str, Any], kind: type[Row]
    ) -> tuple[Row, ...]:
        return tuple(
            self._row(table, place, values, kind)
            for place, values in enumerate(tables.get(table, ()))
        )

    def _row(
        self, table: str, place: int, values: Mapping[str, Any], kind: type[Row]
    ) -> Row:
        try:
            _check_fields(values, kind)
            return kind(**values)
        except ValueError as error:
            field, message = error.args
            raise self.bad(table, place, message, field) from None

    def bad(
        self, table: str, place: int, message: str, field: str = ""
    ) -> ReferenceFileError:
        return _bad(self.file, self._line(table, place, field), message)

    def _line(self, table: str, place: int, field: str) -> int:
        """The line of `field` in that table, of its heading where it has none."""
        lines = self.text.splitlines()
        heads = [n for n, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        if place >= len(heads):
            return 1
        for number in range(heads[place] + 1, len(lines)):
            if lines[number].lstrip().startswith("["):
                break
            if re.match(rf"\s*{field}\s*=", lines[number]) and field:
                return number + 1
        return heads[place] + 1


def _check_fields(values: Mapping[str, Any], kind: type[Row]) -> None:
    """Raises ValueError(field, message) for one missing, unknown or of a wrong type."""
    known = {each.name: each for each in fields(kind)}
    for name in values:
        if name not in known:
            raise ValueError(name, f"unknown field {name!r}")
    for name, field in known.items():
        if name not in values:
            if field.default is MISSING:
                raise ValueError(name, f"{name} is missing")
        elif not _fits(values[name], field.type):
            raise ValueError(name, f"{name} is not of the right type")


def _fits(value: object, kind: object) -> bool:
    """Whether a TOML value is of the type that a field declares."""
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind


def _check_together(
    source: _Source, heads: tuple[SetHead, ...], ranges: tuple[Range, ...]
) -> None:
    """Refuse a range without its set, and a second one for the same rater."""
    if not heads:
        raise _bad(source.file, 1, "no [[set]] in it")
    _refuse_twice(source.file, [each.key for each in ranges])
    seen: set[tuple[str, str]] = set()
    for place, each in enumerate(ranges):
        if each.set not in {head.key for head in heads}:
            raise source.bad("range", place, f"no set has the key {each.set!r}", "set")
        if (each.set, each.rater) in seen:
            message = f"the set {each.set!r} has this rater already"
            raise source.bad("range", place, message, "rater")
        seen.add((each.set, each.rater))


def _refuse_twice(file: Path, keys: Iterable[str]) -> None:
    keys = list(keys)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise _bad(file, 1, f"the key {twice[0]!r} is there twice")


def _joined(head: SetHead, ranges: Iterable[Range]) -> RangeSet:
    own = tuple(each for each in ranges if each.set == head.key)
    return RangeSet(head.key, head.name, head.default, own)


def _bad(file: Path, line: int, message: str) -> ReferenceFileError:
    return ReferenceFileError(f"{file}:{line}: {message}")


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
