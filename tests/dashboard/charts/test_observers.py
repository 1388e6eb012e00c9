"""The tables of observers: counts always, shares and coefficients only with enough."""

from dashboard.charts.observers import observers, observers_coefficients
from ruptures.summaries.observers import ObserverPair

FEW = ObserverPair(("BBB", "CCC"), ((2, 1, 0, 3),))
ENOUGH = ObserverPair(("BBB", "DDD"), ((6, 1, 1, 0), (0, 0, 0, 12)))
# Ten cases, among them some that differ.
MANY = ObserverPair(("CCC", "DDD"), tuple((1, k % 2, 0, 1) for k in range(10)))


def test_few_sessions_have_counts_and_no_share():
    chart = observers([FEW, ENOUGH])

    assert chart.table.as_csv().splitlines() == [
        "observers,sessions,both,first_only,second_only,neither,positive",
        "BBB+CCC,6,2,1,0,3,",
        "BBB+DDD,20,6,1,1,12,0.8571",
    ]


def test_the_page_names_both_codes_and_says_what_is_missing():
    chart = observers([FEW])

    assert chart.table.cells[0][0].text == "BBB and CCC"
    assert "1 pair of observers" in chart.sentences[0]
    assert chart.sentences[1] == ("Below 10 sessions there are counts only, no shares.")


def test_nobody_to_compare_is_said_in_a_sentence():
    chart = observers([])

    assert chart.table.rows == ()
    assert chart.sentences == (
        "No session was answered yes or no by two observers, each by themselves.",
    )


def test_coefficients_are_those_of_the_four_cells():
    """Kappa of 6, 1, 1, 12 is (0.9 - 0.545) / (1 - 0.545)."""
    _header, few, enough = (
        observers_coefficients([FEW, ENOUGH]).table.as_csv().splitlines()
    )

    assert few == "BBB+CCC,,,,,,"
    assert enough == "BBB+DDD,0.7802,,,0.8165,,"


def test_intervals_come_from_10_cases_on():
    [row] = observers_coefficients([MANY]).table.rows
    _who, kappa, low, high, *_ac1 = row

    assert low < kappa < high
