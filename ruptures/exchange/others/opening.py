"""Which kind of file it is: what it begins with counts, not how it is called."""

from collections.abc import Sequence
from typing import BinaryIO

from django.utils.translation import gettext as _

from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.sniffing import delimiters_of, encoding_of
from ruptures.exchange.others.workbook import as_plain, sheets_of
from ruptures.exchange.package.opening import (
    DAMAGED,
    LARGEST,
    LONGEST_LIST,
    MANIFEST,
)
from ruptures.exchange.problems import Problem, Refused
from ruptures.exchange.zips import zip_of

ZIP, OLD_OFFICE = b"PK", b"\xd0\xcf\x11\xe0"


def is_zip(file: BinaryIO) -> bool:
    file.seek(0)
    return file.read(2) == ZIP


def is_package(file: BinaryIO, name: str) -> bool:
    """Whether it is, or is meant to be, what the export writes."""
    try:
        return name.lower().endswith(".zip") or (
            is_zip(file) and MANIFEST in zip_of(file, LONGEST_LIST).namelist()
        )
    except (*DAMAGED, OSError, ValueError):
        return False


def refuse_strange(file: BinaryIO, name: str) -> None:
    file.seek(0)
    head = file.read(8)
    size = file.seek(0, 2)
    if not size:
        raise Refused(Problem(_("The file is empty."), name))
    if size > LARGEST:
        raise Refused(Problem(_("It is larger than 1 GB."), name))
    if head.startswith(OLD_OFFICE):
        said = _(
            "It is of an older Excel, or locked by a password: save it as .xlsx, "
            "without a password."
        )
        raise Refused(Problem(said, name))


def plain(
    file: BinaryIO, name: str, mapping: Mapping, rows: int | None = None
) -> Plain:
    """The file as text, read as the mapping says; of Excel only so many `rows`."""
    refuse_strange(file, name)
    if is_zip(file):
        return as_plain(file, name, mapping.sheet, rows)
    return Plain(file, name, mapping.encoding, mapping.delimiter)


def sniffed(
    file: BinaryIO, name: str, rows: int | None = None
) -> tuple[Plain, Sequence[str]]:
    """The file as text, read as it seems to be, and what else it might be.

    That is the other delimiters that would fit, or the names of the other sheets.
    """
    refuse_strange(file, name)
    if is_zip(file):
        first, *others = sheets_of(file, name)
        return as_plain(file, name, first, rows), others
    encoding = encoding_of(file, name)
    delimiter, *others = delimiters_of(file, encoding) or [","]
    return Plain(file, name, encoding, delimiter), others
