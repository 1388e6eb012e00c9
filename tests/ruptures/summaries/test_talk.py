"""What to talk about: each rule on and off its edge, with rows made by hand."""

import datetime
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.models import Case
from ruptures.summaries.appointments import Appointment
from ruptures.summaries.strands import Strand
from ruptures.summaries.talk import Scored, TalkRows, talk
from ruptures.taxonomy import TalkRule

MONDAY = datetime.date(2026, 1, 5)
TODAY = datetime.date(2026, 6, 30)
KEY = uuid.UUID(int=7)

HELD = "held"
AWAY = "cancelled_by_client"


def day(week):
    return (MONDAY + datetime.timedelta(weeks=week)).isoformat()


def case(pk=1, **fields):
    return Case(pk=pk, code=f"CASE{pk}", started_on=MONDAY, **fields)


def weeks(*attendance, of=1):
    """Appointments a week apart, named after their week."""
    return [
        Appointment(of * 1000 + week, of, kept, day(week))
        for week, kept in enumerate(attendance)
    ]


def answered(*answers, of=1):
    """Held sessions a week apart: what therapist and client said, "ynu-" each."""
    words = {"y": "yes", "n": "no", "u": "unsure", "-": None}
    return [
        Appointment(of * 1000 + week, of, HELD, day(week), *map(words.get, pair))
        for week, pair in enumerate(answers)
    ]


def rupture(week, of=1, standing=None, closed_reason="", tried=None, key=KEY):
    return Strand(
        of,
        of * 1000 + week,
        day(week),
        "withdrawal",
        "same",
        closed_reason,
        standing,
        None,
        False,
        False,
        None,
        key.hex,
        tried,
    )


def scores(*values, of=1, rater="client", higher_is_better=True):
    """Totals of an instrument from 0 to 40, the first in the first week."""
    return [
        Scored(of * 1000 + week, "srs", rater, value, 0, 40, higher_is_better)
        for week, value in enumerate(values)
    ]


def listed(rows, today=TODAY):
    return [(entry.rule.value, entry.count) for entry in talk(rows, today)]


def found(appointments=(), ruptures=(), scored=()):
    return listed(TalkRows([case()], appointments, ruptures, scored))


# Ruptures -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        ([HELD, HELD], []),
        ([HELD, HELD, AWAY], [("not_attended", 1)]),
        ([HELD, HELD, "missed"], [("not_attended", 1)]),
        ([HELD, "late", AWAY, "missed"], [("not_attended", 2)]),
        ([HELD, HELD, "cancelled_by_therapist"], []),
        ([HELD, HELD, "cancelled_by_therapist", AWAY], [("not_attended", 1)]),
        ([HELD, HELD, AWAY, HELD], []),
        ([AWAY, HELD], []),
    ],
)
def test_not_attended_after_a_rupture_in_the_last_held_session(attendance, expected):
    assert found(weeks(*attendance), [rupture(week=1)]) == expected


def test_not_attended_asks_for_the_last_held_session():
    assert found(weeks(HELD, HELD, AWAY), [rupture(week=0)]) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({"standing": 5}, [("not_attended", 1)]), ({"closed_reason": "faded"}, [])],
)
def test_not_attended_counts_after_a_resolved_rupture_but_no_closed_one(
    fields, expected
):
    assert found(weeks(HELD, AWAY), [rupture(week=0, **fields)]) == expected


@pytest.mark.parametrize(
    ("since", "fields", "expected"),
    [
        (3, {"tried": 1}, []),
        (4, {"tried": 1}, [("long_open", 4)]),
        (4, {"tried": 1, "standing": 3}, [("long_open", 4)]),
        (4, {"tried": 1, "standing": 4}, []),
        (4, {"closed_reason": "faded"}, []),
        (4, {}, [("long_open", 4)]),
    ],
)
def test_a_rupture_is_long_open_after_more_than_3_held_sessions(
    since, fields, expected
):
    assert found(weeks(*[HELD] * (1 + since)), [rupture(0, **fields)]) == expected


