"""The first rows of a file beside what each column would become."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.utils.functional import Promise

from ruptures.exchange.others.cells import NOTHING
from ruptures.exchange.others.days import Moment
from ruptures.exchange.others.layout import BAD, Layout, Spot
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.targets import BY_NAME
from ruptures.exchange.problems import Problem, Problems, Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it stands, what it becomes (empty: nothing), and what is wrong."""

    cell: str
    becomes: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ShownColumn:
    """`meaning` is None where the column is passed over."""

    name: str
    meaning: Meaning | None
    said: str | Promise
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """`rows` are the numbers of the rows shown; `problems` those of the mapping."""

    columns: tuple[ShownColumn, ...]
    rows: tuple[int, ...]
    problems: tuple[Problem, ...]


def preview(mapping: Mapping, file: Plain, rows: int = 10) -> Preview:
    """Also of a mapping that is not whole yet; Refused where the file has no such row.

    Cells are what they are by themselves: a whole check is `look`.
    """
    layout, found = Layout(file, mapping), list(islice(file.rows(Problems()), rows))
    cells = [row for _number, row in found]
    return Preview(
        tuple(columns(layout, cells)),
        tuple(number for number, _row in found),
        problems_of(mapping),
    )


def problems_of(mapping: Mapping) -> tuple[Problem, ...]:
    try:
        mapping.refuse()
    except Refused as refused:
        return refused.problems
    return ()


def columns(layout: Layout, rows: list[Any]) -> Iterator[ShownColumn]:
    spots = {spot.meaning.column: spot for spot in layout.all()}
    for index, name in enumerate(layout.file.header):
        cells = [row[index] for row in rows]
        spot = spots.get(name)
        if spot is None:
            yield ShownColumn(name, None, "", tuple(map(Shown, cells)))
        else:
            shown = tuple(shown_in(spot, row) for row in rows)
            said = BY_NAME[spot.meaning.means].meaning
            yield ShownColumn(name, spot.meaning, said, shown)


def shown_in(spot: Spot, row: Any) -> Shown:
    told: list[str] = []
    value = spot.value(row, lambda _spot, said: told.append(said))
    becomes = "" if value in (NOTHING, BAD) else in_words(value)
    return Shown(row[spot.index], becomes, " ".join(told))


def in_words(value: Any) -> str:
    """The value as the package would write it."""
    if isinstance(value, Moment):
        return f"{value.date} {value.time:%H:%M}" if value.time else f"{value.date}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    if isinstance(value, dict):
        return f"{value['value']}"
    return str(value)
