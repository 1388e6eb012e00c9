"""What the columns of another program's file mean: asked, shown, and checked so."""

import hashlib
import json
import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dashboard.forms.import_columns import (
    CellForm,
    ColumnForm,
    HeadForm,
    cell_forms,
    meanings_in,
)
from dashboard.http import AppRequest, partial
from dashboard.own import own_job
from ruptures.exchange.jobs.describing import (
    check_as,
    doubts_of,
    file_of,
    mapping_of,
    note,
    read_otherwise,
    start_from,
)
from ruptures.exchange.others.beginning import Asked, Beginning, asked_of, beginning_of
from ruptures.exchange.others.columns import Doubt
from ruptures.exchange.others.mapping import Mapping, Meaning
from ruptures.exchange.others.preview import Preview, Shown, preview
from ruptures.exchange.others.saved import save, saved_by
from ruptures.exchange.problems import Refused
from ruptures.models import ImportJob, ImportState

MOST = 150  # lines; more fields than a form may have would be the alternative
LONGEST_NAME = 60
PAGE = "import/columns.html"
HEAD = {"encoding", "delimiter", "sheet", "dates", "decimal"}
READ = ("encoding", "delimiter", "sheet")


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

    @property
    def asked(self) -> list[Asked]:
        return [*asked_of(self.beginning, self.mapping, self.split)][:MOST]

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
    mapping = mapping_of(job)
    return Described(
        job,
        mapping,
        beginning_of(file, job.file_name, mapping),
        doubts_of(job),
        {int(each) for each in split if each.isascii() and each[:6].isdigit()},
    )


def describe(request: AppRequest, job: ImportJob) -> HttpResponse:
    """The page of an import that waits for what its columns mean."""
    try:
        with file_of(job) as file:
            found = described(job, file, request.GET.getlist("split"))
            return shown(request, found)
    except ValidationError as error:
        return lost(request, job, error)


def lost(request: AppRequest, job: ImportJob, error: ValidationError) -> HttpResponse:
    job.refresh_from_db()
    context = {"job": job, "said": error.messages}
    return render(request, "import/job.html", context)


def shown(
    request: AppRequest,
    found: Described,
    *,
    head: HeadForm | None = None,
    said: Sequence[str] = (),
) -> HttpResponse:
    mapping, beginning = found.mapping, found.beginning
    result = preview(mapping, beginning.text)
    unsaid = [*unsaid_in(found, result)]
    context = {
        "job": found.job,
        "head": head or HeadForm(mapping=mapping, sheets=beginning.sheets),
        "head_doubts": [each for each in found.doubts if each.about in HEAD],
        "lines": [line_of(each, found) for each in found.asked],
        "more": len([*asked_of(beginning, mapping, found.split)]) - MOST,
        "asks_for_session": bool(mapping.sessions) or not is_long(mapping),
        "columns": [each for each in result.columns if each.meaning],
        "rows": rows_of(result),
        "unsaid": unsaid,
        "said": said,
        "seen": found.seen,
        "kept": saved_by(request.user),
        "longest_name": LONGEST_NAME,
    }
    status = 400 if said or (head and head.errors) else 200
    return render(request, partial(request, PAGE, "columns"), context, status=status)


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
        form=ColumnForm(asked=asked, name=_("%(column)s becomes") % {"column": name}),
        cells=cell_forms(asked),
        doubts=[each for each in found.doubts if each.about in asked.columns],
        is_split=asked.number in found.split,
    )


