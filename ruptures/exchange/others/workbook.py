"""An Excel file, turned once into text in a temporary file."""

import csv
import datetime
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import TextIOWrapper
from itertools import islice, zip_longest
from typing import Any, BinaryIO
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from ruptures.exchange.others.nameless import gone_with, nameless
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.package.opening import AT_ONCE, DAMAGED, LARGEST
from ruptures.exchange.problems import Problem, Problems, Refused

MOST_ROWS = 2**20  # as a sheet has
IN_MEMORY = 2**26  # bytes, unpacked, of what is not a sheet
AT_A_LOOK = 2**24  # bytes, unpacked, that are read before the first row is seen
SIZE, HEAD = b"<dimension", 4096  # bytes: where a sheet says how large it is
MOST_MEMBERS = 2000
MIDNIGHT = datetime.time()
TYPES = "[Content_Types].xml"
OVERRIDE = re.compile(rb"<(?:\w+:)?Override\b[^>]*>")
PART = re.compile(rb"""PartName\s*=\s*["']([^"']*)""")
FORMULA, LONGEST_TAG = re.compile(rb"<(?:\w+:)?f[ />]"), 40  # bytes


def as_plain(
    file: BinaryIO, name: str, sheet: str = "", rows: int | None = None
) -> Plain:
    """That sheet as text; by default the first that is not hidden.

    With `rows` no more of it than its header and so many: quick, and for a look alone.
    """
    whole = rows is None
    refuse_bomb(file, name)
    if not whole:
        refuse_slow(file, name)
    out = nameless()
    found = Plain(out, name)
    gone_with(found, out)
    text = TextIOWrapper(out, "utf-8", newline="")
    problems = Problems()
    with opened(file, name, whole=whole) as (values, formulas):
        title = sheet or shown(values)[0]
        if title not in values.sheetnames:
            said = _("There is no sheet of this name.")
            raise Refused(Problem(said, name, value=title))
        writer = csv.writer(text, lineterminator="\n")
        most = None if rows is None else rows + 1
        found_rows = islice(both(values, formulas, title), most)
        width = 0
        for number, (cells, sources) in enumerate(found_rows, 1):
            row = row_of(name, number, cells, sources, problems)
            width = width or len(row)
            writer.writerow(row + [""] * (width - len(row)))
            refuse_long(name, number, out)
    problems.refuse()
    text.detach()
    return found


def sheets_of(file: BinaryIO, name: str) -> list[str]:
    """The names of the sheets that are not hidden."""
    refuse_bomb(file, name)
    with opened(file, name, whole=False) as (values, _formulas):
        return shown(values)


def shown(book: Workbook) -> list[str]:
    sheets = book.worksheets
    open_ones = [each.title for each in sheets if each.sheet_state == "visible"]
    return open_ones or [each.title for each in sheets]


def refuse_bomb(file: BinaryIO, name: str) -> None:
    """What is unpacked is never more than its declared size; that is bounded."""
    try:
        with ZipFile(file) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist()}
            small = sizes[TYPES] < IN_MEMORY and len(sizes) <= MOST_MEMBERS
            sheets = sheets_in(archive) if small else set()
    except (*DAMAGED, KeyError, OSError, ValueError) as error:
        raise Refused(Problem(damaged(), name)) from error
    others = sum(size for path, size in sizes.items() if path not in sheets)
    if not small or sum(sizes.values()) > LARGEST or others > IN_MEMORY:
        raise Refused(Problem(_("Unpacked, it is too large."), name))


def refuse_slow(file: BinaryIO, name: str) -> None:
    """Where much has to be read before the first row, for somebody who waits for it.

    That is all but the sheets, and every sheet that does not begin with its size.
    """
    with ZipFile(file) as archive:
        sheets, size = sheets_in(archive), 0
        for each in archive.infolist():
            with archive.open(each) as member:
                if each.filename in sheets and SIZE in member.read(HEAD):
                    continue
            size += each.file_size
    if size > AT_A_LOOK:
        said = _("It is too large to be shown here: save the sheet as CSV.")
        raise Refused(Problem(said, name))


def sheets_in(archive: ZipFile) -> set[str]:
    """Members that are sheets and nothing else: all others are read into memory."""
    found: dict[str, set[bool]] = {}
    for override in OVERRIDE.findall(archive.read(TYPES)):
        for part in PART.findall(override):
            path = part.decode(errors="replace").lstrip("/")
            found.setdefault(path, set()).add(b"worksheet+xml" in override)
    return {path for path, kinds in found.items() if kinds == {True}}


def damaged() -> str:
    return _("This is no Excel file (.xlsx), or it is damaged.")


@contextmanager
def opened(
    file: BinaryIO, name: str, *, whole: bool = True
) -> Iterator[tuple[Workbook, Workbook]]:
    """The book as values, and where it has any, as the formulas they came from.

    Without `whole` nobody looks for formulas.
    """
    books = []
    try:
        for values in (True, False) if whole and has_formulas(file) else (True,):
            file.seek(0)
            books.append(load_workbook(file, read_only=True, data_only=values))
        if not books[0].worksheets:
            raise Refused(Problem(_("There is no sheet in it."), name))
        yield books[0], books[-1]
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes the library stumble on
        raise Refused(Problem(damaged(), name)) from error
    finally:
        for book in books:
            book.close()


def has_formulas(file: BinaryIO) -> bool:
    """Asked first: only a second reading finds those without a result."""
    with ZipFile(file) as archive:
        names = sheets_in(archive) & {*archive.namelist()}
        return any(formula_in(archive, name) for name in names)


def formula_in(archive: ZipFile, name: str) -> bool:
    before = b""
    with archive.open(name) as sheet:
        for some in iter(partial(sheet.read, AT_ONCE), b""):
            if FORMULA.search(before + some):
                return True
            before = some[-LONGEST_TAG:]
    return False


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