def test_only_held_sessions_are_counted_while_a_rupture_is_open():
    kept = [HELD, HELD, "cancelled_by_therapist", HELD, "missed", HELD]

    assert found(weeks(*kept), [rupture(0, tried=1)]) == []
    assert found(weeks(*kept, "late"), [rupture(0, tried=1)]) == [("long_open", 4)]


@pytest.mark.parametrize(
    ("since", "fields", "expected"),
    [
        (1, {}, []),
        (2, {}, [("not_tried", 2)]),
        (3, {}, [("not_tried", 3)]),
        (2, {"tried": 1}, []),
        (2, {"standing": 4}, []),
        (2, {"closed_reason": "faded"}, []),
    ],
)
def test_a_rupture_is_not_tried_after_more_than_1_held_session(since, fields, expected):
    assert found(weeks(*[HELD] * (1 + since)), [rupture(0, **fields)]) == expected


def test_an_entry_tells_of_its_rupture():
    rows = TalkRows(
        [case(first_number=11)], weeks(HELD, HELD, HELD, HELD), [rupture(1)]
    )

    [entry] = talk(rows, TODAY)

    assert (entry.rupture.key, entry.rupture.type) == (KEY, "withdrawal")
    assert (entry.rupture.number, entry.since) == (12, datetime.date(2026, 1, 12))


# Answers --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (["yn", "ny", "nn", "nn", "nn", "nn"], []),
        (["yn", "ny", "yn", "nn", "nn", "nn"], [("one_side", 3)]),
        (["yn", "yn", "yn"], [("one_side", 3)]),
        (["yn", "yn", "yn", "nn", "nn", "nn", "nn"], []),  # the first is too old
        (["yn", "yn", "yn", "nn", "nn", "nn", "n-", "-n", "nu"], [("one_side", 3)]),
        (["yu", "-y", "un", "y-"], []),
        (["yy", "yy", "yy"], []),
    ],
)
def test_one_side_alone_in_3_of_the_last_6_that_both_answered(answers, expected):
    assert found(answered(*answers)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("yyyyn", []),
        ("yyyyyn", [("often", 5)]),
        ("yyyyyy", [("often", 6)]),
        ("yyyyy", [("often", 5)]),
        ("yyyyynn", []),  # the first is too old
        ("yuy-yyy", [("often", 5)]),
        ("yyyyu", []),
    ],
)
def test_strain_in_5_of_the_last_6_that_the_therapist_answered(answers, expected):
    assert found(answered(*(f"{answer}-" for answer in answers))) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("n" * 11, []),
        ("n" * 12, [("none_at_all", 12)]),
        ("y" + "n" * 12, [("none_at_all", 12)]),
        ("n" * 6 + "y" + "n" * 11, []),
        ("n" * 6 + "u-" + "n" * 6, [("none_at_all", 12)]),
        ("u" * 12, []),
    ],
)
def test_none_at_all_in_the_last_12_that_the_therapist_answered(answers, expected):
    assert found(answered(*(f"{answer}-" for answer in answers))) == expected


def test_an_entry_about_answers_is_as_old_as_the_first_that_counts():
    [entry] = talk(
        TalkRows([case()], answered("nn", "nn", "yn", "nn", "ny", "yn")), TODAY
    )

    assert (entry.since, entry.count, entry.of) == (datetime.date(2026, 1, 19), 3, 6)


# Dates and scores -----------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (datetime.date(2026, 1, 26), []),  # the 12th and the 19th
        (datetime.date(2026, 1, 27), [("unconfirmed", 3)]),
    ],
)
def test_unconfirmed_from_3_expected_dates_on(today, expected):
    weekly = case(rhythm="weekly", rhythm_from=MONDAY)

    assert listed(TalkRows([weekly], weeks("missed")), today) == expected


