"""Which kind of file it is, and how large it may be."""

import csv
import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from ruptures.exchange.others import opening, workbook
from ruptures.exchange.others.opening import is_package, plain
from ruptures.exchange.others.sniffing import width
from ruptures.exchange.problems import Problems, Refused
from tests.ruptures.exchange.others import files

pytestmark = pytest.mark.one_engine


def zipped(*names: str) -> BytesIO:
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return out


@pytest.mark.parametrize(
    ("file", "name", "said"),
    [
        (zipped("datapackage.json"), "export", True),
        (zipped("letter.txt"), "export.ZIP", True),
        (zipped("letter.txt"), "letter.xlsx", False),
        (BytesIO(b"PK and no zip"), "file.csv", False),
        (BytesIO(b"id,date"), "file.csv", False),
        (BytesIO(), "file.csv", False),
    ],
)
def test_a_package_is_told_from_other_files(file, name, said):
    assert is_package(file, name) is said


def test_a_file_over_the_limit_is_not_begun(monkeypatch):
    monkeypatch.setattr(opening, "LARGEST", 5)

    with pytest.raises(Refused, match=r"file: It is larger than 1 GB\."):
        plain(BytesIO(b"id,date"), "file", files.mapping())


def test_a_workbook_that_grows_over_the_limit_is_not_read_to_its_end(monkeypatch):
    data = files.workbook(*[["x"]] * 20)
    monkeypatch.setattr(workbook, "MOST_ROWS", 10)

    with pytest.raises(Refused, match=r"file, row 11: Unpacked, it is too large\."):
        plain(BytesIO(data), "file", files.mapping())


def test_the_sheet_that_a_mapping_names_is_read():
    data = BytesIO(files.workbook(["id"], [1.5], [True]))

    found = plain(data, "file", files.mapping(sheet="Sheet"))

    assert [*found.rows(Problems())] == [(2, ["1.5"]), (3, ["TRUE"])]


def test_a_sheet_that_is_not_there_is_told():
    data = BytesIO(files.workbook(["id"]))

    with pytest.raises(Refused, match="file, 'Other': There is no sheet of this name"):
        plain(data, "file", files.mapping(sheet="Other"))


def test_results_of_formulas_are_what_counts():
    data = files.workbook(["id", "srs"], ["A", "=30+6"])
    out = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(out, "w") as archive:
        for each in old.infolist():
            worked_out = re.sub(rb"<v ?/>|<v></v>", b"<v>36</v>", old.read(each))
            archive.writestr(each.filename, worked_out)

    found = plain(out, "file", files.mapping())

    assert [*found.rows(Problems())] == [(2, ["A", "36"])]


@pytest.mark.parametrize(
    ("text", "delimiter", "cells"),
    [
        ("a,b\n1,2\n", ",", 2),
        ("a;b\n1,5;2\n", ",", 0),
        ('a,b\n1,"x\ny"\n1,2\n', ",", 2),
        ("", ",", 0),
    ],
)
def test_the_width_of_a_file_is_that_of_its_rows(text, delimiter, cells):
    assert width(text, delimiter) == cells


def test_the_width_of_a_file_is_that_of_its_rows_before_a_cell_too_long_to_read():
    usual = csv.field_size_limit(100)  # frictionless, where it is loaded, has set more

    found = width("a,b\n" + "x" * 101, ",")

    csv.field_size_limit(usual)
    assert found == 2
