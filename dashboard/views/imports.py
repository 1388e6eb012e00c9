"""Bringing a file in: choosing it, seeing how far it is, saying what is to be done."""

import uuid

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from django_htmx.http import HttpResponseClientRefresh

from dashboard.files import as_file
from dashboard.forms.import_file import AnswerForm, ImportForm
from dashboard.http import AppRequest, partial
from dashboard.own import own_job
from dashboard.uploads import was_too_large
from ruptures.exchange.cells import guarded
from ruptures.exchange.export import FOR_EXCEL, as_csv
from ruptures.exchange.jobs import room
from ruptures.exchange.jobs.acts import (
    begin,
    cancel,
    confirm,
    forget_codes,
    settle,
    tidy,
)
from ruptures.exchange.others.template import template
from ruptures.exchange.problem_list import problem_list
from ruptures.exchange.problems import MOST, Problem
from ruptures.models import Case, ImportJob, ImportState

LISTED = 20  # earlier imports
CASES = 50  # links to the cases that came in
JOB = "import/job.html"


@require_http_methods(["GET", "POST"])
def import_list(request: AppRequest) -> HttpResponse:
    """Choose a file; what came in, or did not, before."""
    form = ImportForm(
        request.POST or None, request.FILES or None, too_large=was_too_large(request)
    )
    if form.is_valid():
        job = begun(request, form)
        if job is not None:
            return redirect("dashboard:import-job", job.key)
    tidy(request.user)
    jobs = ImportJob.objects.editable_by(request.user)
    context = {
        "form": form,
        "under_way": jobs.under_way().first(),
        "jobs": jobs[:LISTED],
    }
    status = 400 if form.is_bound else 200
    return render(request, "import/import.html", context, status=status)


def begun(request: AppRequest, form: ImportForm) -> ImportJob | None:
    """The import of that file; None where the form says why there is none."""
    file = form.cleaned_data["file"]
    try:
        return begin(
            user=request.user,
            submission=form.cleaned_data["submission"],
            name=file.name,
            pieces=file.chunks(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


@require_http_methods(["GET", "POST"])
def import_job(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """How far it is, what it asks, and what became of it.

    Htmx asks every second while it runs, and gets the whole page once it does not.
    """
    job = own_job(request, key)
    if job.state == ImportState.DESCRIBING:
        return redirect("dashboard:import-columns", job.key)
    form = AnswerForm(request.POST or None)
    if form.is_valid() and answered(job, form):
        return redirect("dashboard:import-job", job.key)
    settle(job)
    if request.htmx and not job.is_running:
        return HttpResponseClientRefresh()
    context = {
        "job": job,
        "form": form,
        "progress": room.progress(job.key),
        "cases": cases_of(request, job) if job.written_at else [],
        "most": MOST,
    }
    return render(request, partial(request, JOB, "progress"), context)


def answered(job: ImportJob, form: AnswerForm) -> bool:
    try:
        confirm(job, form.cleaned_data["differing"])
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def cases_of(request: AppRequest, job: ImportJob) -> list[Case]:
    """The first of those that got anything by it."""
    acts = {"acts__user": request.user, "acts__at": job.written_at}
    cases = Case.objects.editable_by(request.user).filter(**acts)
    return list(cases.distinct().order_by("code")[:CASES])


@require_POST
def import_cancel(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    job = own_job(request, key)
    cancel(job)
    return redirect("dashboard:import-job", job.key)


@require_safe
def import_problems(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """What is wrong with a file that was refused, as a file."""
    told = own_job(request, key).problems or []
    problems = [Problem(**each) for each in told]
    return as_file(problem_list(problems), "problems.csv")


@require_safe
def import_codes(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Which id of the file has which code here, as a file."""
    found = own_job(request, key).codes
    if not isinstance(found, dict):
        raise Http404
    rows = [(guarded(client), code) for client, code in found.items()]
    return as_file(FOR_EXCEL + as_csv([("id", "code"), *rows]), "codes.csv")


@require_http_methods(["GET", "POST"])
def import_forget_codes(request: AppRequest, key: uuid.UUID) -> HttpResponse:
    """Ask, and delete which id of the file has which code."""
    job = own_job(request, key)
    back = reverse("dashboard:import-job", args=[job.key])
    if request.method == "POST":
        forget_codes(job)
    if request.method == "POST" or not job.codes:
        return redirect(back)
    context = {
        "question": _("Delete the list of ids and codes?"),
        "for_good": _(
            "It cannot be undone: nothing here tells any more which id has which code. "
            "All that came in stays."
        ),
        "submit": _("Delete the list"),
        "cancel_url": back,
    }
    return render(request, "confirm.html", context)


@require_safe
def import_template(request: AppRequest) -> HttpResponse:
    """An empty file to fill in."""
    return as_file(template(), "template.csv")
