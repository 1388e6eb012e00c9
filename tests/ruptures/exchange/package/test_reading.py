"""Files of a package that somebody made: every fault by file, row, column and value."""

import tracemalloc

import pytest

from ruptures.exchange.problems import MOST, Refused
from ruptures.models import Case
from tests.factories import NoteFactory, SessionFactory, UserFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    START,
    WEEK,
    bring_in,
    changed,
    empty_installation,
    members,
    one_of_everything,
    problems,
    replaced,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def data():
    data = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()
    return data


def said(data: bytes) -> list[str]:
    """Nothing of it may be here then."""
    found = problems(data, UserFactory())
    assert not Case.objects.exists()
    return found


def with_sessions(data: bytes, edit) -> bytes:
    return replaced(data, {"sessions.csv": edit(members(data)["sessions.csv"])})


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (lambda text: b"", "sessions.csv, row 1: "),
        (lambda text: text.replace(b"case,", b"cases,", 1), "sessions.csv, row 1, "),
        (lambda text: text.replace(b"key,", b"key,key,", 1), "sessions.csv, row 1, "),
        (lambda text: text.replace(b"key,", b"", 1), "sessions.csv, row 1, "),
        (lambda text: text.replace(b"key", b" key", 1), "sessions.csv, row 1, "),
        (lambda text: text.replace(b",", b";"), "sessions.csv, row 1, "),
    ],
    ids=["none", "renamed", "twice", "missing", "with a blank", "other delimiter"],
)
def test_another_header_is_refused(edit, found, data):
    first, *_rest = said(with_sessions(data, edit))

    assert first.startswith(found)
    assert first.endswith(
        "These columns were expected: "
        "key, case, number, date, time, attendance, modality, logged_at."
    )


@pytest.mark.parametrize(
    ("edit", "found"),
    [
        (
            lambda text: text.decode().encode("utf-16"),
            "sessions.csv: It is not in UTF-8.",
        ),
        (
            lambda text: text[:200] + b"\xe9" + text[200:],
            "sessions.csv: It is not in UTF-8.",
        ),
        (lambda text: b"\xef\xbb\xbf" + text, ""),
        (lambda text: text.replace(b"\r\n", b"\n"), ""),
        (
            lambda text: text.replace(b"video", b'"vid"eo'),
            "cannot be read from here on.",
        ),
        (lambda text: text + b'"open', "row 5: It cannot be read from here on."),
        (lambda text: text + b"\r\n", "row 5: 8 cells were expected, here are 0."),
        (lambda text: text + b"a,b\r\n", "row 5: 8 cells were expected, here are 2."),
        (lambda text: text + b"x" * 10**7, "row 5: It cannot be read from here on."),
        (
            lambda text: text + b'"x\n",' * 10**6,
            "row 5: It cannot be read from here on.",
        ),
        (lambda text: text + b"," * 10**7, "row 5: It cannot be read from here on."),
    ],
    ids=[
        "UTF-16",
        "Latin-1",
        "BOM",
        "line feeds alone",
        "quotes inside",
        "open quote",
        "blank line",
        "few cells",
        "10 MB cell",
        "10 MB of rows in one",
        "10 MB of commas",
    ],
)
def test_a_file_of_another_form_is_read_right_or_refused(edit, found, data):
    first = next(iter(problems(with_sessions(data, edit), UserFactory())), "")

    assert found in first
    assert bool(first) == bool(found)
    assert Case.objects.count() == (0 if found else 1)


def test_every_fault_is_told_with_its_row_as_a_spreadsheet_has_it(data):
    case = one_of_everything()
    for number in range(3):
        note = "two\nlines" if number < 2 else "the third"
        NoteFactory(session=case.sessions.first(), text=note)
    package = bytes_of(case.therapist, notes=True)
    empty_installation()
    bad = changed(package, "notes", row=5, shared="perhaps", date="tomorrow")
    bad = changed(bad, "reports", row=3, intensity="9")

    assert said(bad) == [
        "reports.csv, row 3, intensity, '9': A whole number from 1 to 5 was expected.",
        "notes.csv, row 5, date, 'tomorrow': A day was expected, like 2026-11-21.",
        'notes.csv, row 5, shared, \'perhaps\': "yes" or "no" was expected.',
    ]


def test_a_long_value_is_told_by_its_beginning(data):
    [told] = said(changed(data, "cases", rhythm="w" * 1000))

    assert f", rhythm, '{'w' * 60}…': One of these codes was expected: " in told


def test_a_package_without_dates_does_not_come_back():
    case = one_of_everything()
    package = bytes_of(case.therapist, dates=False)

    found = problems(package, case.therapist)

    assert len(found) == 8
    assert all(
        each.endswith("A package without dates does not come back.") for each in found
    )


def test_no_more_is_told_than_a_person_reads():
    case = one_of_everything()
    for day in range(200):
        SessionFactory(case=case, date=START + 3 * WEEK + day * WEEK / 7)
    package = bytes_of(case.therapist)
    empty_installation()
    bad = replaced(
        package,
        {
            "sessions.csv": members(package)["sessions.csv"].replace(
                b",held,", b",here,"
            )
        },
    )

    with pytest.raises(Refused) as raised:
        bring_in(bad, UserFactory())

    assert len(raised.value.problems) == MOST == 200


def test_memory_does_not_grow_with_the_length_of_rows(data):
    row = b",".join([b"x" * 120_000] * 8) + b"\r\n"
    huge = with_sessions(data, lambda text: text + row * 60)
    tracemalloc.start()

    found = said(huge)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found[0].startswith("sessions.csv, row 5, key, 'xxx")
    assert most < 2 * 10**7


def test_memory_does_not_grow_with_what_a_file_claims(data):
    huge = with_sessions(data, lambda text: text + b'"' + b"x\n" * 2 * 10**7)
    tracemalloc.start()

    found = said(huge)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found[0] == "sessions.csv, row 5: It cannot be read from here on."
    assert most < 5 * 10**7
