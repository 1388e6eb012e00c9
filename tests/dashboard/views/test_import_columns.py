"""What the columns of another program's file mean: asked, shown, and checked so."""

import csv
import html
import re
import uuid
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ruptures.exchange.others.saved import load, save
from ruptures.models import ImportJob, ImportMapping, Session, SessionReport
from tests.dashboard.views.test_imports import PAGE, page_of
from tests.factories import ImportJobFactory, UserFactory
from tests.import_children import state_of
from tests.ruptures.exchange.others.files import CASE, DATE, mapping, workbook

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
    for name, text in re.findall(
        r'<textarea name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.DOTALL
    ):
        found[name] = [html.unescape(text)]
    for name, options in re.findall(
        r'<select name="([^"]*)".*?>(.*?)</select>', form, re.DOTALL
    ):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found[name] = [(chosen or first)[1]]
    return dict(found)


def send(client, job, act: str = "preview", **changed):
    fields = fields_of(client.get(address("columns", job)).text)
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

    page = client.get(page_of(job), follow=True)

    assert (job.state, page.status_code) == ("describing", 200)
    assert page.request["PATH_INFO"] == address("columns", job)
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


def test_an_undecided_file_is_refused_in_words_until_it_is_decided(client, therapist):
    job = upload(client, WIDE)

    unsaid = said_in(send(client, job, "check"))
    job.refresh_from_db()
    still = job.state
    srs = {"c1-means": "score:client:srs", "file-start": "2026-01-05"}
    decided = send(client, job, "check", **srs, **{"file-every": "7"})
    job.refresh_from_db()

    assert unsaid == [
        "It is not whole yet.",
        "s1 to s4: It needs an instrument, one of these: wai-sr, srs, ors, arm-5, "
        "sai, calpas.",
        "The sessions have no dates: give the day of the first one and how many days "
        "lie between two.",
        "Some of it is not sure: say whether it is right.",
    ]
    assert (still, decided.status_code, job.state) == ("describing", 302, "checking")
    assert [
        (each["column"], each["session"]) for each in job.mapping["columns"][1:]
    ] == [("s1", 1), ("s2", 2), ("s3", 3), ("s4", 4)]


def test_what_is_not_sure_can_be_said_to_be_right(client, therapist):
    job = upload(client, b"id,date,strain_therapist\nA,1/2/2026,1\nA,3/2/2026,0\n")

    text = client.get(address("columns", job)).text
    refused = said_in(send(client, job, "check"))
    send(client, job, "check", right=["dates", "strain_therapist"])
    job.refresh_from_db()

    assert "Does the day stand first, or the month?" in text
    assert refused == [
        "It is not whole yet.",
        "Some of it is not sure: say whether it is right.",
    ]
    assert job.state == "checking"
    assert job.mapping["columns"][2]["values"] == {"0": "no", "1": "yes"}


def test_cells_that_are_not_known_are_asked_about(client, therapist):
    job = upload(client, b"id,date,therapist_strain\nA,2026-01-05,perhaps\n")

    unsaid = said_in(send(client, job, "check"))
    send(client, job, "check", **{"c2-0-code": "unsure"})
    job.refresh_from_db()

    assert unsaid[1] == "therapist_strain: what do these cells mean: perhaps?"
    assert job.mapping["columns"][2]["values"] == {"perhaps": "unsure"}


REDCAP = (
    b"record_id,redcap_event_name,redcap_data_access_group,date,rupture___1,"
    b"rupture___2,visit_complete\n1,session_1_arm_1,a,2026-01-05,1,0,2\n"
)
PASSED_OVER = (
    "Passed over, as REDCap adds them and they say nothing of a session: "
    "redcap_data_access_group, visit_complete"
)


def test_boxes_of_a_redcap_export_are_asked_and_what_it_adds_is_said_once(
    client, therapist
):
    job = upload(client, REDCAP)

    page = client.get(address("columns", job)).text
    boxes = {"c4-means": "box:::withdrawal", "c5-means": "box:::confrontation"}
    send(client, job, **boxes)
    shown = cells_of(client.get(address("columns", job)).text, "first-rows")
    answer = send(client, job, "check")
    job.refresh_from_db()

    assert [PASSED_OVER in page, page.count("visit_complete")] == [True, 1]
    assert re.findall(r'<select name="(c\d-means)"', page) == [
        *("c0-means", "c1-means", "c3-means", "c4-means", "c5-means")
    ]
    assert shown[-2:] == ["withdrawal 1", "— 0"]
    assert (answer.status_code, job.state) == (302, "checking")
    assert [each["choice"] for each in job.mapping["columns"][-2:]] == [
        "withdrawal",
        "confrontation",
    ]


def test_events_for_which_there_is_no_line_keep_what_they_are(client, therapist):
    events = [f"session_{number}_arm_1" for number in range(1, 33)]
    rows = "".join(f"1,{event},2026-01-05\n" for event in events)
    job = upload(client, f"record_id,redcap_event_name,date\n{rows}".encode())

    send(client, job)
    job.refresh_from_db()

    [_case, event, _date] = job.mapping["columns"]
    assert event["values"] == dict.fromkeys(events, "session")


