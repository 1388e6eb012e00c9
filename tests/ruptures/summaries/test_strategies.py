"""What was tried and how far resolved was noted, each number counted by hand."""

import datetime

import pytest

from ruptures.models import Rupture
from ruptures.summaries.strategies import Tried, strategies
from ruptures.taxonomy import RuptureType
from tests.factories import AttemptFactory, RuptureFactory, SessionFactory, UserFactory
from tests.ruptures.summaries.practice import HALF_YEAR

DAY = datetime.date(2026, 3, 2)

pytestmark = pytest.mark.django_db


def attempt(therapist, *codes, outcome=4, day=DAY, **fields):
    session = SessionFactory(case__therapist=therapist, date=day)
    made = RuptureFactory(session=session, **fields)
    AttemptFactory(rupture=made, strategies=codes, outcome=outcome)


def tried(therapist, wanted=""):
    return strategies(Rupture.objects.visible_to(therapist), HALF_YEAR, wanted)


def test_outcomes_are_grouped_as_resolved_partly_and_not(therapist):
    for outcome in (1, 2, 3, 4, 5, 5, None):
        attempt(therapist, "asked", outcome=outcome)

    found = tried(therapist)

    assert (found.count, found.known) == (7, 6)
    assert found.tried == (
        Tried("asked", unresolved=1, partly=2, resolved=3, unknown=1),
    )


def test_an_attempt_with_several_strategies_counts_in_each(therapist):
    attempt(therapist, "asked", "explained")
    attempt(therapist, "explained", outcome=1)
    attempt(therapist)

    found = tried(therapist)

    assert (found.count, found.several) == (3, 1)
    assert found.tried == (
        Tried("explained", unresolved=1, resolved=1),
        Tried("asked", resolved=1),
    )


def test_shares_begin_at_ten_known_outcomes(therapist):
    for _ in range(9):
        attempt(therapist, "asked")
    attempt(therapist, "asked", outcome=None)
    nine = tried(therapist).tried[0]
    attempt(therapist, "asked", outcome=2)

    [ten] = tried(therapist).tried

    assert (nine.attempts, nine.resolved_share, nine.interval) == (10, None, None)
    assert ten.resolved_share == 0.9
    # Wilson: 9 of 10
    assert ten.interval == pytest.approx((0.5958, 0.9821), abs=1e-4)


def test_attempts_count_by_the_day_of_their_session_and_by_type(therapist):
    attempt(therapist, "asked", day=datetime.date(2025, 12, 31))
    attempt(therapist, "asked", day=datetime.date(2026, 7, 1))
    attempt(therapist, "asked", type=RuptureType.CONFRONTATION)
    attempt(therapist, "asked", type=RuptureType.MIXED)
    attempt(UserFactory(), "asked")

    assert tried(therapist).count == 2
    assert tried(therapist, RuptureType.WITHDRAWAL).count == 1


def test_without_an_attempt_nothing_was_tried(therapist):
    assert tried(therapist).tried == ()


def test_strategies_are_one_statement(therapist, django_assert_num_queries):
    attempt(therapist, "asked")

    with django_assert_num_queries(1):
        tried(therapist)
