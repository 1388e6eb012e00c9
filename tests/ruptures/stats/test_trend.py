"""Worked by hand, by the intervals it is made of, and by properties."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.rates import cluster_interval, wilson_interval
from ruptures.stats.trend import rolling

ONE_CASE = [("a", number % 4 == 0) for number in range(24)]  # every fourth is a yes
FIVE_CASES = [("abcde"[number % 5], number % 4 == 0) for number in range(40)]

histories = st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=60)


@pytest.mark.parametrize(("answers", "places"), [(0, []), (19, []), (20, [19])])
def test_a_trend_is_silent_before_its_window_is_full(answers, places):
    found = rolling(ONE_CASE[:answers])

    assert [stretch.place for stretch in found] == places


def test_a_stretch_counts_the_last_twenty_answers_by_case():
    answers = [("a", True)] * 9 + [("b", True)] * 3 + [("c", False)] * 12

    (found,) = rolling(answers, at=[22])

    # the first three of a and the last of c lie outside
    assert found.pairs == ((0, 11), (3, 3), (6, 6))
    assert (found.successes, found.trials, found.rate) == (9, 20, 0.45)


def test_below_five_cases_a_stretch_has_wilsons_interval():
    (found,) = rolling(ONE_CASE, at=[23])

    assert not found.knows_cases
    assert found.interval == wilson_interval(5, 20)


def test_from_five_cases_on_a_stretch_has_the_cluster_aware_interval():
    (found,) = rolling(FIVE_CASES, at=[39])

    assert found.knows_cases
    assert found.interval == cluster_interval([1] * 5, [4] * 5)


def test_only_the_places_asked_for_are_given_and_those_before_the_window_are_not():
    found = rolling(FIVE_CASES, at=[0, 10, 18, 19, 30, 39])

    assert [stretch.place for stretch in found] == [19, 30, 39]


def test_a_window_of_another_length_can_be_asked_for():
    (found,) = rolling(ONE_CASE[:10], window=10)

    assert (found.successes, found.trials) == (3, 10)


@pytest.mark.parametrize(
    ("window", "at", "message"),
    [(0, None, "at least one"), (20, [24], "place"), (20, [-1], "place")],
)
def test_rolling_refuses_what_makes_no_sense(window, at, message):
    with pytest.raises(ValueError, match=message):
        rolling(ONE_CASE, window, at)


@given(answers=histories, window=st.integers(1, 25))
def test_every_stretch_holds_what_its_window_holds(answers, window):
    found = rolling(answers, window)

    assert [s.place for s in found] == list(range(window - 1, len(answers)))
    for stretch in found:
        seen = answers[stretch.place + 1 - window : stretch.place + 1]
        assert (stretch.successes, stretch.trials) == (sum(y for _, y in seen), window)
        assert len(stretch.pairs) == len(Counter(case for case, _ in seen))


@given(answers=histories.filter(lambda each: len(each) >= 10))
def test_the_interval_of_a_stretch_contains_its_rate(answers):
    for stretch in rolling(answers, 10):
        low, high = stretch.interval

        assert 0 <= low <= stretch.rate + 1e-12
        assert stretch.rate - 1e-12 <= high <= 1


@given(answers=histories, window=st.integers(1, 25), step=st.integers(1, 9))
def test_asking_for_some_places_changes_none_of_them(answers, window, step):
    every = rolling(answers, window)

    found = rolling(answers, window, at=range(0, len(answers), step))

    assert found == tuple(each for each in every if each.place % step == 0)


@given(answers=histories, window=st.integers(1, 25))
def test_the_names_of_cases_do_not_matter(answers, window):
    renamed = [(f"case {9 - case}", yes) for case, yes in answers]

    assert rolling(renamed, window) == rolling(answers, window)