def test_columns_taken_together_can_be_told_apart(client, therapist):
    job = upload(client, WIDE)

    answer = send(client, job, split="1")
    apart = client.get(answer.url).text

    assert re.findall(r'<select name="(c\d-means)"', apart) == [
        *("c0-means", "c1-means", "c2-means", "c3-means", "c4-means")
    ]


def test_a_file_read_otherwise_is_guessed_anew(client, therapist):
    job = upload(client, b"id;date,x\nA;2026-01-05,1\n")

    send(client, job, **{"file-delimiter": ";"})
    job.refresh_from_db()

    assert job.mapping["delimiter"] == ";"
    assert [each["column"] for each in job.mapping["columns"]] == ["id"]


def test_an_excel_file_shows_its_sheet(client, therapist):
    job = upload(client, workbook(["id", "date"], ["A", "2026-01-05"]), "book.xlsx")

    text = client.get(address("columns", job)).text

    assert cells_of(text, "first-rows") == ["2", "A", "2026-01-05"]
    assert 'name="file-sheet"' in text
    assert 'name="file-encoding"' not in text


@pytest.mark.django_db(transaction=True)
def test_an_excel_file_is_checked_as_it_was_first_said(client, therapist, children):
    book = workbook(["id", "date", "remark"], ["A", "2026-01-05", "yes"])
    job = upload(client, book, "book.xlsx")

    send(client, job, "check", **{"c2-means": "strain:therapist"})

    state = state_of(job)
    job.refresh_from_db()
    assert (state, job.new) == ("asked", 3)


def test_htmx_gets_the_form_alone(client, therapist):
    job = upload(client, LONG)
    fields = fields_of(client.get(address("columns", job)).text)

    part = client.post(
        address("columns", job),
        fields | {"act": "preview"},
        headers={"HX-Request": "true", "HX-Target": "columns"},
        follow=True,
    )

    assert part.text.strip().startswith('<form id="columns"')


def test_what_was_said_is_kept_and_taken_for_another_file(client, therapist):
    job = upload(client, b"klientin,date\nA,2026-01-05\n")
    send(client, job, "keep", name="Clinic", **{"c0-means": "case"})
    client.post(address("cancel", job))
    later = upload(client, b"klientin,date,more\nA,2026-01-05,1\n")

    client.post(address("start-from", later), {"kept": "Clinic"})
    later.refresh_from_db()

    assert load(therapist, "Clinic").named("case") == "klientin"
    assert later.mapping["columns"][0] == {"column": "klientin", "means": "case"}


def test_without_a_name_nothing_is_kept(client, therapist):
    job = upload(client, LONG)

    response = send(client, job, "keep")

    assert said_in(response) == ["Give it a name."]
    assert not ImportMapping.objects.exists()


def test_what_another_keeps_is_not_offered(client, therapist):
    save(UserFactory(), "Theirs", mapping(CASE, DATE))
    job = upload(client, LONG)
    before = job.mapping

    text = client.get(address("columns", job)).text
    client.post(address("start-from", job), {"kept": "Theirs"})

    job.refresh_from_db()
    assert ("Theirs" in text, job.mapping) == (False, before)


@pytest.mark.parametrize("name", ["columns", "start-from", "codes", "forget-codes"])
def test_nobody_else_has_any_of_it(name, client, therapist):
    job = ImportJobFactory(user=UserFactory(), state="done", codes={"A1": "K7QM"})
    method = client.get if name == "codes" else client.post

    assert method(address(name, job)).status_code == 404
    assert method(address(name, job), {"act": "check"}).status_code == 404
    assert Client().post(address(name, job)).status_code == 401


def test_sent_twice_it_is_checked_once(client, therapist):
    job = upload(client, LONG)
    fields = fields_of(client.get(address("columns", job)).text) | {"act": "check"}

    pages = [client.post(address("columns", job), fields).url for _ in range(2)]

    assert pages == [page_of(job)] * 2


def test_a_form_of_before_is_shown_what_is_said_now(client, therapist):
    job = upload(client, LONG)
    old = fields_of(client.get(address("columns", job)).text)
    send(client, job, **{"c3-means": "modality"})

    response = client.post(address("columns", job), old | {"act": "check"})

    job.refresh_from_db()
    assert said_in(response) == ["This was changed meanwhile."]
    assert job.state == "describing"


def test_an_answer_that_none_offers_is_told_at_its_field(client, therapist):
    job = upload(client, WIDE)

    response = send(client, job, "check", **{"file-every": "0"})

    job.refresh_from_db()
    assert (response.status_code, job.state) == (400, "describing")


def test_a_file_that_was_swept_is_said_to_be_gone(client, therapist, imports):
    job = upload(client, LONG)
    (imports / str(job.key)).unlink()

    text = client.get(address("columns", job)).text

    job.refresh_from_db()
    assert "The file is not here any more. Choose it again." in text
    assert job.state == "cancelled"


