"""What a text file's bytes tell of how it was written."""

import codecs
import csv
from collections.abc import Sequence
from functools import partial
from io import StringIO
from typing import BinaryIO

from django.utils.translation import gettext as _

from ruptures.exchange.problems import Problem, Refused

SAMPLE = 2**16  # bytes
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a mapping may name; the first that can read a file is taken.
ENCODINGS = ("utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "cp1250")
DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 50  # rows


def encoding_of(file: BinaryIO, name: str) -> str:
    """The one with which all of the file can be read; Refused where there is none.

    Every file reads as some one-byte encoding: Windows' own is tried alone.
    """
    file.seek(0)
    head = file.read(SAMPLE)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return wide_one(head, name)
    for encoding in ENCODINGS[:2]:
        if can_be_read(file, encoding):
            return encoding
    said = _("It is in no encoding known here: save it as UTF-8.")
    raise Refused(Problem(said, name))


def wide_one(head: bytes, name: str) -> str:
    """UTF-16 without its mark: nearly every second byte is 0."""
    pairs = len(head) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[first::2].count(0) > pairs * 0.6 and not head[1 - first :: 2].count(0):
            return encoding
    said = _("This is no text: a CSV file or an Excel file (.xlsx) was expected.")
    raise Refused(Problem(said, name))


def can_be_read(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        for some in iter(partial(file.read, SAMPLE), b""):
            decoder.decode(some)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def delimiters_of(file: BinaryIO, encoding: str) -> Sequence[str]:
    """Those that part the first rows into as many cells each, the most cells first."""
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(file.read(SAMPLE))
    widths = {each: width(text, each) for each in DELIMITERS}
    found = [each for each in DELIMITERS if widths[each] > 1]
    return sorted(found, key=lambda each: -widths[each])


def width(text: str, delimiter: str) -> int:
    """How many cells the header has; 0 where the rows below it are not like it."""
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for row in rows:
            widths += [len(row)] if row else []
            if len(widths) == LOOKED_AT:
                break
        else:
            widths = widths[:-1] if len(widths) > 2 else widths  # it may be cut short
    except csv.Error:
        pass
    alike = widths.count(widths[0]) if widths else 0
    return widths[0] if alike > len(widths) * 0.8 else 0
