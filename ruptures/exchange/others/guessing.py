"""A first mapping from the file alone, and all of it that somebody has to decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from django.utils.translation import gettext as _

from ruptures.exchange.others.cells import NUMBER
from ruptures.exchange.others.columns import Cells, Doubt, Doubts
from ruptures.exchange.others.mapping import (
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST,
    Mapping,
    Meaning,
)
from ruptures.exchange.others.opening import is_zip, sniffed
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.redcap_columns import meanings
from ruptures.exchange.problems import Problem, Problems, Refused

LOOKED_AT = 20_000  # rows, of so many cells in all
LOOKED_AT_CELLS = 1_000_000
MOST_CELLS = 200_000  # kept of all columns
SHOWN = 60  # characters of a cell
DAYS = {"date", "start"}
PARTED = re.compile(
    r"(\d{1,2})([-/. ])(\d{1,2})[-/. ](?:\d{4}|\d{2})(?: .*)?", re.ASCII
)


class Undecided(Refused):
    """The file can be read; what it means has to be said."""


@dataclass(frozen=True, slots=True)
class Guess:
    mapping: Mapping
    doubts: tuple[Doubt, ...]

    def refuse(self, name: str) -> None:
        """Raise Undecided unless all of it is sure."""
        if self.doubts:
            found = [
                Problem(each.said, name, column=each.about) for each in self.doubts
            ]
            raise Undecided(*found)


def guess(file: BinaryIO, name: str, rows: int | None = None) -> Guess:
    """Raises Refused where the file cannot be read at all; of Excel only `rows`."""
    text, others = sniffed(file, name, rows)
    doubts = Doubts()
    if others and is_zip(file):
        said = _("There are more sheets; the first was taken. The others: %(all)s.")
        doubts.add("sheet", said % {"all": ", ".join(others)})
    elif others:
        doubts.add("delimiter", _("More than one sign may stand between cells."))
    return of_text(text, doubts)


def of_text(text: Plain, doubts: Doubts, sheet: str = "") -> Guess:
    """What its columns and cells seem to mean; `doubts` are those there were before."""
    found = seen(text)
    columns = tuple(meanings(found, doubts))
    mapping = Mapping(
        encoding=text.encoding,
        delimiter=text.delimiter,
        sheet=sheet,
        dates=order_of_dates(cells_of(columns, found, DAYS), doubts),
        decimal=decimal_of(cells_of(columns, found, {"score"}), doubts),
        columns=columns,
    )
    for said in mapping.gaps():
        doubts.add("", said)
    return Guess(mapping, tuple(doubts))


def seen(text: Plain) -> Cells:
    """What stands in each column, every cell once, so far as that can be held."""
    names = [name for name in text.header if name]
    found: dict[str, dict[str, None]] = {name: {} for name in names}
    most = max(30, MOST_CELLS // len(names))
    nothing = Mapping().nothing
    number, problems = 0, Problems()
    rows = min(LOOKED_AT, LOOKED_AT_CELLS // len(text.header))
    for number, row in islice(text.rows(problems), rows):  # noqa: B007
        for name, cell in zip(text.header, row, strict=True):
            kept = found.get(name)
            if kept is not None and len(kept) < most:
                kept[" ".join(cell[:SHOWN].split())] = None
    if not number:
        problems.refuse()
        raise Refused(Problem(_("There is no row below the header."), text.name))
    return {
        name: [cell for cell in cells if cell.lower() not in nothing]
        for name, cells in found.items()
    }


def cells_of(columns: Sequence[Meaning], found: Cells, means: set[str]) -> list[str]:
    return [
        cell for each in columns if each.means in means for cell in found[each.column]
    ]


def order_of_dates(cells: Sequence[str], doubts: Doubts) -> str:
    """Decided by a number above 12, or by points, which stand behind a day."""
    parted = [found for cell in cells if (found := PARTED.fullmatch(cell))]
    days = any(int(each[1]) > 12 or each[2] == "." for each in parted)
    months = any(int(each[3]) > 12 for each in parted)
    if days and months:
        doubts.add("dates", _("Some days stand before the month, others after it."))
    elif parted and not (days or months):
        doubts.add("dates", _("Does the day stand first, or the month?"))
    if not parted:
        return YEAR_FIRST
    return MONTH_FIRST if months and not days else DAY_FIRST


def decimal_of(cells: Sequence[str], doubts: Doubts) -> str:
    found = [
        decimal
        for decimal in (".", ",")
        if any(decimal in cell and NUMBER[decimal].fullmatch(cell) for cell in cells)
    ]
    if len(found) > 1:
        said = _("Some numbers have a point before decimals, others a comma.")
        doubts.add("decimal", said)
    return found[0] if found else "."
