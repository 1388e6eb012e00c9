"""How much an Excel file may hold, unpacked: asked before any of it is read."""

from collections.abc import Iterable
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.utils.translation import gettext as _
from openpyxl.xml.functions import fromstring, localname

from ruptures.exchange.package.opening import AT_ONCE, LARGEST
from ruptures.exchange.problems import Problem, Refused
from ruptures.exchange.zips import zip_of

IN_MEMORY = 2**26  # bytes, unpacked, of what is not a sheet
AT_A_LOOK = 2**24  # bytes, unpacked, that are read before the first row is seen
TAGS_AT_A_LOOK = 60_000  # among these: styles take 0.1 ms for each
SIZE, HEAD = b"<dimension", 4096  # bytes: where a sheet says how large it is
MOST_MEMBERS = 2000
LONGEST_LIST = 2**19  # bytes, of that many members
TYPES, LARGEST_TYPES = "[Content_Types].xml", 2**18  # bytes
SHEETS = "worksheets"  # the folder in which every program writes them


def book_in(file: BinaryIO, name: str) -> ZipFile:
    """What is unpacked is never more than its declared size; that is bounded here.

    Raises Refused where it is too large, or no Excel file.
    """
    try:
        archive = zip_of(file, LONGEST_LIST)
        refuse_locked(archive, name)
        refuse_bomb(archive, name)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # whatever a damaged file makes the readers stumble on
        raise Refused(Problem(damaged(), name)) from error
    return archive


def damaged() -> str:
    return _("This is no Excel file (.xlsx), or it is damaged.")


def refuse_locked(archive: ZipFile, name: str) -> None:
    for each in archive.infolist():
        if each.flag_bits & 1:
            said = _("It is locked by a password: save it without one.")
            raise Refused(Problem(said, name))
        if each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            raise Refused(Problem(_("It cannot be unpacked here."), name))


def refuse_bomb(archive: ZipFile, name: str) -> None:
    sizes = {each.filename: each.file_size for each in archive.infolist()}
    small = sizes[TYPES] <= LARGEST_TYPES and len(sizes) <= MOST_MEMBERS
    sheets = sheets_in(archive) if small else set()
    others = sum(size for path, size in sizes.items() if path not in sheets)
    if not small or sum(sizes.values()) > LARGEST or others > IN_MEMORY:
        raise Refused(Problem(_("Unpacked, it is too large."), name))


def refuse_slow(archive: ZipFile, name: str) -> None:
    """Where much has to be read before the first row, for somebody who waits for it.

    That is all but the sheets, and every sheet that does not begin with its size.
    """
    sheets, size = sheets_in(archive), 0
    others = [name for name in archive.namelist() if name not in sheets]
    for each in archive.infolist():
        if each.filename in others or not says_size(archive, each.filename):
            size += each.file_size
    if size > AT_A_LOOK or tags_in(archive, others) > TAGS_AT_A_LOOK:
        said = _("It is too large to be shown here: save the sheet as CSV.")
        raise Refused(Problem(said, name))


def says_size(archive: ZipFile, sheet: str) -> bool:
    with archive.open(sheet) as member:
        return SIZE in member.read(HEAD)


def tags_in(archive: ZipFile, names: Iterable[str]) -> int:
    """Also where they are written in two bytes a sign."""
    found = 0
    for name in names:
        with archive.open(name) as member:
            for some in iter(partial(member.read, AT_ONCE), b""):
                found += some.count(b"<")
    return found


def sheets_in(archive: ZipFile) -> set[str]:
    """Members that are sheets and nothing else: all others are read into memory.

    The list of types is parsed as the reader of the book itself parses it.
    """
    found: dict[str, set[bool]] = {}
    for part in fromstring(archive.read(TYPES)):
        if localname(part) == "Override":
            path = part.get("PartName", "").lstrip("/")
            is_sheet = "worksheet+xml" in part.get("ContentType", "")
            found.setdefault(path, set()).add(is_sheet)
    return {
        path
        for path, kinds in found.items()
        if kinds == {True} and PurePosixPath(path).parent.name == SHEETS
    }
