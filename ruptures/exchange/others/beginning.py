"""The beginning of somebody's file, and its columns as somebody is asked about them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import BinaryIO

from ruptures.exchange.others.cells import plain as plain_cell
from ruptures.exchange.others.columns import MOST_WORDS, Cells
from ruptures.exchange.others.guessing import seen
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.names import series, words_of
from ruptures.exchange.others.opening import is_zip, plain
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.redcap import added, is_box
from ruptures.exchange.others.targets import BY_NAME
from ruptures.exchange.others.workbook import sheets_of

ROWS = 2000  # of an Excel sheet, which takes long to read
TOGETHER = 3  # columns s1, s2, s3: so many are asked about at once
SHOWN = 3  # cells of a column


@dataclass(frozen=True, slots=True)
class Beginning:
    """`cells`: what stands in each column, every cell once, so far as it was read."""

    text: Plain
    cells: Cells
    sheets: Sequence[str]

    @property
    def columns(self) -> Sequence[str]:
        return [*self.cells]


def beginning_of(file: BinaryIO, name: str, mapping: Mapping) -> Beginning:
    """Raises Refused where it cannot be read as the mapping says."""
    text = plain(file, name, mapping, ROWS)
    sheets = sheets_of(file, name) if is_zip(file) else []
    return Beginning(text, seen(text), sheets)


@dataclass(frozen=True)
class Asked:
    """Columns that mean the same, one a session, or one column.

    `number` is the place of the first in the file; `may_split` says whether there are
    more of its name.
    """

    number: int
    columns: tuple[str, ...]
    meaning: Meaning | None
    cells: Sequence[str]
    may_split: bool = False

    @property
    def first_cells(self) -> Sequence[str]:
        return self.cells[:SHOWN]

    @property
    def may_have_session(self) -> bool:
        """Whether it can be of one session of a row that has several."""
        if len(self.columns) > 1:
            return False
        return self.meaning is None or not BY_NAME[self.meaning.means].once

    @cached_property
    def coded(self) -> Sequence[str]:
        """The cells of which it has to be said what they mean, if any is strange."""
        if self.meaning is None:
            return []
        codes = BY_NAME[self.meaning.means].codes
        found = list(dict.fromkeys(map(plain_cell, self.cells)))
        if not codes or {each.lower() for each in found} <= {*codes}:
            return []
        return found[:MOST_WORDS]

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of each of these, so far as it is known."""
        here = self.coded
        if self.meaning is None or not here:
            return {}
        values = self.meaning.values or words_of(self.meaning.means)
        found = {cell: values.get(cell) or values.get(cell.lower()) for cell in here}
        return {cell: code for cell, code in found.items() if code}

    @property
    def unknown(self) -> Sequence[str]:
        return [cell for cell in self.coded if cell not in self.codes]


def asked_of(
    beginning: Beginning, mapping: Mapping, split: Collection[int] = ()
) -> Iterator[Asked]:
    """In the file's order; those of the number `split` each by itself.

    What REDCap adds is not asked about.
    """
    meanings = {each.column: each for each in mapping.columns}
    places = {name: number for number, name in enumerate(beginning.columns)}
    together: dict[str, tuple[str, ...]] = {}
    named = [name for name in beginning.columns if not is_box(name)]
    several = [tuple(each.columns) for each in series(named)]
    firsts = {each[0] for each in several if len(each) >= TOGETHER}
    for columns in several:
        alike = is_alike([meanings.get(name) for name in columns])
        if columns[0] in firsts and alike and places[columns[0]] not in split:
            together |= dict.fromkeys(columns, columns)
    for name in added(beginning.columns, mapping.used):
        del places[name]
    for name, number in places.items():
        columns = together.get(name, (name,))
        if columns[0] == name:
            cells = dict.fromkeys(
                cell for one in columns for cell in beginning.cells[one]
            )
            meaning, more = meanings.get(name), name in firsts
            yield Asked(number, columns, meaning, [*cells], more)


def is_alike(meanings: Sequence[Meaning | None]) -> bool:
    """Whether all are passed over, or one answer says what they mean."""
    first = meanings[0]
    if first is None:
        return not any(meanings)
    return list(meanings) == [
        replace(first, column=each.column, session=number) if each else None
        for number, each in enumerate(meanings, 1)
    ]


def spread(asked: Asked, meaning: Meaning) -> Iterator[Meaning]:
    """What is said of them at once, said of each column."""
    if len(asked.columns) == 1:
        yield replace(meaning, column=asked.columns[0])
        return
    for session, column in enumerate(asked.columns, 1):
        yield replace(meaning, column=column, session=session)


def fitting(mapping: Mapping, columns: Collection[str]) -> Mapping:
    """Without what the file has not."""
    kept = tuple(each for each in mapping.columns if each.column in columns)
    return replace(mapping, columns=kept)
