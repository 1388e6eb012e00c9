"""Few rows to summarise, made the same way everywhere, and their summaries."""

import datetime

from ruptures.models import Rupture, Session
from ruptures.period import Period
from ruptures.reference import default_set
from ruptures.summaries.appointments import appointments
from ruptures.summaries.caseload import kinds_of, summed
from ruptures.summaries.chronicle import Chronicle
from ruptures.summaries.rates import Rate, Tally
from ruptures.summaries.repair import repair
from ruptures.summaries.strands import strands_of
from ruptures.taxonomy import Rater
from tests.factories import ReportFactory, SessionFactory

MONDAY = datetime.date(2026, 1, 5)
TODAY = datetime.date(2026, 6, 30)
HALF_YEAR = Period.of_months(6, TODAY)
THERAPISTS = default_set().of("therapist")


def weekly(case, count, **fields):
    """So many held sessions of a case, a week apart."""
    return [
        SessionFactory(
            case=case, date=MONDAY + datetime.timedelta(weeks=week), **fields
        )
        for week in range(count)
    ]


def answer(sessions, *strains, rater=Rater.THERAPIST, reporter=""):
    for session, strain in zip(sessions, strains, strict=False):
        ReportFactory(session=session, rater=rater, reporter=reporter, strain=strain)


def summed_up(user, period=HALF_YEAR):
    rows = appointments(Session.objects.visible_to(user))
    ruptures = Rupture.objects.visible_to(user).values_list("session_id", "type")
    return summed(rows, kinds_of(ruptures), period)


def chronicle_of(user):
    sessions = Session.objects.visible_to(user)
    return Chronicle.of(sessions, user.cases.all())


def repaired(user, period=HALF_YEAR, wanted=""):
    strands = strands_of(Rupture.objects.visible_to(user))
    cases = [case.pk for case in user.cases.all()]
    return repair(strands, cases, chronicle_of(user), period, wanted)


def spread(*pairs):
    """A rate over cases that said yes in so many of so many sessions."""
    by_case = {
        case: Tally(yes=yes, no=answered - yes)
        for case, (yes, answered) in enumerate(pairs)
    }
    return Rate.over(Rater.THERAPIST, by_case)
