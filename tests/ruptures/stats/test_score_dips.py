"""The product's own rule, worked by hand, and properties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruptures.stats.control import Mark, Recovery, score_dips

DEMONSTRATION = [58, 57, 59, 58, 56, 57, 45, 52, 58, 59, 58, 57]
CALM = [50, 52, 48, 50]  # median 50, deviation sqrt(8/3) = 1.63

series = st.lists(st.integers(0, 60), max_size=30)


def test_both_low_scores_of_the_demonstration_are_dips_that_recovered():
    # the six before have median 57.5; 45 is kept out of what 52 is held to
    found = score_dips(DEMONSTRATION, 1, reference_sd=4)

    assert found.signals == (6, 7)
    assert [dip.baseline for dip in found.dips] == [57.5, 57.5]
    assert [dip.drop for dip in found.dips] == [12.5, 5.5]
    assert {dip.recovery for dip in found.dips} == {Recovery.RECOVERED}


def test_the_strict_count_of_the_demonstration_is_one_dip():
    assert score_dips(DEMONSTRATION, 2, reference_sd=4).signals == (6,)


def test_a_score_is_marked_from_the_fifth_on():
    assert score_dips([*CALM, 50, 40], 1).marks == (
        *[Mark.TOO_EARLY] * 4,
        Mark.NO_DIP,
        Mark.DIP,
    )


def test_two_deviations_ask_for_a_deeper_drop_than_one():
    values = [*CALM, 48]  # 2 points, 1.2 deviations

    assert score_dips(values, 1).signals == (4,)
    assert score_dips(values, 2).signals == ()


@pytest.mark.parametrize(("score", "signals"), [(48.3, (4,)), (48.4, ())])
def test_the_deviation_is_that_of_a_sample(score, signals):
    # sqrt(8 / 3) = 1.633; of a population it would be sqrt(8 / 4) = 1.414
    assert score_dips([*CALM, score], 1).signals == signals


@pytest.mark.parametrize(("score", "signals"), [(45, (4,)), (45.1, ())])
def test_a_larger_reference_deviation_takes_over(score, signals):
    assert score_dips([*CALM, score], 1, reference_sd=5).signals == signals


def test_a_smaller_reference_deviation_changes_nothing():
    assert score_dips([*CALM, 48], 1, reference_sd=0.1) == score_dips([*CALM, 48], 1)


def test_scores_that_never_varied_cannot_judge():
    found = score_dips([40, 40, 40, 40, 20], 1)

    assert found.marks[-1] == Mark.CANNOT_JUDGE
    assert found.dips == ()


def test_a_reference_deviation_judges_scores_that_never_varied():
    assert score_dips([40, 40, 40, 40, 20], 1, reference_sd=4).signals == (4,)


def test_a_drop_in_tenths_is_not_lost_to_rounding():
    # 6.1 - 5.7 is 0.39999999999999947
    assert score_dips([6.1] * 4 + [5.7], 1, reference_sd=0.4).signals == (4,)


def test_scores_that_vary_by_rounding_alone_cannot_judge():
    # 0.1 + 0.2 is 0.30000000000000004
    found = score_dips([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], 1)

    assert found.marks[-1] == Mark.CANNOT_JUDGE


def test_a_score_that_cannot_be_judged_counts_as_usual():
    # 20 gives the four 40s before it a deviation, by which the next 20 is a dip
    found = score_dips([40, 40, 40, 40, 20, 20], 1)

    assert found.marks[4:] == (Mark.CANNOT_JUDGE, Mark.DIP)


@pytest.mark.parametrize(
    ("later", "recovery"),
    [
        ([], Recovery.OPEN),
        ([44.9, 44.9], Recovery.OPEN),
        ([45], Recovery.RECOVERED),
        ([40, 40, 45], Recovery.RECOVERED),
        ([40, 40, 44.9], Recovery.NOT_RECOVERED),
        ([40, 40, 40, 50], Recovery.NOT_RECOVERED),
    ],
)
def test_a_dip_has_three_scored_sessions_to_regain_half(later, recovery):
    first, *_ = score_dips([*CALM, 40, *later], 1).dips

    assert (first.index, first.baseline, first.drop) == (4, 50, 10)
    assert first.recovery == recovery


def test_what_is_usual_looks_back_six_scores_and_no_further():
    # the six before the last are 50 52 48 50 52 48; an older 90 would widen them
    assert score_dips([90, 50, 52, 48, 50, 52, 48, 47], 1).signals == (7,)


@pytest.mark.parametrize("values", [[], [50], CALM])
def test_too_few_scores_are_all_too_early(values):
    found = score_dips(values, 1)

    assert found.marks == (Mark.TOO_EARLY,) * len(values)
    assert found.dips == ()


@given(values=series)
def test_every_score_has_a_mark_and_dips_are_those_marked_so(values):
    found = score_dips(values, 1)

    marked = [i for i, mark in enumerate(found.marks) if mark is Mark.DIP]
    assert len(found.marks) == len(values)
    assert list(found.signals) == marked
    assert all(dip.drop > 0 for dip in found.dips)


@given(values=series, more=series)
def test_later_scores_change_no_mark_and_only_close_what_was_open(values, more):
    before = score_dips(values, 1, reference_sd=4)
    after = score_dips(values + more, 1, reference_sd=4)

    assert after.marks[: len(values)] == before.marks
    for then, now in zip(before.dips, after.dips, strict=False):
        assert then.index == now.index
        assert then.recovery in (now.recovery, Recovery.OPEN)


@given(values=series, shift=st.integers(-500, 500), k=st.sampled_from([1, 2]))
def test_only_differences_between_scores_matter(values, shift, k):
    tenths = [value / 10 for value in values]

    found = score_dips(tenths, k, reference_sd=0.3)
    moved = score_dips([(value + shift) / 10 for value in values], k, reference_sd=0.3)

    assert moved.marks == found.marks
    assert [d.recovery for d in moved.dips] == [d.recovery for d in found.dips]


@given(values=series)
def test_a_strict_first_dip_is_never_earlier_than_a_sensitive_one(values):
    sensitive = score_dips(values, 1, reference_sd=3).signals
    strict = score_dips(values, 2, reference_sd=3).signals

    assert not strict or sensitive[0] <= strict[0]


@pytest.mark.parametrize(
    ("values", "k", "reference_sd", "message"),
    [
        (CALM, 0, None, "more than 0"),
        (CALM, -1, None, "more than 0"),
        (CALM, 1, -1, "0 or more"),
        ([float("nan")], 1, None, "finite"),
    ],
)
def test_score_dips_refuses_what_makes_no_sense(values, k, reference_sd, message):
    with pytest.raises(ValueError, match=message):
        score_dips(values, k, reference_sd)
