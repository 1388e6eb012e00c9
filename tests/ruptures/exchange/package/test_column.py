"""A cell and its value: what one writes the other reads, and nothing else."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from ruptures.exchange.package.column import Column
from ruptures.exchange.package.tables import TABLES

KEY = "0b6f4c7e-5c0e-4a53-9c3c-2f6a1f0a7d11"


def column(name: str) -> Column:
    table, _, column = name.partition(".")
    [found] = [each for each in TABLES if each.name == table]
    return next(each for each in found.columns if each.name == column)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("sessions.key", KEY, KEY),
        ("sessions.date", "2024-02-29", datetime.date(2024, 2, 29)),
        ("sessions.time", "09:30:00", datetime.time(9, 30)),
        ("sessions.time", "", None),
        ("sessions.modality", "", ""),
        ("sessions.modality", "video", "video"),
        (
            "sessions.logged_at",
            "2026-01-05T18:00:00.000250Z",
            datetime.datetime(2026, 1, 5, 18, 0, 0, 250, tzinfo=datetime.UTC),
        ),
        ("reports.intensity", "1", 1),
        ("reports.asked", "no", False),
        ("ruptures.minute", "0", 0),
        ("ruptures.minute", "", None),
        ("ruptures.causes", "", ()),
        ("attempts.strategies", "clarified asked", ("clarified", "asked")),
        ("attempts.strategies", "asked clarified", ("clarified", "asked")),
        ("scores.value", "0.5", Decimal("0.5")),
        ("scores.value", "0", Decimal(0)),
        ("scores.value", "-3", Decimal(-3)),
        ("notes.text", "'=1+1", "=1+1"),
        ("notes.text", "''quoted'", "'quoted'"),
        ("notes.text", "007", "007"),
        ("agenda.question", "", ""),
    ],
)
def test_a_cell_is_read_as_the_value_it_was_written_from(name, cell, value):
    found = column(name).read(cell)

    assert (found, type(found)) == (value, type(value))


A_DAY = "A day was expected, like 2026-11-21."
A_TIME = "A time of day was expected, like 09:30:00."
A_MOMENT = "A moment was expected, like 2026-11-21T09:30:00Z."
A_KEY = f"A key was expected, like {KEY}."
WHOLE = "A whole number was expected, like 12."
NUMBER = "A number was expected, like 51.5."
UP_TO_5 = "A whole number from 1 to 5 was expected."
EMPTY = "This cell must not be empty."


@pytest.mark.parametrize(
    ("name", "cell", "said"),
    [
        ("sessions.key", "", EMPTY),
        ("sessions.key", KEY.upper(), A_KEY),
        ("sessions.key", f"{{{KEY}}}", A_KEY),
        ("sessions.case", "1", A_KEY),
        ("sessions.date", "", EMPTY),
        ("sessions.date", "2026-02-29", A_DAY),
        ("sessions.date", "20260105", A_DAY),
        ("sessions.date", "05.01.2026", A_DAY),
        ("sessions.time", "9:30", A_TIME),
        ("sessions.time", "09:30", A_TIME),
        ("sessions.time", "09:30:00+01:00", A_TIME),
        ("sessions.logged_at", "2026-01-05", A_MOMENT),
        ("sessions.logged_at", "2026-01-05T18:00:00", A_MOMENT),
        ("sessions.logged_at", "2026-01-05T18:00:00+01:00", A_MOMENT),
        ("sessions.logged_at", "0001-01-01T00:00:00+23:00", A_MOMENT),
        (
            "reports.strain",
            "maybe",
            "One of these codes was expected: yes, no, unsure.",
        ),
        ("reports.intensity", "6", UP_TO_5),
        ("reports.intensity", "3.0", UP_TO_5),
        ("reports.asked", "true", '"yes" or "no" was expected.'),
        ("ruptures.minute", "007", WHOLE),
        ("ruptures.minute", "1_0", WHOLE),
        ("ruptures.minute", " 7", WHOLE),
        ("ruptures.minute", "\N{FULLWIDTH DIGIT SEVEN}", WHOLE),
        ("ruptures.minute", "9" * 5000, WHOLE),
        ("scores.value", "51,5", NUMBER),
        ("scores.value", "51.50", NUMBER),
        ("scores.value", "-0", NUMBER),
        ("scores.value", "NaN", NUMBER),
        ("scores.value", "1e999999999", NUMBER),
        ("scores.value", "9" * 5000, NUMBER),
        (
            "scores.value",
            "0.125",
            "Ensure that there are no more than 2 decimal places.",
        ),
        (
            "ruptures.type",
            "withdrawal,mixed",
            "One of these codes was expected: withdrawal, confrontation, mixed.",
        ),
        (
            "attempts.skills",
            "flying",
            "Codes, a blank between them, were expected, of these: "
            + " ".join(column("attempts.skills").values)
            + ".",
        ),
        ("reports.reporter", "B2C\n", "A text was expected."),
        ("cases.code", "BC\0D", "A text was expected."),
        ("notes.text", "", EMPTY),
        ("notes.text", "a\0b", "There is a character that is no text."),
        (
            "notes.text",
            "x" * 10_001,
            "A note has 10000 characters at most, this one has 10001.",
        ),
        (
            "cases.code",
            "BCDFGHJKM",
            "Ensure this value has at most 8 characters (it has 9).",
        ),
    ],
    ids=lambda text: text[:30],
)
def test_another_cell_is_told_what_was_expected(name, cell, said):
    with pytest.raises(ValidationError) as raised:
        column(name).read(cell)

    assert raised.value.messages == [said]


def test_of_texts_those_are_identifiers_that_tell_who_is_meant():
    identifying = {
        f"{table.name}.{each.name}"
        for table in TABLES
        for each in table.columns
        if each.is_identifier and each.kind.type == "string" and not each.points_to
    }

    assert {name for name in identifying if not name.endswith(".key")} == {
        "cases.code",
        "notes.text",
        "agenda.question",
        "agenda.did_next",
        "agenda.would_try",
    }