# Of the baseline: mean 30, mean moving range 2, so the lower limit is 24.68.
BASELINE = [29, 31, 29, 31, 29, 31, 29, 31]
MONTHS = weeks(*[HELD] * 12)


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        ([24.6], [("low_score", 9)]),
        ([24.7], []),
        ([20, 30], []),  # only the latest counts
        ([40], []),
        ([30, 24.6], [("low_score", 10)]),
    ],
)
def test_a_low_score_lies_below_the_limit_of_its_baseline(later, expected):
    assert found(MONTHS, scored=scores(*BASELINE, *later)) == expected


def test_a_low_score_needs_9_scores_and_a_baseline_that_varies():
    assert found(MONTHS, scored=scores(*BASELINE[:7], 0)) == []
    assert found(MONTHS, scored=scores(*[30] * 8, 0)) == []


def test_a_low_score_is_the_worse_one_whichever_way_the_scale_runs():
    turned = [40 - value for value in BASELINE]
    rows = TalkRows(
        [case()], MONTHS, scores=scores(*turned, 15.4, higher_is_better=False)
    )

    [entry] = talk(rows, TODAY)

    assert entry.score.limit == pytest.approx(15.32)
    assert found(MONTHS, scored=scores(*turned, 15.3, higher_is_better=False)) == []
    assert found(MONTHS, scored=scores(*turned, 5, higher_is_better=False)) == []


def test_scores_of_two_raters_are_two_series():
    half = [*scores(*BASELINE[:5]), *scores(*BASELINE[5:], 0, rater="therapist")]

    assert found(MONTHS, scored=half) == []


# The list -------------------------------------------------------------------


def test_a_rupture_stands_once_by_the_first_rule_that_it_meets():
    ruptures = [rupture(0), rupture(5, key=uuid.UUID(int=8))]
    attendance = weeks(*[HELD] * 6, AWAY)

    assert found(attendance, ruptures) == [("not_attended", 1), ("long_open", 5)]


def test_entries_stand_in_the_order_of_the_rules_and_then_by_age():
    cases = [case(1), case(2), case(3)]
    appointments = [
        *answered(*["y-"] * 5, of=1),
        *weeks(*[HELD] * 5, of=2),
        *weeks(*[HELD] * 6, of=3),
    ]
    ruptures = [rupture(2, of=2), rupture(1, of=3), rupture(0, of=2)]

    entries = talk(TalkRows(cases, appointments, ruptures), TODAY)

    assert [(each.rule, each.case.pk, each.since.day) for each in entries] == [
        (TalkRule.LONG_OPEN, 2, 5),
        (TalkRule.LONG_OPEN, 3, 12),
        (TalkRule.NOT_TRIED, 2, 19),
        (TalkRule.OFTEN, 1, 5),
    ]


def test_what_is_put_off_says_until_when():
    until = datetime.date(2026, 7, 20)
    rows = TalkRows(
        [case()],
        answered("yn", "yn", "yn"),
        [rupture(0)],
        put_off={(1, "not_tried", KEY): until, (1, "often", None): until},
    )

    entries = talk(rows, TODAY)

    assert [(each.rule.value, each.put_off) for each in entries] == [
        ("not_tried", until),
        ("one_side", None),
    ]


def test_nothing_stands_out_where_nothing_is():
    assert talk(TalkRows([]), TODAY) == ()
    assert talk(TalkRows([case()]), TODAY) == ()


LOGS = st.lists(st.sampled_from(["yn", "ny", "nn", "yy", "u-", "n-"]), max_size=14)


@given(LOGS, LOGS, st.integers(0, 13), st.integers(0, 13))
def test_a_case_changes_nothing_about_another(own, others, week, others_week):
    rows = TalkRows([case(1)], answered(*own, of=1), [rupture(week, of=1)])
    other = TalkRows([case(2)], answered(*others, of=2), [rupture(others_week, of=2)])
    both = TalkRows(
        [*other.cases, *rows.cases],
        [*rows.appointments, *other.appointments],
        [*other.ruptures, *rows.ruptures],
    )

    among_both = [entry for entry in talk(both, TODAY) if entry.case.pk == 1]

    assert among_both == list(talk(rows, TODAY))
