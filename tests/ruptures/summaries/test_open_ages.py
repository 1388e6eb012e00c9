"""What is open in few cases, by held sessions since it arose and by type."""

import pytest

from ruptures.models import Rupture
from ruptures.summaries.open_ages import open_now
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import RuptureType
from tests.factories import AttemptFactory, CaseFactory, RuptureFactory
from tests.ruptures.summaries.practice import MONDAY, chronicle_of, weekly

pytestmark = pytest.mark.django_db


def rupture(therapist, weeks, case=None, **fields):
    """In the first of so many weekly sessions of a case."""
    first, *_ = weekly(case or CaseFactory(therapist=therapist), weeks)
    return RuptureFactory(session=first, **fields)


def waiting(therapist, wanted=""):
    strands = strands_of(Rupture.objects.visible_to(therapist))
    return open_now(strands, chronicle_of(therapist), wanted)


def test_open_ruptures_stand_by_held_sessions_since_and_type(therapist):
    for weeks in (1, 2, 3, 9, 10, 30):
        rupture(therapist, weeks)
    rupture(therapist, 4, type=RuptureType.MIXED)
    AttemptFactory(rupture=rupture(therapist, 4), outcome=4)

    found = waiting(therapist)

    assert (found.count, found.at_the_end) == (7, 0)
    assert [(age.least, age.most, dict(age.counts)) for age in found.ages] == [
        (0, 1, {"withdrawal": 2}),
        (2, 3, {"withdrawal": 1, "mixed": 1}),
        (4, 8, {"withdrawal": 1}),
        (9, None, {"withdrawal": 2}),
    ]


def test_a_rupture_open_when_its_case_ended_is_counted_apart(therapist):
    case = CaseFactory(therapist=therapist, ended_on=MONDAY, ending="agreed")
    rupture(therapist, 1, case=case)

    found = waiting(therapist)

    assert (found.count, found.at_the_end) == (0, 1)


def test_a_type_narrows_and_a_mixed_rupture_is_of_both(therapist):
    for kind in RuptureType:
        rupture(therapist, 1, type=kind)

    counts = [waiting(therapist, kind).count for kind in ("", *RuptureType)]

    assert counts == [3, 2, 2, 1]


def test_without_a_rupture_nothing_is_open(therapist):
    weekly(CaseFactory(therapist=therapist), 3)

    assert (waiting(therapist).count, waiting(therapist).at_the_end) == (0, 0)