def test_what_is_no_text_is_refused_at_once(client, therapist, imports):
    job = upload(client, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.csv")

    assert job.state == "refused"
    assert job.problems[0]["file"] == "picture.csv"
    assert list(imports.iterdir()) == []


def test_who_is_who_is_told_as_a_file_until_it_is_deleted(client, therapist):
    job = ImportJobFactory(user=therapist, state="done", codes={"=A1": "K7QM"})

    page = client.get(page_of(job)).text
    file = client.get(address("codes", job)).content.decode("utf-8-sig")
    question = client.get(address("forget-codes", job)).text
    client.post(address("forget-codes", job))

    assert "Delete the list of ids and codes?" in question
    assert "It cannot be undone" in question
    assert "It can be undone" not in question
    assert "It tells who is who" in page
    assert list(csv.reader(StringIO(file))) == [["id", "code"], ["'=A1", "K7QM"]]
    assert client.get(address("codes", job)).status_code == 404
    assert client.get(address("forget-codes", job)).url == page_of(job)


def test_days_are_asked_about_only_where_sessions_have_none(client, therapist):
    dated = client.get(address("columns", upload(client, LONG))).text
    client.post(address("cancel", ImportJob.objects.get()))
    undated = client.get(address("columns", upload(client, WIDE))).text

    asked = [
        re.findall(r'name="file-(start|every)"', text) for text in (dated, undated)
    ]
    assert asked == [[], ["start", "every"]]


def test_what_is_wrong_with_a_row_stands_below_it(client, therapist):
    job = upload(client, b"id,date,time\nA,2026-01-05,late\nA,2026-01-12,10:00\n")

    text = client.get(address("columns", job)).text

    assert cells_of(text, "first-rows") == [
        *("2", "A", "2026-01-05", "late"),
        "time: A time of day was expected, like 09:30.",
        *("3", "A", "2026-01-12", "10:00"),
    ]


def test_cells_that_say_nothing_stand_in_lines_or_with_commas(client, therapist):
    job = upload(client, LONG)

    send(client, job, **{"file-missing": "NA, none\r\nempty"})

    job.refresh_from_db()
    assert job.mapping["missing"] == ["NA", "none", "empty"]


def test_an_empty_file_can_be_had_to_fill_in(client, therapist):
    file = client.get("/data/import/template.csv").content.decode("utf-8-sig")

    assert file.startswith("case,date,time,attendance,modality,type,")


@pytest.mark.parametrize("split", ["1234567x", "9" * 5000, "²", "-1", "", "\0", "1\n"])
def test_a_column_that_no_number_names_is_told_apart_from_none(
    split, client, therapist
):
    job = upload(client, WIDE)

    page = client.get(address("columns", job), {"split": split})

    assert page.status_code == 200
    assert "s1 to s4" in page.text


def test_what_is_told_apart_is_named_by_numbers_alone(client, therapist):
    job = upload(client, WIDE)

    answer = send(client, job, split=["1", "x" * 5000])

    assert answer.url == f"{address('columns', job)}?split=1"


def test_cells_that_say_nothing_are_no_long_texts(client, therapist):
    job = upload(client, LONG)

    response = send(client, job, **{"file-missing": f"NA, {'x' * 201}"})

    assert response.status_code == 400
    assert "One of these is too long: 200 characters at most." in response.text


def test_a_file_of_names_too_long_is_refused_at_once(client, therapist, imports):
    job = upload(client, b"id,date," + b"x" * 20_000 + b"\nA1,2026-01-05,1\n")

    assert job.state == "refused"
    assert [(each["row"], each["said"]) for each in job.problems] == [
        (1, "This name is too long: 200 characters at most.")
    ]


def test_the_longest_name_can_be_kept(client, therapist):
    name = "date" + "." * 196
    job = upload(client, LONG.replace(b"date", name.encode()))

    send(client, job, "keep", name="mine")

    assert load(therapist, "mine").columns[1].column == name


def test_a_form_has_no_more_fields_than_a_request_may_have(client, therapist, settings):
    names = [
        f"client{'.' * series}strain {number}"
        for series in range(1, 41)
        for number in (1, 2)
    ]
    rows = [["id", *names], *([f"A{row}", *[f"w{row}"] * 80] for row in range(40))]
    job = upload(client, "\n".join(",".join(row) for row in rows).encode())

    fields = fields_of(client.get(address("columns", job)).text)
    answer = send(client, job)

    many = sum(len(each) if isinstance(each, list) else 1 for each in fields.values())
    assert 800 < many < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    assert answer.status_code == 302


def test_a_file_that_cannot_be_read_any_more_is_refused_with_its_reason(
    client, therapist, imports
):
    job = upload(client, LONG)
    name = "x" * 201  # as an earlier version took it
    columns = [{"column": name, "means": "date"}, {"column": "id", "means": "case"}]
    ImportJob.objects.update(mapping={"columns": columns})
    file = imports / str(job.key)
    file.write_bytes(LONG.replace(b"remark", name.encode()))

    page = client.get(address("columns", job))

    job.refresh_from_db()
    assert (page.status_code, job.state, file.exists()) == (200, "refused", False)
    assert "This name is too long: 200 characters at most." in page.text
