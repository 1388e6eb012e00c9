"""Bringing a file in, from the page: who may, what is asked, and what is said."""

import csv
import re
import uuid
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dashboard.templatetags.imports import so_far
from ruptures.exchange.jobs.room import Progress
from ruptures.models import Case, ImportJob
from ruptures.models.encrypted import Unreadable
from tests.factories import CaseFactory, ImportJobFactory, UserFactory
from tests.import_children import at_work, state_of
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    changed,
    empty_installation,
    one_of_everything,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]

PAGE = "/data/import/"


def page_of(job) -> str:
    return reverse("dashboard:import-job", args=[job.key])


def sent(content: bytes, name: str = "package.zip", **fields):
    file = SimpleUploadedFile(name, content, "application/zip")
    return {"file": file, "submission": str(uuid.uuid4())} | fields


def asked(therapist, **values) -> ImportJob:
    return ImportJobFactory(user=therapist, state="asked", **values)


def difference(**cells):
    usual = {"file": "sessions.csv", "row": 2, "column": "modality"}
    return usual | {"here": "video", "there": ""} | cells


def buttons(response) -> list[str]:
    main = response.text.partition("<main")[2].partition("</main")[0]
    return re.findall(r"<button[^>]*>([^<]*)</button>", main)


def test_data_leads_to_it(client, therapist):
    assert f'href="{PAGE}"' in client.get("/data/").text


@pytest.mark.django_db(transaction=True)
def test_a_package_of_another_installation_comes_in_whole(client, therapist, children):
    data = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()

    uploaded = client.post(PAGE, sent(data))
    job = ImportJob.objects.get()
    checked = state_of(job)
    question = client.get(page_of(job))
    answered = client.post(page_of(job), {"differing": "keep"})
    written = state_of(job)
    result = client.get(page_of(job))

    assert (uploaded.status_code, uploaded.url) == (302, page_of(job))
    assert (checked, answered.status_code, written) == ("asked", 302, "done")
    assert f"{ROWS} new, 0 already here." in question.text
    assert buttons(question) == [f"Bring in {ROWS} entries", "Cancel"]
    assert '<a class="code" href="/cases/K7QM/">' in result.text
    assert bytes_of(therapist, notes=True) == data


@pytest.mark.django_db(transaction=True)
def test_what_is_wrong_is_told_in_the_readers_language(client, therapist, children):
    data = changed(bytes_of(one_of_everything().therapist), "cases", rhythm="daily")

    client.post(PAGE, sent(data), headers={"Accept-Language": "fr"})
    job = ImportJob.objects.get()
    state = state_of(job)

    assert state == "refused"
    assert job.problems[0]["said"].startswith("Un de ces codes")


def test_a_form_sent_twice_leads_to_one_import(client, therapist):
    key = str(uuid.uuid4())

    pages = [client.post(PAGE, sent(b"PK", submission=key)).url for _ in range(2)]

    assert pages == [page_of(ImportJob.objects.get())] * 2


def test_a_second_file_is_told_of_the_first(client, therapist):
    first = ImportJobFactory(user=therapist, state="checking")

    with at_work(first):
        response = client.post(PAGE, sent(b"PK"))

    assert response.status_code == 400
    assert "One comes in at a time." in response.text
    assert page_of(first) in response.text


@pytest.mark.parametrize("fields", [{}, {"file": "a word"}])
def test_without_a_file_it_asks_for_one(fields, client, therapist):
    response = client.post(PAGE, {"submission": str(uuid.uuid4())} | fields)

    assert response.status_code == 400
    assert "Choose a file." in response.text


def test_a_file_that_is_too_large_is_passed_over_and_said(
    client, therapist, settings, imports
):
    settings.UPLOAD_LARGEST = 3_000_000

    response = client.post(PAGE, sent(b"x" * 3_000_001))

    assert response.status_code == 400
    assert "This file is larger than 300 MB." in response.text
    assert list(imports.iterdir()) == []
    assert not ImportJob.objects.exists()


