"""The package: whose rows it holds, in which form, and that others can read it."""

import csv
import datetime
import hashlib
import json
import re
from io import BytesIO, StringIO
from zipfile import ZipFile

import frictionless
import pytest

from ruptures.exchange.package.archive import key_file
from ruptures.exchange.package.wanted import (
    EXCEL,
    EXCEL_DECIMAL_COMMA,
    Wanted,
)
from ruptures.models import Case
from tests.factories import (
    LOGGED_AT,
    AttemptFactory,
    CaseFactory,
    GrantFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.exchange.package.opened import (
    bytes_of,
    opened,
    resource,
    table,
)
from tests.ruptures.exchange.package.practice import START, WEEK, one_of_everything

pytestmark = pytest.mark.django_db

SALT = bytes(range(32))
KEYS = re.compile(rb"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}")


@pytest.fixture
def case():
    return one_of_everything()


def unpacked(tmp_path, archive: ZipFile) -> str:
    archive.extractall(tmp_path)
    return str(tmp_path / "datapackage.json")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"notes": True},
        {"dates": False},
        {"salt": SALT},
        {"start": START + WEEK},
        {"end": START},
        {"form": EXCEL},
        {"form": EXCEL_DECIMAL_COMMA, "notes": True, "salt": SALT},
        {"cases": ()},
    ],
    ids=str,
)
def test_frictionless_finds_every_package_valid(asked, case, tmp_path):
    path = unpacked(tmp_path, opened(case.therapist, **asked))

    report = frictionless.validate(path)

    assert report.flatten(["name", "row-number", "note"]) == []
    assert report.valid


def test_every_row_of_ones_own_is_in_it_and_nobody_elses(case):
    other = CaseFactory()
    GrantFactory(therapist=other.therapist, holder=case.therapist, cases=[other])
    SessionFactory(case=other)

    archive = opened(case.therapist, notes=True)

    counts = {
        name.removesuffix(".csv"): len(table(archive, name.removesuffix(".csv")))
        for name in archive.namelist()
        if name not in {"datapackage.json", "dictionary.csv"}
    }
    assert counts == {
        "cases": 1,
        "sessions": 3,
        "ruptures": 1,
        "reports": 2,
        "markers": 2,
        "attempts": 1,
        "scores": 1,
        "put_offs": 1,
        "notes": 1,
        "agenda": 1,
    }


def test_a_chosen_case_has_all_of_its_rows_and_no_other_case_one(case):
    alone = bytes_of(case.therapist, notes=True)
    SessionFactory(case=CaseFactory(therapist=case.therapist))

    assert bytes_of(case.therapist, notes=True, cases=[case]) == alone


