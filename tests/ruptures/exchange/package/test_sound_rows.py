"""Constraints and rules hold for rows that come in: one bad one, and none is kept."""

import datetime

import pytest

from ruptures.models import Act
from ruptures.taxonomy import TalkRule
from tests.factories import (
    CaseFactory,
    CheckInFactory,
    ReportFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    START,
    WEEK,
    bring_in,
    changed,
    doubled,
    empty_installation,
    members,
    problems,
    rows_here,
)

pytestmark = pytest.mark.django_db

ABOUT_A_RUPTURE = next(rule for rule in TalkRule if rule.about_a_rupture)
NOBODYS = "00000000-0000-4000-8000-000000000000"


# A row -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("reports", {"strain": "no"}, "How strong and how far resolved"),
        ("ruptures", {"closed_on": "2026-04-01"}, "Closing needs its reason and"),
        ("ruptures", {"minute": "601"}, "The minute runs from 0 to 600."),
        ("scores", {"value": "61"}, "This total is outside the range."),
        ("scores", {"minimum": "60"}, "A range runs from low to high."),
        ("cases", {"code": "AEIO"}, "A case code has 4 to 8 letters and digits."),
        ("cases", {"started_on": "1900-01-01"}, "Look at the year again."),
        ("cases", {"first_number": "0"}, "Session numbers begin at 1."),
        ("notes", {"session": ""}, "A note is on one case, one session or"),
        ("agenda", {"minute_to": "5"}, "The moment ends before it begins."),
    ],
)
def test_a_row_that_a_constraint_refuses_is_named(table, cells, said, data, user):
    row = 2 if table != "reports" else row_with_intensity(data)

    found = problems(changed(data, table, row=row, **cells), user)

    assert f"{table}.csv, row {row}" in found[0]
    assert said in found[0]
    assert rows_here() == 0


def row_with_intensity(data) -> int:
    lines = members(data)["reports.csv"].decode().splitlines()
    return next(n for n, line in enumerate(lines, 1) if ",yes,3," in line)


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("sessions", {"key": NOBODYS}, "A session of this case "),
        ("reports", {"key": NOBODYS}, "This rater has already answered."),
        ("scores", {"key": NOBODYS}, "This session has a total of that instrument"),
        ("attempts", {"key": NOBODYS}, "Another attempt has this place."),
        ("cases", {"key": NOBODYS}, "Case with this Code already exists."),
        ("cases", {}, "A row before it has this key."),
        ("sessions", {}, "A row before it has this key."),
        ("scores", {}, "Score with this Key already exists."),
    ],
)
def test_a_row_twice_is_named_the_second_time(table, cells, said, data, user):
    twice = doubled(data, table, **cells)

    found = problems(twice, user)

    last = len(members(data)[f"{table}.csv"].decode().splitlines()) + 1
    assert f"{table}.csv, row {last}" in found[0]
    assert said in found[0]
    assert rows_here() == 0


def test_one_bad_row_among_many_is_named_and_none_is_kept():
    case = CaseFactory(started_on=START - 200 * WEEK)
    for week in range(1200):
        SessionFactory(case=case, date=START - week * WEEK / 7)
    package = bytes_of(case.therapist)
    empty_installation()

    for row in (2, 600, 1201):
        found = problems(
            changed(package, "sessions", row=row, date="1999-12-31"), UserFactory()
        )

        assert found == [
            f"sessions.csv, row {row}, date, '1999-12-31': "
            "This date is before the case began."
        ]
        assert rows_here() == 0


# Rules over rows -------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "cells", "said"),
    [
        ("cases", {"started_on": "2026-03-03"}, "This date is before the case began."),
        ("sessions", {"date": "2126-03-02"}, "This date is in the future."),
        (
            "cases",
            {"ended_on": "2026-03-08", "ending": "agreed"},
            "This date is after the case ended.",
        ),
        ("ruptures", {"type": "confrontation"}, "A marker does not fit the type"),
        (
            "put_offs",
            {"rule": ABOUT_A_RUPTURE},
            "There is no such entry on the list.",
        ),
    ],
)
def test_a_rule_over_rows_is_asked_before_anything_is_kept(
    table, cells, said, data, user
):
    found = problems(changed(data, table, **cells), user)

    assert [each for each in found if said in each] == found != []
    assert rows_here() == 0


def test_an_answer_does_not_come_in_while_the_client_is_asked_for_it(case):
    session = case.sessions.get(time__isnull=False)
    answer = ReportFactory(session=session, rater="client", strain="no")
    package = bytes_of(case.therapist)
    answer.delete()
    CheckInFactory(
        session=session, ends_at=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
    )

    [found] = problems(package, case.therapist)

    assert "A check-in of this session is still open." in found
    assert not Act.objects.exists()


def test_what_broke_a_rule_before_and_is_not_in_the_package_is_no_hindrance(case):
    package = bytes_of(case.therapist)
    case.sessions.filter(attendance="missed").delete()
    SessionFactory(case=case, date=START - WEEK)

    counts = bring_in(package, case.therapist)

    assert counts.new == 1
