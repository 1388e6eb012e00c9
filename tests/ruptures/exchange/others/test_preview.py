"""What each column would become, for a page."""

from io import BytesIO

import pytest

from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.others.plain import Plain
from ruptures.exchange.others.preview import Shown, preview
from tests.ruptures.exchange.others.files import CASE, DATE, SRS, mapping, wide

pytestmark = pytest.mark.one_engine

FILE = b"id,date,srs,remark\nA,5.1.2026,36.5,x\nB,31.2.2026,NA,y\nC,1.1.2026,1,z\n"


def shown(by, rows=2):
    return preview(by, Plain(BytesIO(FILE), "file.csv"), rows)


def test_a_preview_shows_what_cells_become():
    found = shown(mapping(CASE, DATE, SRS, dates="dmy"))

    assert found.rows == (2, 3)
    assert [(column.name, column.cells) for column in found.columns] == [
        ("id", (Shown("A", "A"), Shown("B", "B"))),
        (
            "date",
            (
                Shown("5.1.2026", "2026-01-05"),
                Shown("31.2.2026", "", "A day was expected, like 21.11.2026."),
            ),
        ),
        ("srs", (Shown("36.5", "36.5"), Shown("NA"))),
        ("remark", (Shown("x"), Shown("y"))),
    ]
    assert found.columns[2].said == "Total or mean of a questionnaire, such as the SRS."
    assert found.columns[3].meaning is None
    assert found.problems == ()


def test_a_preview_shows_a_mapping_that_is_not_whole():
    found = shown(mapping(CASE, Meaning(column="srs", means="score")))

    assert found.columns[2].cells[0].problem == "Choose one of the instruments."
    assert [str(each) for each in found.problems] == [
        "The mapping, srs: It needs an instrument, one of these: wai-sr, srs, ors, "
        "arm-5, sai, calpas.",
        "The mapping: The sessions have no dates: give the day of the first one and "
        "how many days lie between two.",
        "The mapping: Neither a date nor a number tells sessions apart.",
    ]


def test_a_preview_shows_every_session_of_a_wide_row():
    text = Plain(BytesIO(b"id,s1,s2\nA,30,50\n"), "file.csv")

    found = preview(mapping(CASE, *wide(SRS, 2)), text)

    assert [column.cells[0].becomes for column in found.columns] == ["A", "30", ""]
    assert found.columns[2].cells[0].problem == "SRS totals run from 0 to 40."
