"""Rows of a TOML file as frozen dataclasses, refused with file and line."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin

Row = TypeVar("Row")
DOI = r"10\.\d{4,9}/\S+"


class ReferenceFileError(ValueError):
    """A file of ranges or instruments that cannot be used; says file, line and why."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file, its text and its tables, to find the line that a message is about."""

    file: Path
    text: str
    tables: Mapping[str, Any]

    @classmethod
    def of(cls, file: Path, *tables: str) -> "Source":
        """Read `file`, which has these `tables` alone; raises ReferenceFileError where
        it is no TOML in UTF-8 or has something else at its top.
        """
        text = _text(file)
        try:
            found = cls(file, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise bad(file, int(line[1]) if line else 1, str(error)) from None
        found._check_tables(tables)
        return found

    def _check_tables(self, tables: Iterable[str]) -> None:
        """What is not read would be missed by nobody until its numbers were."""
        for name, rows in self.tables.items():
            if name not in tables:
                wanted = " or ".join(f"[[{each}]]" for each in tables)
                raise bad(self.file, self._named(name), f"{name!r} is not {wanted}")
            if not isinstance(rows, list) or not all(isinstance(r, dict) for r in rows):
                raise bad(self.file, self._named(name), f"write it as [[{name}]]")

    def rows(self, table: str, kind: type[Row]) -> tuple[Row, ...]:
        """Each `[[table]]` as a `kind`, whose ValueErrors are (field, message)."""
        return tuple(
            self._row(table, place, values, kind)
            for place, values in enumerate(self.tables.get(table, ()))
        )

    def _row(
        self, table: str, place: int, values: Mapping[str, Any], kind: type[Row]
    ) -> Row:
        fixed = {name: _fixed(value) for name, value in values.items()}
        try:
            _check_fields(fixed, kind)
            return kind(**fixed)
        except ValueError as error:
            field, message = error.args
            raise self.bad(table, place, message, field) from None

    def bad(
        self, table: str, place: int, message: str, field: str = ""
    ) -> ReferenceFileError:
        return bad(self.file, self._line(table, place, field), message)

    def _line(self, table: str, place: int, field: str) -> int:
        """The line of `field` in that table, of its heading where it has none."""
        lines = self.text.splitlines()
        head = re.compile(rf"\s*\[\[\s*{table}\s*\]\]")
        heads = [n for n, line in enumerate(lines) if head.match(line)]
        if place >= len(heads):
            return 1
        for number in range(heads[place] + 1, len(lines)):
            if lines[number].lstrip().startswith("["):
                break
            if re.match(rf"\s*{field}\s*=", lines[number]) and field:
                return number + 1
        return heads[place] + 1

    def _named(self, name: str) -> int:
        """The line that first names what stands at the top of the file."""
        first = re.compile(rf"[\s\[\"']*{re.escape(name)}\b")
        lines = enumerate(self.text.splitlines(), start=1)
        return next((number for number, line in lines if first.match(line)), 1)


def _text(file: Path) -> str:
    """Of a file in UTF-8, with the mark that some editors put before it or without."""
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise bad(file, line, "not saved as UTF-8") from None


def bad(file: Path, line: int, message: str) -> ReferenceFileError:
    return ReferenceFileError(f"{file}:{line}: {message}")


def refuse_twice(keys: Iterable[tuple[Path, str]]) -> None:
    """Raises ReferenceFileError for the first file whose key was there before."""
    seen: set[str] = set()
    for file, key in keys:
        if key in seen:
            raise bad(file, 1, f"the key {key!r} is there twice")
        seen.add(key)


def refuse_blank(row: object, *names: str) -> None:
    """Raise ValueError(field, message) for the first of the texts that says nothing."""
    for name in names:
        if not getattr(row, name).strip():
            raise ValueError(name, f"{name} is empty")


def refuse_no_doi(doi: str) -> None:
    if doi and not re.fullmatch(DOI, doi):
        raise ValueError("doi", f"{doi!r} is no DOI")


def _fixed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _check_fields(values: Mapping[str, Any], kind: type[Any]) -> None:
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
    if isinstance(kind, UnionType):
        return any(_fits(value, each) for each in get_args(kind))
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return isinstance(value, tuple) and all(_fits(each, inner) for each in value)
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is kind
