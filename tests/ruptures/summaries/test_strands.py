"""What a strand says of a rupture is what the queryset says of it."""

import itertools

import pytest

from ruptures.models import Rupture, Session
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import Recognised, Strain
from tests.factories import (
    AttemptFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db

RESOLUTIONS = (None, 1, 2, 3, 4, 5)
OUTCOMES = ((), (None,), (1,), (3,), (4,), (4, 2), (2, 5), (5, None))
CLOSED = ({}, {"closed_reason": "faded", "closed_on": "2026-12-31"})


def test_a_strand_is_open_exactly_where_the_rupture_is():
    ways = itertools.product(RESOLUTIONS, OUTCOMES, CLOSED, Recognised.values)
    for resolution, outcomes, closed, recognised in ways:
        session = SessionFactory()
        ReportFactory(session=session, strain=Strain.YES, resolution=resolution)
        rupture = RuptureFactory(session=session, recognised=recognised, **closed)
        for order, outcome in enumerate(outcomes, start=1):
            AttemptFactory(rupture=rupture, outcome=outcome, order=order)

    found = {each.session for each in strands_of(Rupture.objects.all()) if each.open}

    still_open = Session.objects.filter(ruptures__in=Rupture.objects.still_open())
    assert found == set(still_open.values_list("pk", flat=True))
    assert 0 < len(found) < Rupture.objects.count()
