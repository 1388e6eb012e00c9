"""What comes in beside what is here: whole and sound, or not at all."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from ruptures import recording
from ruptures.history import Days, in_words
from ruptures.models import Act, Case, Note, RepairAttempt, Session
from ruptures.recording.snapshots import TABLES
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
    one_of_everything,
    problems,
)

pytestmark = pytest.mark.django_db

USED = "It is already used."
ABOUT_A_RUPTURE = next(rule for rule in TalkRule if rule.about_a_rupture)
NOBODYS = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def case():
    return one_of_everything()


@pytest.fixture
def data(case):
    return bytes_of(case.therapist, notes=True)


@pytest.fixture
def user(data):
    """Somebody in an empty installation."""
    empty_installation()
    return UserFactory()


def rows_here() -> int:
    return sum(model.objects.count() for model in (*TABLES.values(), Act))


# Beside the same rows --------------------------------------------------------


def test_rows_that_differ_are_listed_and_refused(data, case):
    session = case.sessions.get(time__isnull=False)
    session.modality, session.time = "phone", None
    session.save()
    Note.objects.update(text="What I wrote since.")

    found = problems(data, case.therapist)

    row = next(iter(found)).split(", ")[1]
    assert found == [
        f"sessions.csv, {row}, time, '09:30:00': Another value is here: ''.",
        f"sessions.csv, {row}, modality, 'video': Another value is here: 'phone'.",
        "notes.csv, row 2, text, "
        "'\\'=1+1\\nand \"a quote\", a comma; \N{MUSICAL SYMBOL G CLEF}': "
        "Another value is here: 'What I wrote since.'.",
    ]
    session.refresh_from_db()
    assert (session.modality, session.time) == ("phone", None)


def test_a_key_of_somebody_else_is_already_used_and_no_more(data, case):
    before = rows_here()

    found = problems(data, UserFactory())

    assert len(found) == 14
    assert {each.rpartition(": ")[2] for each in found} == {USED}
    assert rows_here() == before


def test_a_code_of_somebody_else_is_already_used(data, user):
    CaseFactory(code="K7QM")

    assert problems(data, user) == [f"cases.csv, row 2, code, 'K7QM': {USED}"]


def test_rows_of_others_cannot_be_named(data, user):
    others = str(SessionFactory().key)
    bad = changed(data, "scores", session=others)

    assert problems(bad, user) == [
        f"scores.csv, row 2, session, '{others}': No row of sessions.csv has this key."
    ]
    assert Case.objects.filter(therapist=user).count() == 0


def test_nothing_is_added_to_a_case_on_hold(data, case):
    case.sessions.filter(attendance="missed").delete()
    case.hold_reason, case.hold_since = "complaint", START
    case.hold_by = case.therapist
    case.save()
    bad = changed(data, "cases", hold_reason="complaint", hold_since=str(START))

    assert problems(bad, case.therapist) == [
        "cases.csv, 'K7QM': This case is on hold: nothing of it can be changed."
    ]
    assert case.sessions.count() == 2


def test_what_is_on_hold_and_all_here_may_be_looked_at_again(case):
    case.hold_reason, case.hold_since = "complaint", START
    case.hold_by = case.therapist
    case.save()

    counts = bring_in(bytes_of(case.therapist), case.therapist)

    assert counts.new == 0


# Made-up cases ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "coming", "refused"),
    [
        (None, True, False),
        (True, True, False),
        (True, False, False),
        (False, False, False),
        (False, True, True),
    ],
)
def test_made_up_cases_come_in_where_no_real_one_is(here, coming, refused):
    package = bytes_of(one_of_everything(synthetic=coming).therapist)
    empty_installation()
    if here is not None:
        CaseFactory(synthetic=here)

    found = problems(package, UserFactory())

    assert found == (
        [
            "cases.csv, row 2, synthetic, 'yes': "
            "Synthetic cases do not come in beside real ones."
        ]
        if refused
        else []
    )


def test_a_made_up_case_comes_back_with_a_real_one_beside_it():
    case = one_of_everything(synthetic=True)
    CaseFactory(therapist=case.therapist)
    package = bytes_of(case.therapist)
    empty_installation()

    assert problems(package, UserFactory()) == []


# What a row has to hold ------------------------------------------------------


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


# Afterwards ------------------------------------------------------------------


def test_an_import_is_told_in_the_history_and_is_not_undone(data, user):
    bring_in(data, user)
    case = Case.objects.get()
    act = case.acts.get()

    [told] = in_words([act], Days.of(case), reader=user, notes=True)
    with pytest.raises(ValidationError) as refused:
        recording.undo(user=user, submission=act.key, act=act)

    assert (told.can_be_undone, told.rows, told.who) == (False, (), "you")
    assert act.get_verb_display() == "Brought in from a file"
    assert refused.value.messages == [
        "An import is not undone as a whole. "
        "What it brought can be changed and deleted like everything else."
    ]
    assert RepairAttempt.objects.count() == 1


def test_what_came_in_is_changed_and_put_back_like_anything_else(data, user):
    bring_in(data, user)
    missed = Session.objects.get(attendance="missed")
    undone = "0b6f4c7e-5c0e-4a53-9c3c-2f6a1f0a7d11"

    act = recording.delete_session(
        user=user, submission=NOBODYS, session=missed, version=1, confirmed=True
    )
    recording.undo(user=user, submission=undone, act=act)

    assert Session.objects.get(key=missed.key).attendance == "missed"
    assert Act.objects.count() == 3
