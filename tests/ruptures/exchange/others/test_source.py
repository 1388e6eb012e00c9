"""Somebody's file beside what is here: whose cases, and which rows are the same."""

import datetime
import json
from dataclasses import replace
from io import BytesIO

import pytest

from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.incoming.importing import bring_in, look
from ruptures.exchange.others import source as others_source
from ruptures.exchange.others.mapping import Meaning
from ruptures.exchange.others.source import Others, arriving
from ruptures.exchange.problems import Refused
from ruptures.models import Case, ImportSecret, Rupture, Score, Session, SessionReport
from tests.factories import (
    CaseFactory,
    ReportFactory,
    SessionFactory,
    UserFactory,
)
from tests.ruptures.exchange.others.files import (
    CASE,
    DATE,
    SRS,
    STRAIN,
    brought_in,
    mapping,
    wide,
)

pytestmark = pytest.mark.django_db

BY = mapping(CASE, DATE, SRS, Meaning(column="type", means="type"))
FILE = b"id,date,srs,type\nA,2026-01-05,36.5,both\nB,2026-01-06,12,no\n"
DAY = datetime.date(2026, 1, 5)
BARE = mapping(CASE, DATE)
ALL = 9  # two cases, sessions, reports and scores, and a rupture


def source(user, data=FILE, by=BY) -> Others:
    return arriving(BytesIO(data), "file.csv", user, by)


def problems(user, data, by=BY) -> list[str]:
    with pytest.raises(Refused) as raised:
        look(source(user, data, by), user)
    return str(raised.value).splitlines()


def test_a_file_becomes_rows_of_new_cases():
    user = UserFactory()

    counts = bring_in(source(user), user)

    assert counts == Counts(new=ALL)
    assert Case.objects.filter(therapist=user, synthetic=False).count() == 2
    assert Rupture.objects.get().type == "mixed"
    assert [
        *SessionReport.objects.values_list("rater", "strain").order_by("-strain")
    ] == [
        ("therapist", "yes"),
        ("therapist", "no"),
    ]
    assert [*Score.objects.values_list("minimum", "maximum", "higher_is_better")] == [
        (0, 40, True),
        (0, 40, True),
    ]


def test_the_same_file_twice_changes_nothing():
    user = UserFactory()
    bring_in(source(user), user)

    assert look(source(user), user).counts == Counts(here=ALL)
    assert bring_in(source(user), user) == Counts(here=ALL)


def test_a_longer_file_adds_what_is_new():
    user = UserFactory()
    bring_in(source(user), user)

    counts = bring_in(source(user, FILE + b"A,2026-01-12,30,\n"), user)

    assert counts == Counts(new=2, here=ALL)


def test_a_corrected_file_shows_what_differs():
    user = UserFactory()
    bring_in(source(user), user)

    assert problems(
        user, FILE.replace(b"36.5", b"35").replace(b"both", b"withdrawal")
    ) == [
        "file.csv, row 2, type, 'withdrawal': Another value is here: 'mixed'.",
        "file.csv, row 2, srs, '35': Another value is here: '36.5'.",
    ]


def test_another_start_of_a_wide_file_shows_as_other_days():
    user = UserFactory()
    by = mapping(CASE, *wide(STRAIN, 2), start=DAY, every=7)
    data = b"id,s1,s2\nA,yes,no\n"
    bring_in(source(user, data, by), user)

    later = mapping(CASE, *wide(STRAIN, 2), start=DAY, every=14)

    assert problems(user, data, later) == [
        "file.csv, row 2, s2, '2026-01-19': Another value is here: '2026-01-12'."
    ]


def test_an_id_that_is_the_code_of_an_own_case_means_that_case():
    case = CaseFactory(code="K7QM")
    SessionFactory(case=case, date="2026-01-05")
    user = case.therapist

    found = source(user, FILE.replace(b"A,2026-01-05", b"K7QM,2026-01-12"))
    bring_in(found, user)

    assert case.sessions.count() == 2
    assert Case.objects.count() == 2
    assert found.codes()["K7QM"] == "K7QM"


def test_the_code_of_another_therapists_case_is_an_id_like_any_other():
    theirs = CaseFactory(code="K7QM")
    user = UserFactory()

    bring_in(source(user, FILE.replace(b"A,", b"K7QM,")), user)

    assert theirs.sessions.count() == 0
    assert Case.objects.editable_by(user).count() == 2


def test_a_case_that_is_here_keeps_what_its_therapist_changed():
    user = UserFactory()
    bring_in(source(user), user)
    Case.objects.update(started_on="2025-12-01", first_number=9)

    assert bring_in(source(user), user) == Counts(here=ALL)


def test_a_case_begins_with_the_first_session_and_its_number():
    user = UserFactory()
    by = mapping(CASE, DATE, Meaning(column="n", means="number"))

    bring_in(source(user, b"id,date,n\nA,2026-01-12,8\nA,2026-01-05,7\n", by), user)

    case = Case.objects.get()
    assert (f"{case.started_on}", case.first_number) == ("2026-01-05", 7)


