import csv
import datetime
import uuid
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from ruptures.exchange.columns import SESSION_COLUMNS
from ruptures.exchange.export import flat_file
from ruptures.models import Case
from ruptures.taxonomy import Attendance, Rater, Recognised, RuptureType, Source, Strain
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 3, 2)
WEEK = datetime.timedelta(days=7)


def rows_of(cases=None, **period) -> list[dict[str, str]]:
    cases = Case.objects.all() if cases is None else cases
    return list(
        csv.DictReader(StringIO("".join(flat_file(cases, **period)), newline=""))
    )


def values(row: dict[str, str], *names: str) -> list[str]:
    return [row[name] for name in names]


def test_flat_file_of_no_session_is_its_header():
    text = "".join(flat_file(Case.objects.none()))

    assert text == (
        "session,case,number,date,time,attendance,modality,therapist_strain,"
        "therapist_intensity,therapist_resolution,therapist_asked,client_strain,"
        "client_intensity,client_resolution,client_source,client_independent,"
        "observers,observer_strain,ruptures,withdrawal,confrontation,"
        "recognised_later,markers,strategies,first_outcomes,statuses,scores,"
        "logged_at\r\n"
    )


def test_flat_file_begins_with_a_mark_for_excel_on_request():
    text = "".join(flat_file(Case.objects.none(), bom=True))

    assert text.startswith("\ufeffsession,")


def test_flat_file_writes_a_whole_session_in_one_line():
    session = SessionFactory(
        key=uuid.UUID(int=1),
        case__code="K7QM",
        case__first_number=5,
        date=MONDAY,
        time=datetime.time(9, 30),
        modality="video",
    )
    ReportFactory(session=session, intensity=3, asked=True)
    ReportFactory(
        session=session,
        rater=Rater.CLIENT,
        strain=Strain.NO,
        source=Source.PAPER,
        independent=False,
    )
    rupture = RuptureFactory(session=session, type=RuptureType.MIXED)
    MarkerFactory(rupture=rupture, code="pressed")
    MarkerFactory(rupture=rupture, code="quiet")
    AttemptFactory(rupture=rupture, strategies=("asked", "clarified"), outcome=4)

    ScoreFactory(session=session)
    ScoreFactory(
        session=session, instrument="srs", value=Decimal("36.50"), minimum=0, maximum=40
    )
    NoteFactory(session=session, text="Never to be exported.")

    text = "".join(flat_file(Case.objects.all()))

    assert text.split("\r\n")[1] == (
        "00000000-0000-0000-0000-000000000001,K7QM,5,2026-03-02,09:30,held,video,"
        "yes,3,,yes,no,,,paper,no,0,,1,yes,yes,0,quiet pressed,clarified asked,4,"
        "resolved,srs:client:36.5 wai-sr:client:52,2026-01-05T18:00:00Z"
    )


def test_flat_file_leaves_empty_what_nobody_said():
    SessionFactory(attendance=Attendance.MISSED)

    [row] = rows_of()

    said = [name for name, value in row.items() if value]
    assert said == [
        "session",
        "case",
        "date",
        "attendance",
        "observers",
        "ruptures",
        "recognised_later",
        "logged_at",
    ]


@pytest.mark.parametrize(
    ("strain", "written"),
    [(Strain.YES, "no"), (Strain.NO, "no"), (Strain.UNSURE, "")],
)
def test_a_movement_is_a_no_only_after_an_answer(strain, written):
    ReportFactory(strain=strain)

    [row] = rows_of()

    assert values(row, "withdrawal", "confrontation") == [written, written]


def test_numbers_count_held_sessions_of_each_case_from_its_first_number():
    first = CaseFactory(code="BBBB", first_number=4)
    second = CaseFactory(code="CCCC")
    for case in (second, first):
        SessionFactory(case=case, date=MONDAY)
        SessionFactory(case=case, date=MONDAY + WEEK, attendance=Attendance.MISSED)
        SessionFactory(case=case, date=MONDAY + 2 * WEEK, attendance=Attendance.LATE)

    numbers = [values(row, "case", "number") for row in rows_of()]

    assert numbers == [
        ["BBBB", "4"],
        ["BBBB", ""],
        ["BBBB", "5"],
        ["CCCC", "1"],
        ["CCCC", ""],
        ["CCCC", "2"],
    ]


def test_numbers_are_the_same_in_a_part_of_the_file():
    case = CaseFactory()
    for week in range(5):
        SessionFactory(case=case, date=MONDAY + week * WEEK)

    part = rows_of(start=MONDAY + 2 * WEEK, end=MONDAY + 3 * WEEK)

    assert [values(row, "date", "number") for row in part] == [
        ["2026-03-16", "3"],
        ["2026-03-23", "4"],
    ]


