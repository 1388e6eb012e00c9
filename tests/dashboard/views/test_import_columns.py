"""What the columns of another program's file mean: asked, shown, and checked so."""

import csv
import re
import uuid
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.others.saved import load, save
from ruptures.models import ImportJob, Session, SessionReport
from tests.dashboard.views.test_imports import PAGE, page_of
from tests.factories import ImportJobFactory, UserFactory
from tests.import_children import state_of
from tests.ruptures.exchange.others.files import CASE, DATE, SRS, mapping, workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]

LONG = b"id,date,therapist_strain,remark\nA1,2026-01-05,yes,x\nA1,2026-01-12,no,y\n"
WIDE = b"id,s1,s2,s3,s4\nA1,36.5,20,31,40\n"


def address(name: str, job) -> str:
    return reverse(f"dashboard:import-{name}", args=[job.key])


def upload(client, data: bytes, name: str = "clients.csv") -> ImportJob:
    fields = {"file": SimpleUploadedFile(name, data), "submission": str(uuid.uuid4())}
    client.post(PAGE, fields)
    return ImportJob.objects.first()


def fields_of(text: str) -> dict[str, object]:
    """What the browser would send of the form as it stands."""
    form = text.partition('<form id="columns"')[2].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        unticked = 'type="checkbox"' in tag and "checked" not in tag
        if name and not unticked:
            found.setdefault(name[1], []).append(value[1] if value else "")
    for name, options in re.findall(
        r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found[name] = [(chosen or first)[1]]
    return dict(found)


def send(client, job, act: str = "preview", **changed):
    fields = fields_of(client.get(page_of(job)).text)
    return client.post(address("columns", job), fields | {"act": act} | changed)


def said_in(response) -> list[str]:
    alert = response.text.partition('role="alert"')[2].partition("</ul>")[0]
    return re.findall(r"<li>(.*?)</li>", alert)


def cells_of(text: str, section: str) -> list[str]:
    body = text.partition(f'id="{section}"')[2].partition("<tbody>")[2]
    rows = body.partition("</tbody>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", rows, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", each).split()) for each in cells]


def test_a_file_of_another_program_is_asked_about(client, therapist):
    job = upload(client, LONG)

    page = client.get(page_of(job))

    assert (job.state, page.status_code) == ("describing", 200)
    assert "What does the file hold?" in page.text
    assert cells_of(page.text, "first-rows") == [
        *("2", "A1", "2026-01-05", "yes"),
        *("3", "A1", "2026-01-12", "no"),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_file_comes_in_as_it_was_described_and_twice_changes_nothing(
    client, therapist, children
):
    job = upload(client, LONG)
    answer = send(client, job, "check")
    checked = state_of(job)
    question = client.get(page_of(job)).text
    client.post(page_of(job), {"differing": "keep"})
    written = state_of(job)
    again = upload(client, LONG)
    send(client, again, "check")

    assert (answer.status_code, checked, written) == (302, "asked", "done")
    assert "Columns passed over: remark" in question
    assert [f"{each.date}" for each in Session.objects.order_by("date")] == [
        "2026-01-05",
        "2026-01-12",
    ]
    assert [
        each.strain for each in SessionReport.objects.order_by("session__date")
    ] == ["yes", "no"]
    assert (state_of(again), again.new, again.here) == ("done", 0, 5)
    code = Session.objects.first().case.code
    for each in (job, again):
        each.refresh_from_db()
        assert each.codes == {"A1": code}


@pytest.mark.django_db(transaction=True)
def test_a_bad_cell_is_told_where_it_stands_in_ones_own_file(
    client, therapist, children
):
    job = upload(client, LONG + b"A2,31.02.2026,no,z\n")

    send(client, job, "check")
    state = state_of(job)
    file = client.get(address("problems", job)).text

    assert (state, Session.objects.count()) == ("refused", 0)
    assert list(csv.reader(StringIO(file)))[1:] == [
        [
            "clients.csv",
            "4",
            "date",
            "31.02.2026",
            "A day was expected, like 21.11.2026.",
        ]
    ]
