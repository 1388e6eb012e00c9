"""Files tried as a new user would: read right, or refused in words."""

import datetime
import struct
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.problems import Refused
from ruptures.models import Act, Case
from tests.factories import UserFactory
from tests.ruptures.exchange.others.files import (
    CASE,
    DATE,
    SRS,
    STRAIN,
    brought_in,
    mapping,
    saved,
    wide,
    workbook,
)

pytestmark = pytest.mark.django_db

PLAIN = "id,date,srs\nA,2026-01-05,36.5\nB,2026-01-06,12\n"
READ = ["A 2026-01-05 srs:client=36.5", "B 2026-01-06 srs:client=12"]
NAMED = "Klient,Datum,srs\nÄnne,05.01.2026,36.5\n"
ÄNNE = ["Änne 2026-01-05 srs:client=36.5"]
DAY = datetime.date(2026, 1, 5)
HALF_PAST = datetime.time(9, 30)

GUESSED = {
    "UTF-8": (PLAIN.encode(), READ),
    "UTF-8 with its mark": (NAMED.encode("utf-8-sig"), ÄNNE),
    "UTF-8 without": (NAMED.encode(), ÄNNE),
    "UTF-16 with its mark": (NAMED.encode("utf-16"), ÄNNE),
    "UTF-16 big-endian": (b"\xfe\xff" + NAMED.encode("utf-16-be"), ÄNNE),
    "UTF-16 without": (PLAIN.encode("utf-16-le"), READ),
    "Windows-1252": (NAMED.encode("cp1252"), ÄNNE),
    "semicolons, decimal commas": (
        b"id;date;srs\r\nA;2026-01-05;36,5\r\nB;2026-01-06;12\r\n",
        READ,
    ),
    "tabs": (PLAIN.replace(",", "\t").encode(), READ),
    "upright lines": (PLAIN.replace(",", "|").encode(), READ),
    "commas within quotes": (b'id,date,srs\n"A",2026-01-05,"36,5"\n', READ[:1]),
    "line ends of an old Mac": (PLAIN.replace("\n", "\r").encode(), READ),
    "no line end at the end": (PLAIN.strip().encode(), READ),
    "quoted line breaks": (
        b'id,date,remark,srs\nA,2026-01-05,"two\r\nlines, ""so""",36.5\n',
        READ[:1],
    ),
    "a quotation mark in a cell": (
        b'id,date,remark,srs\nA,2026-01-05,5" tall,36.5\n',
        READ[:1],
    ),
    "empty lines and columns": (
        b"id,date,srs,,\n\nA,2026-01-05,36.5,,\n,,,,\nB,2026-01-06,12,,\n\n",
        READ,
    ),
    "names with blanks": (
        b" Client ID , Session  date ,SRS \n A , 2026-01-05 , 36.5 \n",
        READ[:1],
    ),
    "missing values": (
        b"id,date,srs,time\nA,2026-01-05,#NULL!,NA\nB,2026-01-06,-99,n/a\n"
        b"C,2026-01-07,.,NaN\n",
        ["A 2026-01-05", "B 2026-01-06", "C 2026-01-07"],
    ),
    "a code of zeros": (b"id,date\n007,2026-01-05\n", ["007 2026-01-05"]),
    "days first": (b"id,date\nA,13/01/2026\nA,05/01/2026\n", None),
    "months first": (b"id,date\nA,01/13/2026\nA,01/05/2026\n", None),
    "days with points": (b"id,date\nA,5.1.2026\nA,13.1.26\n", None),
    "days with the time": (
        b"id,date\nA,2026-01-05 09:30\nA,2026-01-05T14:00:00\n",
        ["A 2026-01-05 09:30", "A 2026-01-05 14:00"],
    ),
    "times of day": (
        b"id,date,time\nA,2026-01-05,9:30\nA,2026-01-06,2:15 PM\n",
        ["A 2026-01-05 09:30", "A 2026-01-06 14:15"],
    ),
    "answers in words": (
        b"id,date,therapist_strain,client_strain,client_intensity\n"
        b"A,2026-01-05,Yes,no,\nA,2026-01-06,Nein,oui,3.0\n",
        [
            "A 2026-01-05 therapist=yes client=no",
            "A 2026-01-06 therapist=no client=yes/3",
        ],
    ),
    "types as in the log": (
        b"id,date,type\nA,2026-01-05,withdrawal\nA,2026-01-06,Both\n"
        b"A,2026-01-07,no\nA,2026-01-08,unsure\n",
        [
            "A 2026-01-05 therapist=yes withdrawal",
            "A 2026-01-06 therapist=yes mixed",
            "A 2026-01-07 therapist=no",
            "A 2026-01-08 therapist=unsure",
        ],
    ),
    "sessions not held": (
        b"id,date,attendance,modality\nA,2026-01-05,Cancelled by client,Video\n"
        b"A,2026-01-12,held,\n",
        ["A 2026-01-05 cancelled_by_client video", "A 2026-01-12"],
    ),
    "a REDCap export": (
        b"record_id,redcap_repeat_instrument,redcap_repeat_instance,sex,date,srs\n"
        b"1,,,f,,\n1,visit,1,,2026-01-05,36\n1,visit,2,,2026-01-12,37\n2,,,m,,\n",
        ["1 2026-01-05 srs:client=36", "1 2026-01-12 srs:client=37"],
    ),
    "Excel": (
        workbook(["id", "date", "srs"], ["A", DAY, 36.5], ["B", "2026-01-06", 12]),
        READ,
    ),
    "Excel with days of a clock": (
        workbook(["id", "date"], [17, datetime.datetime.combine(DAY, HALF_PAST)]),
        ["17 2026-01-05 09:30"],
    ),
    "Excel with empty rows and a short one": (
        workbook(["id", "date", "srs"], [], ["A", DAY], [None, None, None]),
        ["A 2026-01-05"],
    ),
}
DAYS = ["A 2026-01-05", "A 2026-01-13"]


