"""A text file of separated values: its header and its rows, one by one."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from ruptures.exchange.others.fields import LONGEST_WORD
from ruptures.exchange.others.redcap import told_apart
from ruptures.exchange.package.reading import Rows
from ruptures.exchange.problems import Problem, Problems, Refused

MOST_COLUMNS = 2500  # with a name; a large project of REDCap has some 2,000
WIDEST = 16_384  # columns, as a spreadsheet has
Row = tuple[int, Sequence[str]]


class NotText(csv.Error):
    """A sign that is in no text."""


class Lines(Rows):
    def __iter__(self) -> Iterator[str]:
        for line in super().__iter__():
            if "\0" in line:
                raise NotText
            yield line


@dataclass(frozen=True)
class Plain:
    """`name` is the file's own, for problems; `file` has one reader at a time.

    Its methods raise Refused where the file cannot be read to its end.
    """

    file: BinaryIO
    name: str
    encoding: str = "utf-8-sig"
    delimiter: str = ","

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names in the first row, without blanks around them; empty ones too.

        Where labels stand for names, those that are alike get a number.
        """
        _number, cells = next(self._records(), (1, []))
        names = tuple(told_apart([" ".join(cell.split()) for cell in cells]))
        self._refuse(names)
        return names

    def _refuse(self, names: Sequence[str]) -> None:
        often = Counter(filter(None, names))
        problems = Problems()
        if not often:
            problems.add(Problem(_("The first row holds no names."), self.name, 1))
        if len(names) > WIDEST or often.total() > MOST_COLUMNS:
            said = _("It has too many columns: %(most)s at most can be read.")
            problems.add(Problem(said % {"most": MOST_COLUMNS}, self.name, 1))
            problems.refuse()
        for name in sorted(often):
            if len(name) > LONGEST_WORD:
                said = _("This name is too long: %(most)s characters at most.")
                words = {"most": LONGEST_WORD}
                problems.add(Problem(said % words, self.name, 1, value=name))
            elif often[name] > 1:
                said = _("Several columns have this name: give each its own.")
                problems.add(Problem(said, self.name, 1, name))
        problems.refuse()

    def rows(self, problems: Problems) -> Iterator[Row]:
        """Rows that hold anything, as wide as the header; 1 is the header's number."""
        width, records = len(self.header), self._records()
        next(records)
        for number, cells in records:
            if len(cells) == width or not any(cells[width:]):
                cells = cells[:width]
            if any(cells) and len(cells) != width:
                said = _("%(many)s cells were expected, here are %(found)s.")
                found = {"many": width, "found": len(cells)}
                problems.add(Problem(said % found, self.name, number))
            elif any(cells):
                yield number, cells

    def _records(self) -> Iterator[Row]:
        number = 0
        self.file.seek(0)
        text = TextIOWrapper(self.file, self.encoding, newline="")
        lines = Lines(text)
        try:
            for cells in csv.reader(lines, delimiter=self.delimiter, strict=True):
                lines.next_row()
                number += 1
                yield number, cells
        except (UnicodeError, csv.Error) as error:
            # Text is decoded far ahead of its row.
            row = 0 if isinstance(error, UnicodeError) else number + 1
            said = why(error, self.encoding)
            raise Refused(Problem(said, self.name, row)) from error
        finally:
            text.detach()


def why(error: Exception, encoding: str) -> str:
    """Why a file cannot be read from there on."""
    if isinstance(error, UnicodeError):
        said = _("It cannot be read as %(encoding)s.")
        return said % {"encoding": encoding}
    if isinstance(error, NotText):
        return _("A sign stands here that is in no text: the file may be damaged.")
    return _(
        "It cannot be read from here on: a quotation mark is open or stands alone, or "
        "the row is too long."
    )
