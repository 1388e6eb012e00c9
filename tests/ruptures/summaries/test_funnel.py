"""Who is a point of the funnel plot, in what order, and when there is none."""

import pytest

from ruptures.models import Session
from ruptures.summaries.appointments import appointments
from ruptures.summaries.funnel import Funnel, own_rates
from tests.factories import CaseFactory
from tests.ruptures.summaries.practice import HALF_YEAR, answer, spread, weekly

TWENTY = [(2, 4)] * 5  # 10 of 20


def of(count, *pairs):
    return [spread(*(pairs or TWENTY)) for _ in range(count)]


def test_it_is_shown_from_ten_with_a_rate_on():
    assert not Funnel.of(of(9)).shown
    assert Funnel.of(of(10)).shown


def test_who_agreed_and_has_too_few_answers_is_counted_and_not_drawn():
    found = Funnel.of([*of(9), spread((1, 5))])

    assert (found.agreed, len(found.rates), found.shown) == (10, 9, False)


def test_points_stand_by_their_answered_sessions_whatever_their_rates():
    most, least, middle = spread((0, 30)), spread((5, 10)), spread((20, 20))

    found = Funnel.of([most, least, middle])

    assert [rate.tally.answered for rate in found.rates] == [10, 20, 30]


def test_the_chosen_one_keeps_their_place():
    rates = [spread((1, 30)), spread((1, 10))]

    assert Funnel.of(rates, rates[0]).chosen == 1
    assert Funnel.of(rates).chosen is None


def test_limits_lie_round_the_rate_of_all_together():
    found = Funnel.of([*of(9), spread((19, 20), (19, 20), (2, 20))])

    # 9 of 10 in 20 and one of 40 in 60
    assert found.centre == pytest.approx((90 + 40) / (180 + 60))
    for limits in found.limits:
        assert limits.low <= found.centre <= limits.high


def test_one_far_from_all_others_lies_outside():
    alike = [spread(*[(10, 20)] * 10) for _ in range(15)]
    far = spread(*[(20, 20)] * 10)

    found = Funnel.of([*alike, far])

    assert found.design_effect > 1
    assert found.outside == 1


def test_rates_are_those_of_the_period_by_caseload(therapist):
    first, second = (CaseFactory(therapist=therapist) for _ in range(2))
    answer(weekly(first, 3), "yes", "yes", "no")
    answer(weekly(second, 2), "no", "no")
    rows = appointments(Session.objects.visible_to(therapist))

    found = own_rates([[first.pk], [second.pk], []], rows, HALF_YEAR)

    assert [(rate.tally.yes, rate.tally.answered) for rate in found] == [
        (2, 3),
        (0, 2),
        (0, 0),
    ]


def test_ties_stand_by_what_is_seen_and_not_as_they_came():
    found = Funnel.of([spread((9, 20)), spread((4, 20)), spread((7, 20))])

    assert [rate.tally.yes for rate in found.rates] == [4, 7, 9]
