"""A file that waits for what its columns mean, as its page shows it."""

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import BinaryIO, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dashboard.forms.import_columns import CellForm, ColumnForm, cell_forms
from ruptures.exchange.jobs.describing import doubts_of, mapping_of, refuse
from ruptures.exchange.others.beginning import Asked, Beginning, asked_of, beginning_of
from ruptures.exchange.others.columns import Doubt
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.preview import Preview, Shown
from ruptures.exchange.problems import Refused
from ruptures.models import ImportJob

MOST = 900  # fields of the form's lines: a request may have a thousand
OF_LINE, OF_CELL = 6, 2  # fields
HEAD = {"encoding", "delimiter", "sheet", "dates", "decimal"}


@dataclass(frozen=True)
class Line:
    """A line of the table: a column, or several that mean the same."""

    asked: Asked
    name: str
    form: ColumnForm
    cells: list[CellForm]
    doubts: list[Doubt]
    is_split: bool


@dataclass(frozen=True)
class Described:
    """A file in hand, and what was said of it so far; `split` by number of column."""

    job: ImportJob
    mapping: Mapping
    beginning: Beginning
    doubts: Sequence[Doubt]
    split: Collection[int] = ()

    @cached_property
    def lines(self) -> list[Asked]:
        """Also those for which there is no room."""
        return [*asked_of(self.beginning, self.mapping, self.split)]

    @cached_property
    def asked(self) -> list[Asked]:
        fields = (OF_LINE + OF_CELL * len(each.coded) for each in self.lines)
        taken = zip(self.lines, accumulate(fields), strict=True)
        return [each for each, so_far in taken if so_far <= MOST]

    @cached_property
    def doubts_about(self) -> dict[str, list[Doubt]]:
        found: dict[str, list[Doubt]] = {}
        for each in self.doubts:
            found.setdefault(each.about, []).append(each)
        return found

    @property
    def beyond(self) -> list[Meaning]:
        """What the columns mean for which there is no line."""
        shown = {name for each in self.asked for name in each.columns}
        return [each for each in self.mapping.columns if each.column not in shown]

    @property
    def seen(self) -> str:
        """Stands for all that decides which fields the form has."""
        text = json.dumps([self.job.mapping, sorted(self.split)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def described(job: ImportJob, file: BinaryIO, split: Sequence[str]) -> Described:
    """Raises ValidationError where the file cannot be read any more."""
    mapping = mapping_of(job)
    try:
        beginning = beginning_of(file, job.file_name, mapping)
    except Refused as refused:
        refuse(job, refused)
        raise ValidationError([]) from refused  # the job itself says why
    return Described(
        job,
        mapping,
        beginning,
        doubts_of(job),
        {int(each) for each in split if re.fullmatch("[0-9]{1,5}", each)},
    )


def is_long(mapping: Mapping) -> bool:
    return mapping.has("date") or mapping.has("number")


def name_of(asked: Asked) -> str:
    if len(asked.columns) == 1:
        return asked.columns[0]
    words = {"first": asked.columns[0], "last": asked.columns[-1]}
    return _("%(first)s to %(last)s") % words


def line_of(asked: Asked, found: Described) -> Line:
    name = name_of(asked)
    return Line(
        asked=asked,
        name=name,
        form=ColumnForm(asked=asked, name=name),
        cells=cell_forms(asked),
        doubts=[
            doubt
            for column in asked.columns
            for doubt in found.doubts_about.get(column, [])
        ],
        is_split=asked.number in found.split,
    )


class Row(NamedTuple):
    """A row of the preview, cell by cell; names of columns are told apart."""

    number: int
    by_name: dict[str, Shown]

    @property
    def cells(self) -> list[Shown]:
        return [*self.by_name.values()]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Columns, and what is wrong there."""
        found = self.by_name.items()
        return [(name, cell.problem) for name, cell in found if cell.problem]


def rows_of(result: Preview) -> list[Row]:
    """The preview row by row, without what is passed over.

    A column of which the mapping says too little is told of once, not in each cell.
    """
    strange = {each.column for each in result.problems}
    columns = {
        each.name: [Shown(cell.cell) for cell in each.cells]
        if each.name in strange
        else each.cells
        for each in result.columns
        if each.meaning
    }
    return [
        Row(number, {name: cells[index] for name, cells in columns.items()})
        for index, number in enumerate(result.rows)
    ]


def unsaid_in(found: Described, result: Preview) -> Iterator[str]:
    """What has still to be said before the file can be checked."""
    names = {each.columns[0]: name_of(each) for each in found.asked}
    names |= {each.column: each.column for each in found.beyond} | {"": ""}
    for problem in result.problems:
        if problem.column in names:  # of several that mean the same, of the first
            where, said = names[problem.column], str(problem.said)
            words = {"where": where, "said": said}
            yield _("%(where)s: %(said)s") % words if where else said
    for asked in found.asked:
        if asked.unknown:
            words = {"column": name_of(asked), "all": ", ".join(asked.unknown)}
            yield _("%(column)s: what do these cells mean: %(all)s?") % words
