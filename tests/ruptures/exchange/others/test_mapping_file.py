"""A mapping as JSON: the same when it is read again, and strict."""

import datetime
import json
import re

import pytest

from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.others.mapping_file import as_json, from_json
from ruptures.exchange.problems import Refused
from tests.ruptures.exchange.others.files import CASE, DATE, SRS, STRAIN, mapping, wide

pytestmark = pytest.mark.one_engine

WHOLE = mapping(
    CASE,
    *wide(SRS, 2),
    Meaning(
        column="Spannung?",
        means="strain",
        rater="client",
        session=1,
        values={"1": "yes", "2": "no"},
    ),
    encoding="cp1252",
    delimiter="\t",
    decimal=",",
    dates="dmy",
    missing=("x",),
    start=datetime.date(2026, 1, 5),
    every=7,
    ids="clinic",
)


def test_a_mapping_is_the_same_when_it_is_read_again():
    assert from_json(as_json(WHOLE)) == WHOLE


def test_a_mapping_is_written_for_people():
    assert as_json(mapping(CASE, DATE, STRAIN, missing=())) == (
        "{\n"
        '  "encoding": "utf-8-sig",\n'
        '  "delimiter": ",",\n'
        '  "decimal": ".",\n'
        '  "dates": "ymd",\n'
        '  "missing": [],\n'
        '  "columns": [\n'
        '    {"column": "id", "means": "case"},\n'
        '    {"column": "date", "means": "date"},\n'
        '    {"column": "strain", "means": "strain", "rater": "therapist"}\n'
        "  ]\n"
        "}\n"
    )


COLUMNS = [{"column": "id", "means": "case"}, {"column": "date", "means": "date"}]
SCORE = {"column": "s", "means": "score", "rater": "client", "instrument": "srs"}
BAD = {
    "no JSON": ("{", ["This is no mapping."]),
    "a list": ("[]", ["This is no mapping."]),
    "no columns": ("{}", ["This is no mapping."]),
    "depths": ("[" * 100_000, ["This is no mapping."]),
    "a field not known": (
        {"colour": "red", "columns": COLUMNS},
        ["colour, 'red': Not known here."],
    ),
    "fields of other kinds": (
        {
            "encoding": "morse",
            "delimiter": 7,
            "start": "soon",
            "every": 1.5,
            "missing": "NA",
            "ids": ["x"],
            "columns": COLUMNS,
        },
        [
            "encoding, 'morse': One of these was expected: utf-8-sig cp1252 utf-16 "
            "utf-16-le utf-16-be cp1250",
            "delimiter, '7': One of these was expected: , ; \\t |",
            "start, 'soon': A day was expected, like 2026-11-21.",
            "every, '1.5': A whole number from 1 to 366 was expected.",
            "missing, 'NA': A list of texts was expected.",
            "ids, \"['x']\": A short text was expected.",
        ],
    ),
    "columns that are none": (
        {"columns": ["id", {"means": "case"}, {"column": "x", "means": "name"}]},
        [
            "columns 1, 'id': A column with its meaning was expected.",
            "columns 2 column: This is missing.",
            "columns 3 means, 'name': One of these was expected: case start row event "
            "date time number attendance modality type box strain intensity resolution "
            "score",
        ],
    ),
    "values of another kind": (
        {"columns": [*COLUMNS, {"column": "x", "means": "type", "values": ["yes"]}]},
        ["columns 3 values, \"['yes']\": Cells with our codes were expected."],
    ),
    "codes not ours": (
        {"columns": [*COLUMNS, {"column": "x", "means": "type", "values": {"1": "W"}}]},
        [
            "x: One of these was expected, not W: no, withdrawal, confrontation, both, "
            "unsure.",
        ],
    ),
    "nobody who answered": (
        {"columns": [*COLUMNS, {"column": "x", "means": "strain"}]},
        ["x: It needs who answered, one of these: therapist, client, observer."],
    ),
    "an answerer too many": (
        {"columns": [*COLUMNS, {"column": "x", "means": "time", "rater": "client"}]},
        ["x: Nobody answers this."],
    ),
    "no such instrument": (
        {"columns": [*COLUMNS, {**SCORE, "instrument": "abc"}]},
        [
            "s: It needs an instrument, one of these: wai-sr, srs, ors, arm-5, sai, "
            "calpas."
        ],
    ),
    "an instrument that the therapist does not fill in": (
        {"columns": [*COLUMNS, {**SCORE, "rater": "therapist"}]},
        ["s: It needs who answered, one of these: client."],
    ),
    "an instrument of something else": (
        {"columns": [*COLUMNS, {**SCORE, "means": "strain"}]},
        ["s: This is of no instrument."],
    ),
    "columns of a row among those of sessions": (
        {"columns": [*COLUMNS, {**SCORE, "session": 1}]},
        [
            "date: It needs the number of its session, as others have one.",
            "No column holds the date of these sessions: 1.",
        ],
    ),
    "a client of one session": (
        {"columns": [{**COLUMNS[0], "session": 1}, {**COLUMNS[1], "session": 1}]},
        ["id: This is not of one session."],
    ),
    "numbers of numbered columns": (
        {
            "columns": [
                COLUMNS[0],
                {**COLUMNS[1], "session": 1},
                {"column": "n", "means": "number", "session": 1},
            ]
        },
        ["n: Sessions are numbered by their columns already."],
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_mapping_that_cannot_be_followed_is_refused(name):
    found, said = BAD[name]

    with pytest.raises(Refused) as raised:
        from_json(found if isinstance(found, str) else json.dumps(found))

    lines = str(raised.value).splitlines()
    assert [re.sub("^The mapping(, |: )", "", line) for line in lines] == said