@pytest.mark.parametrize("name", GUESSED)
def test_a_file_is_read_without_being_told_how(name):
    data, rows = GUESSED[name]

    assert brought_in(data, UserFactory()) == (rows or DAYS)


def hidden_first() -> bytes:
    book = Workbook()
    book.active.append(["notes", "of", "nobody"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("Sessions")
    for row in (["id", "date"], ["A", DAY]):
        sheet.append(row)
    return saved(book)


def merged() -> bytes:
    book = Workbook()
    for row in (["id", "date"], ["A", DAY], [None, "2026-01-12"]):
        book.active.append(row)
    book.active.merge_cells("A2:A3")
    return saved(book)


def two_sheets() -> bytes:
    book = Workbook()
    book.active.append(["id", "date"])
    book.active.append(["A", DAY])
    book.create_sheet("Other").append(["x"])
    return saved(book)


def bomb() -> bytes:
    """A sheet that says it has two gigabytes."""
    out = BytesIO()
    with (
        ZipFile(BytesIO(workbook(["id"]))) as old,
        ZipFile(out, "w", ZIP_DEFLATED) as z,
    ):
        for each in old.infolist():
            z.writestr(each, old.read(each))
    data = bytearray(out.getvalue())
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 2**31 - 1)
    return bytes(data)


def many_strings() -> bytes:
    """Eighty megabytes of shared strings, in some kilobytes, where sheets are."""
    out = BytesIO()
    with (
        ZipFile(BytesIO(workbook(["id"]))) as old,
        ZipFile(out, "w", ZIP_DEFLATED) as z,
    ):
        for each in old.infolist():
            data = old.read(each)
            if each.filename == "[Content_Types].xml":
                data = data.replace(b"/xl/sharedStrings", b"/xl/worksheets/strings")
            z.writestr(each.filename, data)
        z.writestr("xl/worksheets/strings.xml", b" " * 80 * 2**20)
    return out.getvalue()


def with_entities() -> bytes:
    """A workbook whose XML would grow without end."""
    out = BytesIO()
    with ZipFile(BytesIO(workbook(["id"]))) as old, ZipFile(out, "w") as archive:
        for each in old.infolist():
            data = old.read(each)
            if each.filename == "xl/workbook.xml":
                data = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + data
            archive.writestr(each.filename, data)
    return out.getvalue()


FORMULA = workbook(["id", "date", "srs"], ["A", DAY, "=30+6"])
EXCEL_IS_DAMAGED = "file.csv: This is no Excel file (.xlsx), or it is damaged."
TOO_LONG = (
    "It cannot be read from here on: a quotation mark is open or stands alone, or the "
    "row is too long."
)

REFUSED = {
    "nothing at all": (b"", "file.csv: The file is empty."),
    "blank lines alone": (b"\n\n", "file.csv, row 1: The first row holds no names."),
    "the mark alone": (
        b"\xef\xbb\xbf",
        "file.csv, row 1: The first row holds no names.",
    ),
    "a header alone": (
        b"id,date,srs\n",
        "file.csv: There is no row below the header.",
    ),
    "a name twice": (
        b"id,date,srs,srs\nA,2026-01-05,1,2\n",
        "file.csv, row 1, srs: Several columns have this name: give each its own.",
    ),
    "a letter": (b"Dear colleague,\n", "file.csv: There is no row below the header."),
    "a picture": (
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        "file.csv: This is no text: a CSV file or an Excel file (.xlsx) was expected.",
    ),
    "an older Excel": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "file.csv: It is of an older Excel, or locked by a password: save it as .xlsx, "
        "without a password.",
    ),
    "no encoding known": (
        b"id,date\n\x81\x8d,2026-01-05\n",
        "file.csv: It is in no encoding known here: save it as UTF-8.",
    ),
    "a zero byte": (
        b"id,date\nA,2026-01-05\n" + b"B,2026-01-06\n" * 6000 + b"A\0,2026-01-07\n",
        "file.csv, row 6003: A sign stands here that is in no text: the file may be "
        "damaged.",
    ),
    "an open quotation mark": (
        b'id,date\n"A,2026-01-05\n',
        f"file.csv, row 2: {TOO_LONG}",
    ),
    "a quotation mark alone": (
        b'id,date\n"A"x,2026-01-05\n',
        f"file.csv, row 2: {TOO_LONG}",
    ),
    "a cell of ten megabytes": (
        b"id,date\nA,2026-01-05\n" + b"x" * 10 * 2**20 + b",2026-01-06\n",
        f"file.csv, row 3: {TOO_LONG}",
    ),
    "too many columns": (
        b"id" + b"," * 17_000 + b"\n1\n",
        "file.csv, row 1: It has too many columns: 2500 at most can be read.",
    ),
    "too many names": (
        b",".join(b"c%d" % number for number in range(2501)) + b"\n1\n",
        "file.csv, row 1: It has too many columns: 2500 at most can be read.",
    ),
    "a name too long": (
        b"id,date," + b"a" * 201 + b"\nA,2026-01-05,1\n",
        f"file.csv, row 1, '{'a' * 60}…': This name is too long: 200 characters at "
        "most.",
    ),
    "a row too short": (
        b"id,date,srs\nA,2026-01-05,36\nB,2026-01-06\n",
        "file.csv, row 3: 3 cells were expected, here are 2.",
    ),
    "a row too long": (
        b"id,date,srs\nA,2026-01-05,36,7\n",
        "file.csv, row 2: 3 cells were expected, here are 4.",
    ),
    "days of both orders": (
        b"id,date\nA,13/01/2026\nA,01/14/2026\n",
        "file.csv, dates: Some days stand before the month, others after it.",
    ),
    "days that do not decide": (
        b"id,date\nA,05/01/2026\n",
        "file.csv, dates: Does the day stand first, or the month?",
    ),
    "answers in numbers": (
        b"id,date,therapist_strain\nA,2026-01-05,1\nA,2026-01-06,0\n",
        "file.csv, therapist_strain: What do these mean: 1, 0? One of these was "
        "expected: Yes / No / Unsure.",
    ),
    "nobody who answered": (
        b"id,date,strain\nA,2026-01-05,yes\n",
        "file.csv, strain: Who answered this?",
    ),
    "points and commas": (
        b"id,date,srs\nA,2026-01-05,36.5\nA,2026-01-06,'36,5'\n".replace(b"'", b'"'),
        "file.csv, decimal: Some numbers have a point before decimals, others a comma.",
    ),
    "two names of a client": (
        b"client,id,date\nA,1,2026-01-05\n",
        "file.csv, id: It may mean the same as client, which was taken.",
    ),
    "no client": (
        b"x,date\nA,2026-01-05\n",
        "file.csv: No column holds the client's id.",
    ),
    "two repeating instruments": (
        b"record_id,redcap_repeat_instrument,redcap_repeat_instance,date\n"
        b"1,visit,1,2026-01-05\n1,medication,1,2026-01-05\n",
        "file.csv, redcap_repeat_instrument: Which of these are sessions: visit, "
        "medication?",
    ),
    "the same session twice": (
        b"id,date,srs\nA,2026-01-05,36\nB,2026-01-05,36\nA,2026-01-05,40\n",
        "file.csv, row 4, date: Row 2 is about the same session.",
    ),
    "no client in a row": (
        b"id,date\nA,2026-01-05\n,2026-01-06\n",
        "file.csv, row 3, id: This cell must not be empty.",
    ),
    "no such day": (
        b"id,date\nA,2026-02-30\n",
        "file.csv, row 2, date, '2026-02-30': A day was expected, like 2026-11-21.",
    ),
    "a day to come": (
        b"id,date\nA,2126-01-05\n",
        "file.csv, row 2, date: This date is in the future.\n"
        "file.csv, row 2, date, '2126-01-05': This date is in the future.",
    ),
    "a total outside the range": (
        b"id,date,srs\nA,2026-01-05,41\n",
        "file.csv, row 2, srs, '41': SRS totals run from 0 to 40.",
    ),
    "a total that is no number": (
        b"id,date,srs\nA,2026-01-05,=1+1\n",
        "file.csv, row 2, srs, '=1+1': A number was expected, like 36.5.",
    ),
    "a type against the answer": (
        b"id,date,type,therapist_strain\nA,2026-01-05,withdrawal,no\n",
        "file.csv, row 2, type, 'withdrawal': It contradicts the answer to "
        '"Any strain between you?".',
    ),
    "how strong without a yes": (
        b"id,date,client_strain,client_intensity\nA,2026-01-05,no,3\n",
        "file.csv, row 2, client_intensity, '3': How strong and how far resolved are "
        "asked only after yes.",
    ),
    "an answer to a session not held": (
        b"id,date,attendance,client_strain\nA,2026-01-05,missed,no\n",
        "file.csv, row 2, attendance: Only a session that took place can be answered "
        "for.",
    ),
    "a long id": (
        b"id,date\n" + b"x" * 300 + b",2026-01-05\n",
        f"file.csv, row 2, id, '{'x' * 60}…': An id was expected, not a text of this "
        "length.",
    ),
    "Excel with a formula never worked out": (
        FORMULA,
        "file.csv, row 2, '=30+6': The result of this formula is not in the file: open "
        "it in a spreadsheet and save it again.",
    ),
    "Excel with merged cells": (
        merged(),
        "file.csv, row 3, id: This cell must not be empty.",
    ),
    "Excel with several sheets": (
        two_sheets(),
        "file.csv, sheet: There are more sheets; the first was taken. The others: "
        "Other.",
    ),
    "Excel without anything": (
        workbook(),
        "file.csv, row 1: The first row holds no names.",
    ),
    "half of an Excel file": (FORMULA[:2000], EXCEL_IS_DAMAGED),
    "a zip that is none": (b"PK\x03\x04 and so on", EXCEL_IS_DAMAGED),
    "another zip": (with_entities(), EXCEL_IS_DAMAGED),
    "a zip bomb": (bomb(), "file.csv: Unpacked, it is too large."),
    "a bomb of strings": (many_strings(), "file.csv: Unpacked, it is too large."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_in_words(name):
    data, said = REFUSED[name]

    with pytest.raises(Refused) as raised:
        brought_in(data, UserFactory())

    assert str(raised.value) == said
    assert not Case.objects.exists()
    assert not Act.objects.exists()


def test_the_first_sheet_that_is_not_hidden_is_read():
    assert brought_in(hidden_first(), UserFactory()) == ["A 2026-01-05"]


def test_what_a_file_begins_with_counts_and_not_its_name():
    user = UserFactory()

    assert brought_in(PLAIN.encode(), user, name="file.xlsx") == READ


STARTED = {"start": DAY, "every": 7}
TOLD = {
    "wide with a start and an interval": (
        b"id,s1,s2,s3\nA,30,,32\nB,31,,\nC,,,\n",
        mapping(CASE, *wide(SRS, 3), **STARTED),
        [
            "A 2026-01-05 srs:client=30",
            "A 2026-01-12",
            "A 2026-01-19 srs:client=32",
            "B 2026-01-05 srs:client=31",
        ],
    ),
    "wide with each client's start": (
        b"id,first,x_s1,x_s2\nA,2026-02-02,yes,no\nB,2026-03-02,unsure,\n",
        mapping(
            CASE,
            Meaning(column="first", means="start"),
            *wide(STRAIN, 2, "x_s"),
            every=14,
        ),
        [
            "A 2026-02-02 therapist=yes",
            "A 2026-02-16 therapist=no",
            "B 2026-03-02 therapist=unsure",
        ],
    ),
    "wide with a day for each": (
        b"id,d1,s1,d2,s2\nA,2026-01-05,30,,\nB,2026-01-06,,2026-01-09,31\n",
        mapping(CASE, *wide(DATE, 2, "d"), *wide(SRS, 2)),
        [
            "A 2026-01-05 srs:client=30",
            "B 2026-01-06",
            "B 2026-01-09 srs:client=31",
        ],
    ),
    "long with numbers alone": (
        b"id,n,srs\nA,3,30\nA,4,31\n",
        mapping(CASE, Meaning(column="n", means="number"), SRS, **STARTED),
        ["A 2026-01-19 srs:client=30", "A 2026-01-26 srs:client=31"],
    ),
    "REDCap with the start on the record": (
        b"id;form;n;first;srs\n1;;;05.02.2026;\n1;visit;1;;36,5\n1;visit;2;;\n"
        b"1;meds;1;;\n",
        mapping(
            CASE,
            Meaning(
                column="form", means="row", values={"visit": "session", "meds": "other"}
            ),
            Meaning(column="n", means="number"),
            Meaning(column="first", means="start"),
            SRS,
            delimiter=";",
            decimal=",",
            dates="dmy",
            every=7,
        ),
        ["1 2026-02-05 srs:client=36.5", "1 2026-02-12"],
    ),
    "values of one's own": (
        b"id,date,strain,kept\nA,2026-01-05,2,1\nA,2026-01-12,1.0,\nA,2026-01-19,9,2\n",
        mapping(
            CASE,
            DATE,
            Meaning(
                column="strain",
                means="strain",
                rater="observer",
                values={"1": "no", "2": "yes"},
            ),
            Meaning(
                column="kept",
                means="attendance",
                values={"1": "held", "2": "cancelled_by_client"},
            ),
            missing=("9",),
        ),
        [
            "A 2026-01-05 observer=yes",
            "A 2026-01-12 observer=no",
            "A 2026-01-19 cancelled_by_client",
        ],
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_a_file_is_read_as_its_mapping_says(name):
    data, by, rows = TOLD[name]

    assert brought_in(data, UserFactory(), by) == rows


WITHOUT = (
    "The mapping: The sessions have no dates: give the day of the first one and how "
    "many days lie between two."
)
DAYS_BETWEEN = (
    "The mapping: The sessions have no dates but the first one’s: give how many days "
    "lie between two."
)
NOT_TOLD = {
    "wide without dates": (
        b"id,s1,s2\nA,30,31\n",
        mapping(CASE, *wide(SRS, 2)),
        [WITHOUT],
    ),
    "wide with the first dates alone": (
        b"id,start,s1,s2\nA,2026-01-05,30,31\n",
        mapping(CASE, Meaning(column="start", means="start"), *wide(SRS, 2)),
        [DAYS_BETWEEN],
    ),
    "long without dates": (
        b"id,srs\nA,30\n",
        mapping(CASE, SRS),
        [WITHOUT, "The mapping: Neither a date nor a number tells sessions apart."],
    ),
    "a column that is not there": (
        b"id,date\nA,2026-01-05\n",
        mapping(CASE, DATE, SRS),
        ["file.csv, row 1, srs: The mapping names a column that is not in the file."],
    ),
    "a value that the mapping has not": (
        b"id,date,strain\nA,2026-01-05,7\n",
        mapping(
            CASE,
            DATE,
            Meaning(
                column="strain",
                means="strain",
                rater="client",
                values={"0": "no", "1": "yes"},
            ),
        ),
        ["file.csv, row 2, strain, '7': One of these was expected: 0 (No), 1 (Yes)."],
    ),
    "a client without a start": (
        b"id,first,s1,s2\nA,2026-02-02,1,1\nB,,1,\n",
        mapping(CASE, Meaning(column="first", means="start"), *wide(SRS, 2), every=7),
        ["file.csv, row 3, first: The day of this client's first session is missing."],
    ),
    "the wrong encoding": (
        NAMED.encode("cp1252"),
        mapping(CASE, DATE),
        ["file.csv: It cannot be read as utf-8-sig."],
    ),
    "all that is wrong with a row": (
        b"id,date,srs,strain\nA,5/1/2026,99,perhaps\n",
        mapping(CASE, DATE, SRS, STRAIN),
        [
            "file.csv, row 2, date, '5/1/2026': A day was expected, like 2026-11-21.",
            "file.csv, row 2, srs, '99': SRS totals run from 0 to 40.",
            "file.csv, row 2, strain, 'perhaps': One of these codes was expected: yes, "
            "no, unsure.",
        ],
    ),
    "two columns of one meaning": (
        b"id,date,srs,strain\nA,2026-01-05,9,yes\n",
        mapping(CASE, DATE, DATE),
        ["The mapping, date: Another column means the same."],
    ),
}


@pytest.mark.parametrize("name", NOT_TOLD)
def test_a_file_that_does_not_fit_its_mapping_is_refused(name):
    data, by, said = NOT_TOLD[name]

    with pytest.raises(Refused) as raised:
        brought_in(data, UserFactory(), by)

    assert str(raised.value).splitlines() == said
    assert not Case.objects.exists()