def test_no_other_address_takes_a_file(client, therapist, settings, imports):
    settings.FILE_UPLOAD_TEMP_DIR = imports

    response = client.post("/data/package/", sent(b"x" * 3_000_000))

    assert response.wsgi_request.FILES == {}


def test_nobody_takes_a_file_of_somebody_signed_out(imports):
    response = Client().post(PAGE, sent(b"x" * 3_000_000))

    assert response.wsgi_request.FILES == {}
    assert not ImportJob.objects.exists()


def test_while_it_is_checked_the_page_asks_every_second(client, therapist):
    job = ImportJobFactory(user=therapist, state="checking")

    with at_work(job):
        page = client.get(page_of(job))
        part = client.get(
            page_of(job), headers={"HX-Request": "true", "HX-Target": "progress"}
        )

    assert 'hx-trigger="every 1s"' in page.text
    assert "<noscript>" in page.text
    assert buttons(page) == ["Cancel"]
    assert part.text.strip().startswith('<div id="progress"')
    assert "HX-Refresh" not in part


def test_asking_stops_when_it_is_through(client, therapist):
    job = asked(therapist, new=1)

    part = client.get(
        page_of(job), headers={"HX-Request": "true", "HX-Target": "progress"}
    )

    assert (part["HX-Refresh"], part.content) == ("true", b"")
    assert "every 1s" not in client.get(page_of(job)).text


def test_a_child_that_is_gone_reads_interrupted(client, therapist):
    job = ImportJobFactory(user=therapist, state="writing")

    text = client.get(page_of(job)).text

    assert "The import was interrupted" in text
    assert "All is as it was before." in text


def test_what_is_being_written_offers_no_way_back(client, therapist):
    job = ImportJobFactory(user=therapist, state="writing")

    with at_work(job):
        page = client.get(page_of(job))
        client.post(reverse("dashboard:import-cancel", args=[job.key]))

    job.refresh_from_db()
    assert (buttons(page), job.state) == ([], "writing")


def test_cancelling_leaves_all_as_it_was(client, therapist, imports):
    job = asked(therapist, new=3)
    (imports / str(job.key)).touch()

    response = client.post(
        reverse("dashboard:import-cancel", args=[job.key]), follow=True
    )

    assert "The import was cancelled" in response.text
    assert list(imports.iterdir()) == []


@pytest.mark.parametrize(
    ("counts", "offered"),
    [
        ({"new": 1}, ["Bring in 1 entry", "Cancel"]),
        (
            {"new": 4685, "different": 1},
            ["Bring in only what is new", "Also take what the file says", "Cancel"],
        ),
        ({"different": 1}, ["Take what the file says", "Cancel"]),
        (
            {"new": 1, "different": 1, "fixed": 1},
            ["Bring in only what is new", "Cancel"],
        ),
    ],
)
def test_it_asks_what_there_is_to_ask(counts, offered, client, therapist):
    job = asked(therapist, differences=[difference()], **counts)

    assert buttons(client.get(page_of(job))) == offered


def test_differences_are_shown_cell_by_cell(client, therapist):
    job = asked(therapist, new=1, here=4685, different=1, differences=[difference()])

    text = client.get(page_of(job)).text

    cells = re.findall(r"<td[^>]*>(.*?)</td>", text)
    assert "1 new, 4,685 already here, 1 different." in text
    assert cells == ["sessions.csv", "2", "modality", "video", "nothing"]


def test_the_file_of_each_cell_is_named(client, therapist):
    differences = [difference(), difference(file="cases.csv", column="rhythm")]
    job = asked(therapist, different=2, differences=differences)

    text = client.get(page_of(job)).text

    assert re.findall(r'<th scope="col">(.*?)</th>', text) == [
        *("File", "Row", "Column", "Here", "In the file")
    ]
    assert re.findall(r'<td data-label="File">(.*?)</td>', text) == [
        *("sessions.csv", "cases.csv")
    ]