def test_cells_are_as_the_description_says(case):
    archive = opened(case.therapist, notes=True)

    [session] = [row for row in table(archive, "sessions") if row["modality"]]
    [score] = table(archive, "scores")
    [attempt] = table(archive, "attempts")
    [note] = table(archive, "notes")
    [item] = table(archive, "agenda")
    del session["key"], session["case"]
    assert session == {
        "number": "6",
        "date": "2026-03-16",
        "time": "09:30:00",
        "attendance": "held",
        "modality": "video",
        "logged_at": LOGGED_AT.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    assert (score["value"], score["higher_is_better"]) == ("51.5", "yes")
    assert attempt["strategies"] == "clarified asked"
    assert note["text"].startswith('\'=1+1\nand "a quote"')
    assert item["question"] == "'-"


def test_without_notes_no_free_text_is_in_it(case):
    archive = opened(case.therapist)

    assert {"notes.csv", "agenda.csv"} & {*archive.namelist()} == set()
    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"a quote" not in whole


def test_the_same_rows_give_the_same_bytes_and_tell_no_time_of_export(case):
    first = bytes_of(case.therapist, notes=True)

    assert bytes_of(case.therapist, notes=True) == first
    dates = {info.date_time for info in ZipFile(BytesIO(first)).infolist()}
    assert dates == {(1980, 1, 1, 0, 0, 0)}
    assert case.therapist.email.encode() not in first


def test_checksums_are_those_of_the_files(case):
    archive = opened(case.therapist)

    for name in ("sessions", "reports", "put_offs"):
        data = archive.read(f"{name}.csv")
        said = resource(archive, name)
        assert said["bytes"] == len(data)
        assert said["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


@pytest.mark.parametrize(
    ("start", "end", "numbers"),
    [
        (None, None, ["5", "", "6"]),
        (START + WEEK, None, ["", "6"]),
        (None, START + WEEK, ["5", ""]),
        (START + 2 * WEEK, START + 3 * WEEK, ["6"]),
        (START + 3 * WEEK, None, []),
    ],
)
def test_a_part_has_the_numbers_of_the_whole(start, end, numbers, case):
    archive = opened(case.therapist, start=start, end=end)

    sessions = sorted(table(archive, "sessions"), key=lambda row: row["date"])
    assert [row["number"] for row in sessions] == numbers


def test_a_part_leaves_no_row_without_what_it_points_to(case):
    later = SessionFactory(case=case, date=START + 3 * WEEK)
    AttemptFactory(
        rupture=case.sessions.get(time__isnull=False).ruptures.get(), session=later
    )

    archive = opened(case.therapist, start=START + 3 * WEEK)

    assert len(table(archive, "sessions")) == 1
    assert table(archive, "attempts") == []


def test_by_numbers_alone_no_day_is_told(case):
    archive = opened(case.therapist, dates=False, notes=True)

    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"2026" not in KEYS.sub(b"", whole)
    assert sorted(row["number"] for row in table(archive, "sessions")) == ["", "5", "6"]


def test_fresh_codes_lead_back_by_the_salt_alone(case):
    wanted = Wanted(case.therapist, salt=SALT)

    archive = opened(case.therapist, salt=SALT, notes=True)
    [header, [code, fresh]] = csv.reader(StringIO("".join(key_file(wanted))))

    whole = b"".join(archive.read(name) for name in archive.namelist())
    assert b"K7QM" not in whole
    assert b"B2C" not in whole  # an observer's code
    keys = [str(row.key) for row in (case, *case.sessions.all())]
    assert [key for key in keys if key.encode() in whole] == []
    assert (header, code) == (["code", "fresh_code"], "K7QM")
    assert [row["code"] for row in table(archive, "cases")] == [fresh]
    assert fresh != wanted_code(case, bytes(32))


def wanted_code(case: Case, salt: bytes) -> str:
    return Wanted(case.therapist, salt=salt).fresh_code(case.code)


def test_rows_with_fresh_keys_stand_in_no_order_of_those_here():
    case = CaseFactory()
    for day in range(40):
        SessionFactory(case=case, date=START + datetime.timedelta(days=day))

    plain = table(opened(case.therapist), "sessions")
    salted = table(opened(case.therapist, salt=SALT), "sessions")

    assert [row["date"] for row in salted] != [row["date"] for row in plain]
    assert {row["date"] for row in salted} == {row["date"] for row in plain}


def test_excel_with_a_decimal_comma_has_its_signs(case):
    archive = opened(case.therapist, form=EXCEL_DECIMAL_COMMA)

    text = archive.read("scores.csv").decode()
    assert text.startswith("\ufeffkey;session;rater;instrument;value;")
    assert ";51,5;12;60;yes;" in text
    assert resource(archive, "scores")["dialect"]["delimiter"] == ";"


def test_nobody_without_a_case_gets_an_empty_package():
    archive = opened(UserFactory())

    assert table(archive, "sessions") == []
    assert archive.read("cases.csv").startswith(b"key,code,started_on,")


def test_dictionary_has_redcaps_headings_and_a_line_a_column(case):
    archive = opened(case.therapist)

    lines = list(csv.DictReader(StringIO(archive.read("dictionary.csv").decode())))
    columns = sum(
        len(each["schema"]["fields"])
        for each in json.loads(archive.read("datapackage.json"))["resources"]
    )
    assert len(lines) == columns
    [strain] = [
        line for line in lines if line["Variable / Field Name"] == "reports_strain"
    ]
    assert strain["Field Type"] == "radio"
    assert strain["Choices, Calculations, OR Slider Labels"] == (
        "yes, Yes | no, No | unsure, Unsure"
    )
    assert strain["Required Field?"] == "y"
    marked = {
        line["Variable / Field Name"] for line in lines if line["Identifier?"] == "y"
    }
    some = {"cases_code", "sessions_date", "scores_instrument", "reports_strain"}
    assert some & marked == {"cases_code", "sessions_date"}
