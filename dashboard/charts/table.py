"""The numbers of a chart as a table: the same for the page and for its CSV."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, cast

from django.utils.functional import Promise, SimpleLazyObject

from dashboard.templatetags.rupture_repair import percent
from ruptures.reference import Range
from ruptures.stats.rates import Interval

Value = str | int | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """`code` heads the CSV, `label` the page; shares are proportions in the former.

    `show` writes a value for the page where the CSV holds a code or an ISO date.
    """

    code: str
    label: str | Promise
    kind: Literal["text", "count", "share"] = "count"
    show: Callable[[Any], str | Promise] | None = None

    @property
    def number(self) -> bool:
        return self.kind != "text"

    def cell(self, value: Value) -> "Cell":
        """As shown: shares in per cent, a dash where there is nothing to say."""
        written: Callable[[Any], str] = percent if self.kind == "share" else str
        show = self.show or written
        return Cell("–" if value is None else show(value), self.number)


class Cell(NamedTuple):
    text: str | Promise
    number: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of values; those `earlier` and those `unseen` are in the CSV alone."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    unseen: tuple[tuple[Value, ...], ...] = ()
    earlier: tuple[tuple[Value, ...], ...] = ()

    @property
    def cells(self) -> list[list[Cell]]:
        return [
            [
                column.cell(value)
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]

    def as_csv(self) -> str:
        """As calculated with: shares to four places, empty where there is nothing."""
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow([column.code for column in self.columns])
        rows = self.earlier + self.rows + self.unseen
        writer.writerows([_plain(value) for value in row] for row in rows)
        return text.getvalue()


def later(make: Callable[[], Table]) -> Table:
    """The table, made when somebody looks at it: what htmx swaps in shows none yet.

    What stands for it until then is not for `dataclasses.replace`.
    """
    return cast("Table", SimpleLazyObject(make))


def columns(*described: Column | tuple[str, str | Promise]) -> tuple[Column, ...]:
    """Columns, those of a plain count as their code and label alone."""
    return tuple(
        each if isinstance(each, Column) else Column(*each) for each in described
    )


def interval_columns(
    code: str, low: str | Promise, high: str | Promise
) -> tuple[Column, Column]:
    return Column(f"{code}_low", low, "share"), Column(f"{code}_high", high, "share")


def ends_of(limits: Interval | Range | None) -> tuple[float | None, float | None]:
    """The values of those two columns."""
    return (None, None) if limits is None else (limits.low, limits.high)


def _plain(value: Value) -> object:
    return round(value, 4) if isinstance(value, float) else value
