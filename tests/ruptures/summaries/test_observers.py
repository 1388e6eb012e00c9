"""Observers two by two: only what both answered, each without the other's answer."""

import datetime

import pytest

from ruptures.models import Session
from ruptures.period import Period
from ruptures.summaries.observers import observers_compared
from tests import factories

pytestmark = pytest.mark.django_db

START = datetime.date(2026, 1, 5)
LAST = datetime.date(2026, 12, 31)
EVER = Period(None, LAST, LAST)


@pytest.fixture
def case():
    return factories.CaseFactory(started_on=START)


def said(case, week, *, independent=True, attendance="held", **answers):
    """A session with what each observer said of it, by code."""
    date = START + datetime.timedelta(weeks=week)
    session = factories.SessionFactory(case=case, date=date, attendance=attendance)
    for code, strain in answers.items():
        factories.ReportFactory(
            session=session,
            rater="observer",
            reporter=code,
            strain=strain,
            independent=independent,
        )
    return session


def pairs(period=EVER):
    found = observers_compared(Session.objects.all(), period)
    return [(pair.codes, *pair.cells) for pair in found]


def test_four_sessions_fall_into_the_four_cells_in_the_order_of_the_codes(case):
    said(case, 0, BBB="yes", CCC="yes")
    said(case, 1, CCC="no", BBB="yes")
    said(case, 2, BBB="no", CCC="yes")
    said(case, 3, BBB="no", CCC="no")

    assert pairs() == [(("BBB", "CCC"), (1, 1, 1, 1))]


def test_three_observers_are_three_pairs(case):
    said(case, 0, BBB="yes", CCC="yes", DDD="no")

    assert pairs() == [
        (("BBB", "CCC"), (1, 0, 0, 0)),
        (("BBB", "DDD"), (0, 1, 0, 0)),
        (("CCC", "DDD"), (0, 1, 0, 0)),
    ]


def test_cases_stay_apart_for_the_intervals(case):
    said(case, 0, BBB="yes", CCC="yes")
    said(factories.CaseFactory(started_on=START), 0, BBB="no", CCC="no")

    assert sorted(pairs()[0][1:]) == [(0, 0, 0, 1), (1, 0, 0, 0)]


def test_unsure_alone_seen_or_not_held_is_not_compared(case):
    said(case, 0, BBB="yes", CCC="unsure")
    said(case, 1, BBB="yes")
    said(case, 2, independent=False, BBB="yes", CCC="yes")
    said(case, 3, attendance="missed", BBB="yes", CCC="yes")

    assert pairs() == []


def test_only_the_period_counts(case):
    said(case, 0, BBB="yes", CCC="yes")
    said(case, 8, BBB="no", CCC="no")

    assert pairs(Period(datetime.date(2026, 2, 1), LAST, LAST)) == [
        (("BBB", "CCC"), (0, 0, 0, 1))
    ]


def test_other_raters_are_in_no_pair(case):
    session = said(case, 0, BBB="yes")
    factories.ReportFactory(session=session, rater="client")

    assert pairs() == []


def test_shares_from_10_sessions_on_and_intervals_from_10_cases_on(case):
    for week in range(9):
        said(case, week, BBB="yes", CCC="yes")
    [nine] = observers_compared(Session.objects.all(), EVER)
    for number in range(9):
        other = factories.CaseFactory(started_on=START)
        said(other, 0, BBB="yes", CCC="yes" if number % 3 else "no")
    [eighteen] = observers_compared(Session.objects.all(), EVER)

    assert (nine.enough, nine.intervals) == (False, None)
    assert eighteen.enough
    assert eighteen.counts.positive == 2 * 15 / (2 * 15 + 3)
    assert eighteen.intervals.positive.low < eighteen.counts.positive


def test_one_statement_however_many_there_are(case, django_assert_num_queries):
    for week in range(6):
        said(case, week, BBB="yes", CCC="no", DDD="yes")

    with django_assert_num_queries(1):
        pairs()
