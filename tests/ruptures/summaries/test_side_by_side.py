"""Several caseloads or cases by the same figures, each said to be too few by itself."""

import datetime

import pytest

from ruptures.models import Rupture, Session
from ruptures.period import Period
from ruptures.summaries.agreement import PAIRS, cells_by_case
from ruptures.summaries.appointments import appointments_in
from ruptures.summaries.side_by_side import (
    Member,
    Told,
    at_first,
    before,
    side_by_side,
)
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import Rater, RuptureType
from tests.factories import AttemptFactory, CaseFactory, RuptureFactory
from tests.ruptures.summaries.practice import HALF_YEAR, MONDAY, TODAY, answer, weekly

DAY = datetime.date.fromisoformat


def beside(*cases, period=HALF_YEAR):
    """Each case as a member of its own."""
    keys = [case.pk for case in cases]
    sessions = Session.objects.filter(case__in=keys)
    told = Told(
        appointments_in(keys),
        strands_of(Rupture.objects.filter(session__case__in=keys)),
        cells_by_case(sessions, period, PAIRS["therapist_client"]),
    )
    members = [Member(case.code, [case.pk]) for case in cases]
    return side_by_side(members, told, period)


def answered(therapist, yes, no, rater=Rater.THERAPIST):
    case = CaseFactory(therapist=therapist)
    sessions = weekly(case, yes + no)
    answer(sessions, *["yes"] * yes, *["no"] * no, rater=rater)
    return case


def test_each_has_its_own_rate_in_the_order_given(therapist):
    many, few = answered(therapist, 4, 8), answered(therapist, 1, 3)

    found = beside(many, few)

    assert [each.name for each in found] == [many.code, few.code]
    assert [each.rate.tally.answered for each in found] == [12, 4]
    assert [each.rate.value for each in found] == [4 / 12, None]


def test_steadied_rates_lie_between_the_raw_and_the_common_one(therapist):
    cases = [answered(therapist, yes, 12 - yes) for yes in (0, 3, 6, 9, 12)]

    found = beside(*cases)

    assert found[0].steadied > 0
    assert found[4].steadied < 1
    assert found[2].steadied == pytest.approx(0.5, abs=1e-6)


def test_nothing_is_steadied_below_five(therapist):
    cases = [answered(therapist, yes, 12 - yes) for yes in (0, 3, 6, 9)]

    assert {each.steadied for each in beside(*cases)} == {None}


def test_a_member_without_a_rate_gets_no_steadied_one(therapist):
    cases = [answered(therapist, 3, 9) for _ in range(5)]
    few = answered(therapist, 3, 3)

    *_others, last = beside(*cases, few)

    assert last.steadied is None


def test_agreement_is_counted_where_both_answered(therapist):
    case = answered(therapist, 2, 2)
    sessions = Session.objects.filter(case=case).order_by("date")
    answer(sessions[:3], "yes", "no", "yes", rater=Rater.CLIENT)

    [found] = beside(case)

    alike = found.agreement
    assert (alike.both, alike.first_only, alike.second_only, alike.neither) == (
        1,
        1,
        1,
        0,
    )
    assert not found.compared


def test_repair_is_said_from_ten_ruptures_on(therapist):
    case = CaseFactory(therapist=therapist)
    for session in weekly(case, 14)[:10]:
        rupture = RuptureFactory(session=session, type=RuptureType.WITHDRAWAL)
        AttemptFactory(rupture=rupture, outcome=5)
    fewer = CaseFactory(therapist=therapist)
    for session in weekly(fewer, 14)[:9]:
        RuptureFactory(session=session)

    many, few = beside(case, fewer)

    assert many.repaired.resolved_share == 1
    assert few.repaired is None


def test_the_stretch_before_is_as_long_in_whole_months():
    quarter = Period.of_months(3, TODAY)

    assert before(quarter) == Period(
        DAY("2026-01-01"), DAY("2026-03-31"), DAY("2026-03-31")
    )


def test_the_stretch_before_is_as_long_in_days():
    ten = Period(DAY("2026-03-11"), DAY("2026-03-20"), TODAY)

    found = before(ten)

    assert (found.start, found.end) == (DAY("2026-03-01"), DAY("2026-03-10"))


def test_there_is_nothing_before_everything():
    assert before(Period.all_until(TODAY)) is None


def test_the_first_stretch_begins_with_the_first_session():
    quarter = Period.of_months(3, TODAY)

    assert at_first(quarter, DAY("2025-01-05")).start == DAY("2025-01-05")
    assert at_first(quarter, DAY("2025-12-05")) is None


def test_first_and_previous_are_rates_of_their_own_stretches(therapist):
    case = answered(therapist, 6, 18)  # from January on, the first six of them yes
    june = Period.of_months(1, TODAY)

    [found] = beside(case, period=june)

    assert DAY("2026-01-05") == MONDAY
    assert (found.first.tally.yes, found.first.tally.answered) == (4, 4)
    assert (found.previous.tally.yes, found.previous.tally.answered) == (0, 4)
