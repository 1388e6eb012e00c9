"""How much of what was held is known."""

import datetime

from ruptures.period import Period
from ruptures.summaries.coverage import coverage
from ruptures.taxonomy import Rater, Strain
from tests.factories import CaseFactory
from tests.ruptures.summaries.practice import (
    HALF_YEAR,
    MONDAY,
    TODAY,
    answer,
    chronicle_of,
    summed_up,
    weekly,
)


def test_coverage_names_expected_dates_that_nothing_confirms(therapist):
    case = CaseFactory(therapist=therapist, rhythm="weekly", rhythm_from=MONDAY)
    sessions = weekly(case, 4)
    answer(sessions, Strain.NO, Strain.UNSURE)
    until = Period(None, TODAY, MONDAY + datetime.timedelta(weeks=6))
    load = summed_up(therapist, until)

    found = coverage(load, Rater.THERAPIST, [case], chronicle_of(therapist), until)

    assert (found.held, found.answered, found.unsure) == (4, 1, 1)
    assert (found.unconfirmed, found.known) == (2, True)


def test_coverage_is_unknown_where_no_case_has_a_rhythm(therapist):
    case = CaseFactory(therapist=therapist)
    load = summed_up(therapist)

    found = coverage(load, Rater.THERAPIST, [case], chronicle_of(therapist), HALF_YEAR)

    assert (found.unconfirmed, found.known) == (0, False)


def test_a_rhythm_that_ended_before_the_period_tells_nothing_of_it(therapist):
    day = datetime.date(2025, 12, 31)
    begun = datetime.date(2025, 1, 6)
    case = CaseFactory(
        therapist=therapist,
        started_on=begun,
        rhythm="weekly",
        rhythm_from=begun,
        ended_on=day,
        ending="agreed",
    )
    load = summed_up(therapist)

    found = coverage(load, Rater.THERAPIST, [case], chronicle_of(therapist), HALF_YEAR)

    assert (found.unconfirmed, found.known) == (0, False)