def rows_of(result: Preview) -> list[tuple[int, list[Shown]]]:
    """The preview row by row, without what is passed over.

    A column of which the mapping says too little is told of once, not in each cell.
    """
    strange = {each.column for each in result.problems}
    columns = [
        [Shown(cell.cell) for cell in each.cells]
        if each.name in strange
        else each.cells
        for each in result.columns
        if each.meaning
    ]
    return [
        (number, [each[index] for each in columns])
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


@require_POST
def import_columns(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Take what was said; then show it, keep it for other files, or check by it."""
    job = own_job(request, key)
    if job.state != ImportState.DESCRIBING:
        return redirect("dashboard:import-job", job.key)
    try:
        with file_of(job) as file:
            found = described(job, file, request.POST.getlist("apart"))
            if request.POST.get("seen") != found.seen:
                return shown(request, found, said=[_("This was changed meanwhile.")])
            return take(request, found, file)
    except ValidationError as error:
        return lost(request, job, error)


@require_POST
def import_start_from(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Take a mapping that was kept in the place of what was found."""
    job = own_job(request, key)
    if job.state == ImportState.DESCRIBING:
        try:
            with file_of(job) as file:
                found = described(job, file, [])
            start_from(job, request.POST.get("kept", ""), found.beginning.columns)
        except ValidationError as error:
            return lost(request, job, error)
        except Refused:
            pass  # what was kept fits this version no longer: all stays as it was
    return redirect("dashboard:import-job", job.key)


def take(request: AppRequest, found: Described, file: BinaryIO) -> HttpResponse:
    """Answer a form that shows what is there now."""
    job = found.job
    head = HeadForm(request.POST, mapping=found.mapping, sheets=found.beginning.sheets)
    if not head.is_valid():
        return shown(request, found, head=head)
    said = replace(found.mapping, **head.values)
    if any(getattr(said, name) != getattr(found.mapping, name) for name in READ):
        return read_anew(request, found, file, said)
    meanings = [*meanings_in(request.POST, found.asked), *found.beyond]
    said = replace(said, columns=tuple(meanings))
    left = [each for each in found.doubts if not is_settled(each, request, found, said)]
    note(job, said, left)
    split = request.POST.getlist("split")
    now = described(job, file, split)
    act = request.POST.get("act")
    if act in {"check", "keep"}:
        return whole(request, now, act)
    return back(job, split)


def back(job: ImportJob, split: Sequence[str]) -> HttpResponseRedirect:
    """To the page of the job, with what is split there."""
    query = f"?{urlencode({'split': split}, doseq=True)}" if split else ""
    return HttpResponseRedirect(
        f"{reverse('dashboard:import-job', args=[job.key])}{query}"
    )


def read_anew(
    request: AppRequest, found: Described, file: BinaryIO, said: Mapping
) -> HttpResponse:
    """Read the file otherwise, and guess once more what its columns mean."""
    try:
        guessed = read_otherwise(file, found.job.file_name, said)
    except Refused as refused:
        told = [str(each.said) for each in refused.problems]
        return shown(request, found, said=told)
    kept: dict[str, Any] = {"missing": said.missing, "ids": said.ids}
    note(found.job, replace(guessed.mapping, **kept), guessed.doubts)
    return back(found.job, [])


def is_settled(
    doubt: Doubt, request: AppRequest, found: Described, said: Mapping
) -> bool:
    """Whether it was said that it is right, or something else was chosen."""
    if doubt.about in request.POST.getlist("right"):
        return True
    if doubt.about in HEAD and doubt.about not in found.beginning.columns:
        return bool(getattr(said, doubt.about) != getattr(found.mapping, doubt.about))
    return about(doubt, said) != about(doubt, found.mapping)


def about(doubt: Doubt, mapping: Mapping) -> list[Any]:
    return [each for each in mapping.columns if each.column == doubt.about]


def whole(request: AppRequest, now: Described, act: str) -> HttpResponse:
    """Check by it, or keep it; it has to be whole for either."""
    unsaid = [*unsaid_in(now, preview(now.mapping, now.beginning.text))]
    name = " ".join(request.POST.get("name", "").split())[:LONGEST_NAME]
    if act == "check" and now.doubts:
        unsaid.append(_("Some of it is not sure: say whether it is right."))
    if act == "keep" and not unsaid and not name:
        return shown(request, now, said=[_("Give it a name.")])
    if unsaid:
        return shown(request, now, said=[_("It is not whole yet."), *unsaid])
    if act == "keep":
        save(request.user, name, now.mapping)
        return back(now.job, [str(each) for each in now.split])
    check_as(now.job, now.mapping)
    return redirect("dashboard:import-job", now.job.key)
