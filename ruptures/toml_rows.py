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
    def of(cls, file: Path) -> "Source":
        """Read `file`; raises ReferenceFileError where it is no TOML."""
        text = file.read_text(encoding="utf-8")
        try:
            return cls(file, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            line = re.search(r"line (\d+)", str(error))
            raise bad(file, int(line[1]) if line else 1, str(error)) from None

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
        heads = [n for n, line in enumerate(lines) if line.strip() == f"[[{table}]]"]
        if place >= len(heads):
            return 1
        for number in range(heads[place] + 1, len(lines)):
            if lines[number].lstrip().startswith("["):
                break
            if re.match(rf"\s*{field}\s*=", lines[number]) and field:
                return number + 1
        return heads[place] + 1


def bad(file: Path, line: int, message: str) -> ReferenceFileError:
    return ReferenceFileError(f"{file}:{line}: {message}")


def refuse_twice(file: Path, keys: Iterable[str]) -> None:
    keys = list(keys)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise bad(file, 1, f"the key {twice[0]!r} is there twice")


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
