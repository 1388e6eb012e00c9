"""Sentences as they are read, the numbers in them checked by hand."""

import datetime

import pytest

from dashboard.charts import month_words, words
from ruptures.reference import default_set, range_sets
from ruptures.stats.rates import Interval
from ruptures.stats.survival import cumulative_incidence
from ruptures.summaries.caseload import Caseload, Month, Movements
from ruptures.summaries.rates import Rate, Tally
from ruptures.summaries.repair import Repair

PUBLISHED = default_set()
NONE = Movements()


def rate(*pairs, rater="therapist", unsure=0):
    by_case = {
        case: Tally(yes=yes, no=answered - yes)
        for case, (yes, answered) in enumerate(pairs)
    }
    return Rate.over(rater, by_case | {-1: Tally(unsure=unsure)})


def sentence(*pairs, rater="therapist"):
    found = words.rate_sentence(rate(*pairs, rater=rater), PUBLISHED.of(rater))
    return found.replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [([], "no data"), ([(1, 4)], "1 of 4, too few"), ([(3, 12)], "3 of 12")],
)
def test_a_count_says_where_there_is_too_little(pairs, expected):
    assert words.count_of(rate(*pairs)) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], "No answer of yes or no by you in this period."),
        (
            [(1, 1)],
            "By your log, strain in 1 of 1 sessions with 1 client: too few for a rate.",
        ),
        (
            [(2, 6), (1, 6)],
            "By your log, strain in 3 of 12 sessions with 2 clients, 9–53 %: "
            "too few to compare with 40–75 %, as quoted for therapists.",
        ),
        (
            [(1, 16)] * 8,
            "By your log, strain in 8 of 128 sessions with 8 clients, 3–13 %: "
            "below 40–75 %, as quoted for therapists.",
        ),
        (
            [(9, 16)] * 8,
            "By your log, strain in 72 of 128 sessions with 8 clients, 46–66 %: "
            "within 40–75 %, as quoted for therapists.",
        ),
        (
            [(15, 16)] * 8,
            "By your log, strain in 120 of 128 sessions with 8 clients, 87–97 %: "
            "above 40–75 %, as quoted for therapists.",
        ),
        (
            [(5, 16)] * 8,
            "By your log, strain in 40 of 128 sessions with 8 clients, 23–42 %: "
            "cannot tell whether that is below 40–75 %, as quoted for therapists.",
        ),
        (
            [(11, 16)] * 8,
            "By your log, strain in 88 of 128 sessions with 8 clients, 58–77 %: "
            "cannot tell whether that is above 40–75 %, as quoted for therapists.",
        ),
        (
            [(0, 10), (10, 10)] * 3,
            "By your log, strain in 30 of 60 sessions with 6 clients, 12–88 %: cannot "
            "tell whether that is below, within or above 40–75 %, as quoted for "
            "therapists.",
        ),
    ],
)
def test_the_sentence_says_rate_interval_and_what_can_be_told(pairs, expected):
    assert sentence(*pairs) == expected


def test_each_rater_is_compared_with_the_range_quoted_for_it():
    assert sentence(*[(4, 16)] * 8, rater="client") == (
        "By your clients, strain in 32 of 128 sessions with 8 clients, 17–35 %: "
        "cannot tell whether that is below 20–40 %, as quoted for clients."
    )


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (0.404, "40.4"),
        (0.3961, "39.6"),
        (0.3996, "39.96"),
        (0.4, "40"),
        (0.37, "37"),
        (0.748, "74.8"),
    ],
)
def test_an_end_that_only_rounding_puts_on_an_edge_has_more_decimals(limit, expected):
    assert words.end(limit, (0.40, 0.75)) == expected


def test_the_unsure_are_told_both_ways():
    said = words.unsure_words(rate((4, 16), unsure=4))

    assert said.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "If all of them were no: 20 %. If all were yes: 40 %."
    )


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (
            Tally(unsure=24),
            "No answer of yes or no by observers in this period. "
            "Not counted: 24 unsure.",
        ),
        (
            Tally(yes=1, differ=8),
            "By observers, strain in 1 of 1 sessions with 1 client: "
            "too few for a rate. Not counted: 8 where observers differ.",
        ),
        (
            Tally(yes=1, unsure=2, differ=8),
            "By observers, strain in 1 of 1 sessions with "
            "1 client: too few for a rate. Not counted: 2 unsure, 8 where observers "
            "differ.",
        ),
    ],
)
def test_what_is_in_no_rate_stands_beside_it(tally, said):
    found = Rate.over("observer", {1: tally})

    assert words.rate_sentence(found, None) == said


