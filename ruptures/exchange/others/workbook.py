"""An Excel file, turned once into text in a temporary file."""

import csv
import datetime
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from itertools import zip_longest
from typing import Any, BinaryIO

from django.utils.translation import gettext as _
from openpyxl.workbook import Workbook

from ruptures.exchange.others.book import opened
from ruptures.exchange.others.nameless import gone_with, nameless
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.package.opening import LARGEST
from ruptures.exchange.problems import Problem, Problems, Refused

MOST_ROWS = 2**20  # as a sheet has
AT_A_LOOK = 200_000  # cells
MIDNIGHT = datetime.time()


def as_plain(
    file: BinaryIO, name: str, sheet: str = "", rows: int | None = None
) -> Plain:
    """That sheet as text; by default the first that is not hidden.

    With `rows` no more of it than its header and so many: quick, and for a look alone.
    """
    out = nameless()
    found = Plain(out, name)
    gone_with(found, out)
    text = TextIOWrapper(out, "utf-8", newline="")
    problems = Problems()
    with opened(file, name, whole=rows is None) as (values, formulas):
        title = sheet or shown(values)[0]
        if title not in values.sheetnames:
            said = _("There is no sheet of this name.")
            raise Refused(Problem(said, name, value=title))
        writer = csv.writer(text, lineterminator="\n")
        found_rows = both(values, formulas, title)
        width = seen = 0
        for number, (cells, sources) in enumerate(found_rows, 1):
            row = row_of(name, number, cells, sources, problems)
            width = width or len(row)
            writer.writerow(row + [""] * (width - len(row)))
            refuse_long(name, number, out)
            seen += max(width, len(row))
            if rows is not None and (number > rows or seen >= AT_A_LOOK):
                break
    problems.refuse()
    text.detach()
    return found


def sheets_of(file: BinaryIO, name: str) -> list[str]:
    """The names of the sheets that are not hidden."""
    with opened(file, name, whole=False) as (values, _formulas):
        return shown(values)


def shown(book: Workbook) -> list[str]:
    sheets = book.worksheets
    open_ones = [each.title for each in sheets if each.sheet_state == "visible"]
    return open_ones or [each.title for each in sheets]


def both(
    values: Workbook, formulas: Workbook, title: str
) -> Iterator[tuple[Sequence[Any], Sequence[Any]]]:
    """Rows as values, and as formulas where there are any."""
    sheets = values[title], formulas[title]
    for sheet in sheets:
        sheet.reset_dimensions()
    rows = [sheet.iter_rows(values_only=True) for sheet in sheets]
    if values is formulas:
        yield from ((row, ()) for row in rows[0])
    else:
        yield from zip_longest(*rows, fillvalue=())


def row_of(
    name: str,
    number: int,
    cells: Sequence[Any],
    sources: Sequence[Any],
    problems: Problems,
) -> list[str]:
    for value, source in zip(cells, sources, strict=False):
        if value is None and source is not None:
            said = _(
                "The result of this formula is not in the file: open it in a "
                "spreadsheet and save it again."
            )
            problems.add(Problem(said, name, number, value=str(source)))
    return [as_text(value) for value in cells]


def refuse_long(name: str, number: int, out: BinaryIO) -> None:
    if number > MOST_ROWS or out.tell() > LARGEST:
        raise Refused(Problem(_("Unpacked, it is too large."), name, number))


def as_text(value: Any) -> str:
    """The cell as a CSV file would have it; 15 digits, as a spreadsheet shows them."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime.datetime) and value.time() == MIDNIGHT:
        return value.date().isoformat()
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value)