def test_of_a_file_as_a_whole_no_cell_is_told(client, therapist):
    problem = {"said": "No.", "file": "a.csv", "row": 1, "column": "", "value": ""}
    job = ImportJobFactory(user=therapist, state="refused", problems=[problem])

    text = client.get(page_of(job)).text

    assert re.findall(r"<td[^>]*>(.*?)</td>", text) == ["a.csv", "1", "No."]


def test_what_no_key_here_opens_is_said_to_be_so(client, therapist):
    job = ImportJobFactory(user=therapist, state="refused", problems=[])
    ImportJob.objects.filter(pk=job.pk).update(problems=Unreadable("gAAAAA"))

    page = client.get(page_of(job))

    assert "This cannot be read with the keys here." in page.text


def test_the_list_of_files_leads_on_to_the_one_under_way(client, therapist):
    job = asked(therapist, new=1)

    text = client.get(PAGE).text

    assert (
        f'<a class="button primary" href="{page_of(job)}">Go on with this file' in text
    )
    assert f"{job.file_name} · Waits for your answer" in text


@pytest.mark.parametrize("answer", ["", "refuse"])
def test_another_answer_is_none(answer, client, therapist):
    job = asked(therapist, new=1)

    response = client.post(page_of(job), {"differing": answer})

    job.refresh_from_db()
    assert (response.status_code, job.state) == (200, "asked")


def test_an_answer_is_told_that_the_file_is_gone(client, therapist):
    job = asked(therapist, new=1)

    response = client.post(page_of(job), {"differing": "keep"})

    assert "The file is not here any more. Choose it again." in response.text


def test_nothing_to_do_is_said_in_numbers(client, therapist):
    job = ImportJobFactory(user=therapist, state="done", here=4685)

    text = client.get(page_of(job)).text

    assert "0 new, 4,685 already here: nothing to do." in text


@pytest.mark.parametrize(
    ("differing", "told"),
    [
        ("keep", "3 new, 5 already here, 2 different and left so."),
        ("take", "3 new, 5 already here, 2 changed as the file says."),
    ],
)
def test_what_became_of_rows_that_differ_is_told(differing, told, client, therapist):
    job = ImportJobFactory(
        user=therapist,
        state="done",
        new=3,
        here=5,
        different=2,
        differing=differing,
        written_at=timezone.now(),
    )

    assert told in client.get(page_of(job)).text


def test_problems_are_a_table_and_a_file_that_spreadsheets_may_open(client, therapist):
    problem = {"file": "notes.csv", "row": 3, "column": "text", "value": "=1+1"}
    job = ImportJobFactory(
        user=therapist, state="refused", problems=[problem | {"said": "No."}]
    )

    page = client.get(page_of(job)).text
    file = client.get(reverse("dashboard:import-problems", args=[job.key]))

    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    assert cells == ["notes.csv", "3", "text", "=1+1", "No."]
    assert list(csv.reader(StringIO(file.text))) == [
        ["file", "row", "column", "value", "expected"],
        ["notes.csv", "3", "text", "'=1+1", "No."],
    ]


def test_the_list_has_ones_own_alone(client, therapist):
    ImportJobFactory(user=therapist, file_name="mine.zip")
    ImportJobFactory(user=UserFactory(), file_name="theirs.zip")

    text = client.get(PAGE).text

    assert ("mine.zip" in text, "theirs.zip" in text) == (True, False)


def test_a_case_is_linked_only_while_it_is_ones_own(client, therapist):
    job = ImportJobFactory(user=therapist, state="done", new=1)
    job.written_at = job.at
    job.save()
    case = CaseFactory(therapist=therapist, code="K7QM")
    other = CaseFactory(code="P2XD")
    for each in (case, other):
        each.acts.create(
            user=therapist, submission=uuid.uuid4(), verb="import", at=job.at
        )

    text = client.get(page_of(job)).text

    assert ("K7QM" in text, "P2XD" in text) == (True, False)
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("progress", "told"),
    [
        (Progress(0, 0), "It has just begun."),
        (Progress(0, 40), "The file is being read."),
        (Progress(4685, 90), "4,685 entries so far"),
    ],
)
def test_how_far_it_is_never_contradicts_its_bar(progress, told):
    assert so_far(progress) == told
