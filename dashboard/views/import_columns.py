"""What the columns of another program's file mean: asked, shown, and checked so."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any, BinaryIO

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.columns_asked import (
    HEAD,
    Described,
    described,
    is_long,
    line_of,
    rows_of,
    unsaid_in,
)
from dashboard.forms.import_columns import (
    HeadForm,
    meanings_in,
)
from dashboard.http import AppRequest, partial
from dashboard.own import own_job
from ruptures.exchange.jobs.describing import (
    check_as,
    file_of,
    note,
    read_otherwise,
    start_from,
)
from ruptures.exchange.others.columns import Doubt
from ruptures.exchange.others.mapping import Mapping
from ruptures.exchange.others.preview import preview
from ruptures.exchange.others.redcap import added
from ruptures.exchange.others.saved import save, saved_by
from ruptures.exchange.problems import Refused
from ruptures.models import ImportJob, ImportState

LONGEST_NAME = 60
PAGE = "import/columns.html"
READ = ("encoding", "delimiter", "sheet")


@require_http_methods(["GET", "POST"])
def import_columns(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """The page of an import that waits for what its columns mean."""
    job = own_job(request, key)
    if job.state != ImportState.DESCRIBING:
        return redirect("dashboard:import-job", job.key)
    try:
        with file_of(job) as file:
            return answer(request, job, file)
    except ValidationError as error:
        return lost(request, job, error)


def answer(request: AppRequest, job: ImportJob, file: BinaryIO) -> HttpResponse:
    """What is known; or what was said: shown, kept for other files, or checked by."""
    if request.method != "POST":
        return shown(request, described(job, file, request.GET.getlist("split")))
    found = described(job, file, request.POST.getlist("apart"))
    if request.POST.get("seen") != found.seen:
        return shown(request, found, said=[_("This was changed meanwhile.")])
    return take(request, found, file)


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
        "more": len(found.lines) - len(found.asked),
        "asks_for_session": bool(mapping.sessions) or not is_long(mapping),
        "added": added(beginning.columns, mapping.used),
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
    return redirect("dashboard:import-columns", job.key)


def take(request: AppRequest, found: Described, file: BinaryIO) -> HttpResponse:
    """Answer a form that shows what is there now."""
    job = found.job
    head = HeadForm(request.POST, mapping=found.mapping, sheets=found.beginning.sheets)
    if not head.is_valid():
        return shown(request, found, head=head)
    said = replace(found.mapping, **head.values)
    if {*READ} & {*head.changed_data}:
        return read_anew(request, found, file, said)
    meanings = [*meanings_in(request.POST, found.asked), *found.beyond]
    # A sheet that was taken unasked stays unnamed, and any doubt about it stands.
    read = {name: getattr(found.mapping, name) for name in READ}
    said = replace(said, columns=tuple(meanings), **read)
    note(job, said, [*unsettled(request, found, said)])
    now = described(job, file, request.POST.getlist("split"))
    act = request.POST.get("act")
    if act in {"check", "keep"}:
        return whole(request, now, act)
    return back(job, now.split)


def back(job: ImportJob, split: Collection[int] = ()) -> HttpResponseRedirect:
    """To the page of the columns, with what is split there."""
    query = f"?{urlencode({'split': sorted(split)}, doseq=True)}" if split else ""
    return HttpResponseRedirect(
        f"{reverse('dashboard:import-columns', args=[job.key])}{query}"
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
    return back(found.job)


def unsettled(request: AppRequest, found: Described, said: Mapping) -> Iterator[Doubt]:
    """Those of which nobody said that it is right, nor chose something else."""
    right = {*request.POST.getlist("right")}
    was, now = about_all(found), about_all(replace(found, mapping=said))
    for each in found.doubts:
        if each.about not in right and was.get(each.about) == now.get(each.about):
            yield each


def about_all(found: Described) -> dict[str, Any]:
    """What the mapping says of all that can be in doubt; columns before the file."""
    said: dict[str, Any] = {name: getattr(found.mapping, name) for name in HEAD}
    said |= dict.fromkeys(found.beginning.columns)
    return said | {each.column: each for each in found.mapping.columns}


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
        return back(now.job, now.split)
    check_as(now.job, now.mapping)
    return redirect("dashboard:import-job", now.job.key)