def test_codes_say_who_is_who_after_the_import():
    user = UserFactory()
    found = source(user)

    bring_in(found, user)

    codes = dict(Session.objects.values_list("date__day", "case__code"))
    assert found.codes() == {"A": codes[5], "B": codes[6]}


def test_two_files_with_the_same_ids_are_of_the_same_clients():
    user = UserFactory()
    bring_in(source(user), user)

    brought_in(b"id,date,therapist_strain\nA,2026-01-19,yes\n", user)

    assert Case.objects.count() == 2


def test_a_session_that_came_by_its_number_is_named_where_it_comes_by_its_day():
    user = UserFactory()
    by = mapping(CASE, replace(SRS, session=1), start=DAY, every=7)
    bring_in(source(user, b"id,srs\nA,36\n", by), user)

    with pytest.raises(Refused) as raised:
        bring_in(source(user, b"id,date\nA,2026-01-05\n", BARE), user)

    assert str(raised.value) == (
        "file.csv, row 2, date, '2026-01-05': A session of this case on that date is "
        "already here; give the time of day to log a second one."
    )


def test_ids_of_another_list_are_other_clients():
    user = UserFactory()
    bring_in(source(user), user)
    other = mapping(*BY.columns, ids="the clinic in the valley")

    bring_in(source(user, FILE, other), user)

    assert Case.objects.count() == 4


def test_the_same_id_is_another_key_for_another_therapist():
    one, other = UserFactory(), UserFactory()

    bring_in(source(one), one)
    bring_in(source(other), other)

    assert Case.objects.count() == 4
    assert ImportSecret.objects.values("owner").distinct().count() == 2


def test_no_key_can_be_made_without_the_secret():
    user = UserFactory()
    bring_in(source(user), user)
    before = {*Case.objects.values_list("key", flat=True)}

    ImportSecret.objects.all().delete()
    bring_in(source(user), user)

    assert not before & {*Case.objects.exclude(key__in=before).values_list("key")}
    assert Case.objects.count() == 4


def test_a_secret_that_cannot_be_read_stops_the_import(settings):
    user = UserFactory()
    bring_in(source(user), user)

    settings.NOTES_KEYS = ["K" * 43 + "="]

    with pytest.raises(Refused, match="The key that opens what earlier imports left"):
        source(user)


def test_a_trial_writes_nothing():
    user = UserFactory()

    counts = bring_in(source(user), user, dry_run=True)

    assert counts == Counts(new=ALL)
    assert not Case.objects.exists()


def test_nothing_of_an_id_is_kept():
    user = UserFactory()

    bring_in(source(user, FILE.replace(b"A,", b"Mrs Peel,")), user)

    rows = [*Case.objects.values(), *Session.objects.values()]
    assert "Peel" not in json.dumps(rows, default=str)


def test_many_rows_come_in_as_few_do():
    user = UserFactory()
    days = [DAY + datetime.timedelta(days=number % 28) for number in range(1200)]
    rows = [f"c{number // 28},{day}" for number, day in enumerate(days)]

    counts = look(
        source(user, "\n".join(["id,date", *rows]).encode(), BARE), user
    ).counts

    assert counts == Counts(new=1200 + 43)


def test_a_session_beyond_all_days_is_one_to_come():
    user = UserFactory()
    by = mapping(CASE, Meaning(column="n", means="number"), start=DAY, every=366)

    with pytest.raises(Refused, match="This date is in the future"):
        bring_in(source(user, b"id,n\nA,9999\n", by), user)


def test_a_case_on_hold_takes_nothing_in():
    case = CaseFactory(code="K7QM", started_on=DAY)
    user = case.therapist
    Case.objects.update(hold_reason="court", hold_since=DAY, hold_by=user)

    with pytest.raises(Refused, match="This case is on hold"):
        bring_in(source(user, b"id,date\nK7QM,2026-01-12\n", BARE), user)


def test_problems_are_told_again_when_the_file_is_asked_again():
    user = UserFactory()
    found = source(user, b"id,date\nA,soon\n", BARE)

    for _again in range(2):
        with pytest.raises(Refused, match="row 2, date, 'soon': A day was expected"):
            look(found, user)


def test_an_answer_to_a_session_that_an_observer_rated_is_not_independent():
    user = UserFactory()
    days = b"id,date\nA,2026-01-05\nB,2026-01-06\n"
    bring_in(source(user, days, BARE), user)
    rated, _other = Session.objects.order_by("date")
    ReportFactory(session=rated, rater="observer", reporter="KLM")

    answers = b"id,date,strain\nA,2026-01-05,yes\nB,2026-01-06,no\nC,2026-01-07,no\n"
    bring_in(source(user, answers, mapping(CASE, DATE, STRAIN)), user)

    own = SessionReport.objects.filter(rater="therapist").order_by("session__date")
    assert [report.independent for report in own] == [False, True, True]


def test_a_file_of_too_many_sessions_is_refused(monkeypatch):
    monkeypatch.setattr(others_source, "MOST", 1)

    assert problems(UserFactory(), FILE) == [
        "file.csv, row 3: It has too many sessions: 1 at most can be read."
    ]
