"""Published worked examples, statsmodels over a grid, and properties."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import cohens_kappa

from ruptures.stats.agreement import Agreement, agreement

GRID = [cells for cells in product((0, 1, 4, 17), repeat=4) if any(cells)]

tables = st.lists(st.integers(0, 300), min_size=4, max_size=4)


@pytest.mark.parametrize(
    ("cells", "percent", "kappa", "positive", "negative"),
    [
        ((40, 9, 6, 45), 0.85, 0.70, 0.84, 0.86),
        ((80, 10, 5, 5), 0.85, 0.32, 0.91, 0.40),
    ],
)
def test_agreement_matches_feinstein_and_cicchetti_1990(
    cells, percent, kappa, positive, negative
):
    # "High agreement but low kappa" I and II, doi:10.1016/0895-4356(90)90158-L, -M
    found = agreement(*cells)

    assert found.percent == percent
    assert found.kappa == pytest.approx(kappa, abs=0.005)
    assert found.positive == pytest.approx(positive, abs=0.005)
    assert found.negative == pytest.approx(negative, abs=0.005)


def test_ac1_stays_high_where_kappa_collapses_as_in_gwet_2002():
    # "Kappa statistic is not satisfactory for assessing the extent of agreement"
    found = agreement(118, 5, 2, 0)

    assert found.kappa == pytest.approx(-0.0234, abs=5e-5)
    assert found.ac1 == pytest.approx(0.9408, abs=5e-5)


@pytest.mark.parametrize(
    ("cells", "p"), [((1, 1, 7, 12), 0.0703), ((59, 6, 16, 80), 0.0525)]
)
def test_mcnemar_matches_fagerland_lydersen_and_laake_2013(cells, p):
    # exact conditional test, doi:10.1186/1471-2288-13-91
    assert agreement(*cells).mcnemar_p == pytest.approx(p, abs=5e-5)


def test_mcnemar_equals_statsmodels_over_a_grid():
    for cells in GRID:
        expected = min(1.0, mcnemar(np.reshape(cells, (2, 2)), exact=True).pvalue)

        assert agreement(*cells).mcnemar_p == pytest.approx(expected), cells


def test_kappa_equals_statsmodels_over_a_grid_or_is_none():
    for cells in GRID:
        both, first_only, second_only, neither = cells
        always = first_only == second_only == 0 in (both, neither)
        table = np.reshape(cells, (2, 2))
        expected = None if always else cohens_kappa(table, return_results=False)

        assert agreement(*cells).kappa == pytest.approx(expected), cells


def test_ac1_is_gwets_coefficient_for_any_number_of_answers_taken_for_two():
    # pe = sum of pi (1 - pi) over K answers, by K - 1; pi: both raters' share of each
    for cells in GRID:
        both, first, second, neither = cells
        total = sum(cells)
        chosen = (2 * both + first + second, 2 * neither + first + second)
        chance = sum(n / (2 * total) * (1 - n / (2 * total)) for n in chosen)
        expected = ((both + neither) / total - chance) / (1 - chance)

        assert agreement(*cells).ac1 == pytest.approx(expected), cells


def test_without_a_session_nothing_is_known():
    found = agreement(0, 0, 0, 0)

    assert [
        found.percent,
        found.difference,
        found.kappa,
        found.ac1,
        found.positive,
        found.negative,
        found.mcnemar_p,
    ] == [None] * 7


def test_sessions_without_any_yes_have_no_positive_agreement_and_no_kappa():
    found = agreement(0, 0, 0, 12)

    assert (found.percent, found.positive, found.negative) == (1, None, 1)
    assert (found.kappa, found.ac1, found.mcnemar_p) == (None, 1, 1)


def test_difference_is_the_first_raters_rate_less_the_seconds():
    # 13 of 20 against 8 of 20
    assert agreement(6, 7, 2, 5).difference == 0.25


@pytest.mark.parametrize("cell", range(4))
def test_agreement_refuses_a_negative_count(cell):
    cells = [3] * 4
    cells[cell] = -1

    with pytest.raises(ValueError, match="0 or more"):
        agreement(*cells)


@given(cells=tables)
def test_swapping_the_raters_mirrors_the_difference_and_nothing_else(cells):
    both, first_only, second_only, neither = cells

    found = agreement(both, first_only, second_only, neither)
    swapped = agreement(both, second_only, first_only, neither)

    assert _coefficients(swapped) == _coefficients(found)
    assert (swapped.difference or 0) == -(found.difference or 0)


@given(cells=tables)
def test_swapping_yes_and_no_swaps_positive_and_negative(cells):
    both, first_only, second_only, neither = cells

    found = agreement(both, first_only, second_only, neither)
    turned = agreement(neither, second_only, first_only, both)

    assert (turned.positive, turned.negative) == (found.negative, found.positive)
    assert (turned.percent, turned.kappa) == (found.percent, found.kappa)
    assert turned.ac1 == pytest.approx(found.ac1)
    assert turned.mcnemar_p == found.mcnemar_p


@given(cells=tables.filter(any))
def test_every_share_stays_in_its_range(cells):
    found = agreement(*cells)

    for share in (found.percent, found.positive, found.negative, found.mcnemar_p):
        assert share is None or 0 <= share <= 1
    for coefficient in (found.kappa, found.ac1, found.difference):
        assert coefficient is None or -1 <= coefficient <= 1


@given(yes=st.integers(1, 300), no=st.integers(1, 300))
def test_raters_who_never_differ_agree_fully(yes, no):
    assert _coefficients(agreement(yes, 0, 0, no)) == (1, 1, 1, 1, 1, 1)


def _coefficients(found: Agreement) -> tuple[float | None, ...]:
    return (
        found.percent,
        found.kappa,
        found.ac1,
        found.positive,
        found.negative,
        found.mcnemar_p,
    )