def test_sessions_of_a_day_stand_in_the_order_of_the_clock_untimed_first():
    case = CaseFactory()
    late = SessionFactory(case=case, date=MONDAY, time=datetime.time(15))
    untimed = SessionFactory(case=case, date=MONDAY)
    early = SessionFactory(case=case, date=MONDAY, time=datetime.time(9))

    keys = [row["session"] for row in rows_of()]

    assert keys == [str(session.key) for session in (untimed, early, late)]


@pytest.mark.parametrize(
    ("answers", "count", "agreed"),
    [
        ([], "0", ""),
        (["yes"], "1", "yes"),
        (["no", "no"], "2", "no"),
        (["yes", "no"], "2", "differ"),
        (["yes", "unsure"], "2", "differ"),
        (["unsure"], "1", "unsure"),
    ],
)
def test_observers_count_as_one_answer_only_where_all_agree(answers, count, agreed):
    session = SessionFactory()
    for reporter, strain in zip("AB", answers, strict=False):
        ReportFactory(
            session=session, rater=Rater.OBSERVER, reporter=reporter, strain=strain
        )

    [row] = rows_of()

    assert values(row, "observers", "observer_strain") == [count, agreed]


def test_each_rupture_of_a_session_has_its_own_word_for_outcome_and_status():
    session = SessionFactory(date=MONDAY)
    ReportFactory(session=session, resolution=2)
    later = SessionFactory(case=session.case, date=MONDAY + WEEK)
    tried, unknown, closed, _ = [
        RuptureFactory(
            session=session,
            logged_at=datetime.datetime(2026, 3, 2, n, tzinfo=datetime.UTC),
        )
        for n in range(4)
    ]
    AttemptFactory(rupture=tried, outcome=3)
    AttemptFactory(rupture=tried, session=later, outcome=5)
    AttemptFactory(rupture=unknown, outcome=None)
    closed.closed_reason, closed.closed_on = "faded", MONDAY
    closed.save()

    row = rows_of()[0]

    assert row["first_outcomes"] == "3 unknown none none"
    assert row["statuses"] == "resolved open closed partly"


def test_strategies_stand_in_the_session_where_they_were_tried():
    arose = SessionFactory(date=MONDAY)
    later = SessionFactory(case=arose.case, date=MONDAY + WEEK)
    rupture = RuptureFactory(session=arose)
    AttemptFactory(rupture=rupture, session=later, strategies=("disclosed",))

    strategies = [row["strategies"] for row in rows_of()]

    assert strategies == ["", "disclosed"]


def test_ruptures_recognised_later_are_counted_apart():
    session = SessionFactory()
    ReportFactory(session=session, strain=Strain.NO)
    RuptureFactory(session=session, recognised=Recognised.LATER)

    [row] = rows_of()

    assert values(row, "therapist_strain", "ruptures", "recognised_later") == [
        "no",
        "1",
        "1",
    ]


def test_flat_file_holds_the_given_cases_alone():
    mine = SessionFactory(case__code="BBBB").case
    SessionFactory(case__code="CCCC")

    rows = rows_of(Case.objects.visible_to(mine.therapist))

    assert [row["case"] for row in rows] == ["BBBB"]


def test_flat_file_is_the_same_each_time_and_over_many_batches(monkeypatch):
    case = CaseFactory()
    for day in range(7):
        session = SessionFactory(case=case, date=MONDAY + datetime.timedelta(days=day))
        RuptureFactory(session=session)
    whole = "".join(flat_file(Case.objects.all()))

    monkeypatch.setattr("ruptures.exchange.export.BATCH", 2)

    assert "".join(flat_file(Case.objects.all())) == whole


def test_flat_file_asks_the_same_queries_for_one_session_and_for_thirty(
    django_assert_num_queries,
):
    case = CaseFactory()
    for count in (1, 29):
        for _ in range(count):
            session = SessionFactory(case=case)
            AttemptFactory(rupture=MarkerFactory(rupture__session=session).rupture)
        with django_assert_num_queries(7):
            list(flat_file(Case.objects.all()))


def test_every_word_in_the_file_is_one_that_its_column_may_hold():
    call_command("seed_demo", therapists=1, sessions=200, seed=3, stdout=StringIO())
    allowed = {
        column.name: set(column.values) for column in SESSION_COLUMNS if column.values
    }

    unknown = {
        (name, word)
        for row in rows_of()
        for name, words in allowed.items()
        for word in row[name].split()
        if word not in words
    }

    assert unknown == set()