def test_the_ranges_not_chosen_are_beside_every_rater_with_a_rate():
    other = next(each for each in range_sets(None) if not each.default)
    rates = [
        rate(*[(9, 16)] * 8),
        rate(*[(1, 1)]),
        rate(*[(4, 16)] * 8, rater="client"),
    ]

    [said] = words.other_sets(rates, [other])

    assert said.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "By the other ranges, as summarised in later reviews: cannot tell whether that "
        "is above 43–56 %, as quoted for therapists; cannot tell whether that is below "
        "19–42 %, as quoted for clients."
    )


def life(durations, outcomes):
    curve = cumulative_incidence(durations, outcomes)
    return Repair(
        count=len(durations),
        recognised_later=0,
        incidence=curve,
        open_count=0,
        open_at_the_end=0,
        oldest_open=None,
        last_repairs=(),
    )


def test_repair_is_told_out_of_a_hundred_with_the_other_way_out():
    # Of 10, six are resolved within 3 sessions, two at 5, and one treatment ended at 2.
    repaired = life([0, 0, 0, 1, 1, 3, 5, 5, 2, 6], [1, 1, 1, 1, 1, 1, 1, 1, 2, 0])

    assert words.repaired_of_100(repaired) == "60 of 100"
    said = words.repair_words(repaired)
    assert said.startswith("10 ruptures · ")
    assert said.endswith("· treatment ended or closed first in 10 of 100")


def test_few_ruptures_are_counted_and_no_more():
    repaired = life([0] * 9, [1] * 9)

    assert words.repaired_of_100(repaired) == ""
    assert words.repair_words(repaired) == "9 ruptures, too few to say"


def test_one_of_many_resolved_is_not_told_as_none():
    # 1 of 300 within 3 sessions, 1 ended: a third of one in a hundred.
    repaired = life([0, 0, *[9] * 298], [1, 2, *[0] * 298])

    assert words.repaired_of_100(repaired) == "1 of 100"
    said = words.repair_words(repaired)
    assert said.endswith("· treatment ended or closed first in 1 of 100")


def test_all_resolved_has_no_interval_to_tell():
    said = words.repair_words(life([0] * 10, [1] * 10))

    assert said == (
        "10 ruptures · no interval can be given"
        " · treatment ended or closed first in 0 of 100"
    )


def test_what_was_not_followed_for_so_long_is_not_called_unresolved():
    repaired = life([0] * 5 + [1] * 7, [0] * 12)

    assert words.repaired_of_100(repaired) == ""
    assert words.repair_words(repaired) == "12 ruptures, not followed for so long yet"


def caseload(*months, answered=()):
    return Caseload(
        held=40,
        cases=6,
        rates={"therapist": rate(*answered)},
        months=months,
        movements=Movements(3, 2, 1),
        split=Movements(2, 2, 1),
    )


def test_months_are_told_with_their_counts():
    first, second = (
        Month(datetime.date(2026, number, 1), False, 12, {"therapist": found}, NONE)
        for number, found in ((3, rate((3, 12))), (4, rate((6, 12))))
    )

    said = month_words.months_sentence(caseload(first, second), "therapist")

    assert said.replace("\N{NARROW NO-BREAK SPACE}", " ").startswith(
        "By your log, strain in 25 % (3 of 12, Mar 2026) to 50 % (6 of 12, Apr 2026) "
        "of a month's answered sessions."
    )


def test_movements_name_their_rater_and_say_nothing_of_nothing():
    load = caseload(answered=[(5, 12)])
    counted = (
        "By your log, share of answered sessions: withdrawal in 3 of 12, "
        "confrontation in 2; both in 1 of them."
    )
    assert month_words.movements_sentence(load, drawn=False) == counted
    assert month_words.movements_sentence(load, drawn=True) == (
        f"{counted} The number answered stands under each month’s name."
    )
    assert month_words.movements_sentence(caseload(), drawn=False) == (
        "No answer of yes or no by you in this period."
    )


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        (0, "resolved in the same session"),
        (1, "resolved in the next session"),
        (4, "resolved 4 sessions later"),
    ],
)
def test_a_repair_says_when(sessions, expected):
    assert words.resolved_when(sessions) == expected


def test_range_of_reads_as_per_cent():
    assert words.range_of(PUBLISHED.span) == "20–75\N{NARROW NO-BREAK SPACE}%"
    assert Interval(PUBLISHED.span.low, PUBLISHED.span.high) == (0.2, 0.75)
