"""The numbers of a chart as a table: the same for the page and for its CSV."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

from dashboard.templatetags.rupture_repair import percent
from ruptures.stats.rates import Interval

Value = str | int | float | None | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """`code` heads the CSV, `label` the page; shares are proportions in the former."""

    code: str
    label: str | Promise
    kind: Literal["text", "count", "share"] = "count"


@dataclass(frozen=True, slots=True)
class Cell:
    text: str | Promise
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def cells(self) -> list[list[Cell]]:
        """As shown: shares in per cent, a dash where there is nothing to say."""
        return [
            [_cell(column, value) for column, value in zip(self.columns, row, strict=True)]
            for row in self.rows
        ]

    def as_csv(self) -> str:
        """As calculated with: shares to four places, empty where there is nothing."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([column.code for column in self.columns])
        writer.writerows([_plain(value) for value in row] for row in self.rows)
        return text.getvalue()


def ends_of(limits: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if limits is None else (limits.low, limits.high)


def columns(*described: Column | tuple[str, str | Promise]) -> tuple[Column, ...]:
    return tuple(
        each if isinstance(each, Column) else Column(*each) for each in described
    )


def _cell(column: Column, value: Value) -> Cell:
    if value is None:
        return Cell("–", column.kind != "text")
    if column.kind == "share":
        return Cell(percent(float(str(value))), True)
    return Cell(value if isinstance(value, Promise) else str(value), column.kind != "text")


def _plain(value: Value) -> object:
    return round(value, 4) if isinstance(value, float) else value


def shares(prefix: str, low: str | Promise, high: str | Promise) -> Sequence[Column]:
    """The two columns of an interval."""
    return (
        Column(f"{prefix}_low", low, "share"),
        Column(f"{prefix}_high", high, "share"),
    )
