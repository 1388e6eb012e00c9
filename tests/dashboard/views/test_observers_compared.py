"""Observer and observer, from two sheets handed in to the numbers of the table."""

import csv
import datetime
import io

import pytest
from django.urls import reverse
from statsmodels.stats.inter_rater import cohens_kappa

from tests.factories import CaseFactory, GrantFactory, SessionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_today")]

# Both yes, only the first, only the second, neither: 12 sessions.
CELLS = {("yes", "yes"): 5, ("yes", "no"): 2, ("no", "yes"): 1, ("no", "no"): 4}


@pytest.fixture
def case(client):
    """A case whose sessions two observers rated by their sheets; its therapist's page.

    The first observer's code stands before the second's.
    """
    case = CaseFactory(started_on=datetime.date(2026, 1, 5))
    holders = [observer(case, code) for code in ("BBB", "CCC")]
    answers = [pair for pair, count in CELLS.items() for _ in range(count)]
    sessions = [week_of(case, week) for week in range(len(answers))]
    for place, holder in enumerate(holders):
        client.force_login(holder)
        for session, said in zip(sessions, answers, strict=True):
            path = reverse("dashboard:observe-sheet", args=[session.key])
            client.post(path, {"strain": said[place]})
    client.force_login(case.therapist)
    return case


def observer(case, code):
    return GrantFactory(
        therapist=case.therapist, purpose="observe", cases=[case], reporter=code
    ).holder


def week_of(case, week):
    date = case.started_on + datetime.timedelta(weeks=week)
    return SessionFactory(case=case, date=date)


def taken(client, slug):
    answer = client.get(f"/data/charts/{slug}.csv", {"period": "all"})
    return list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))[1:]


@pytest.mark.usefixtures("case")
def test_the_four_cells_and_the_share_are_those_that_were_handed_in(client):
    """2 · 5 / (2 · 5 + 2 + 1) = 10 / 13."""
    [[who, *counts, share]] = taken(client, "observers")

    assert (who, counts) == ("BBB+CCC", ["12", "5", "2", "1", "4"])
    assert float(share) == pytest.approx(10 / 13, abs=1e-4)


@pytest.mark.usefixtures("case")
def test_kappa_and_ac1_are_those_of_an_independent_calculation(client):
    """By hand: 9/12 agree; by chance 1/2, so kappa is 1/2; by Gwet's chance
    2 · 13/24 · 11/24 = 143/288.
    """
    [[_who, kappa, low, _high, ac1, *_limits]] = taken(client, "observers-coefficients")

    assert cohens_kappa([[5, 2], [1, 4]]).kappa == pytest.approx(0.5)
    assert float(kappa) == pytest.approx(0.5, abs=1e-4)
    assert float(ac1) == pytest.approx((9 / 12 - 143 / 288) / (145 / 288), abs=1e-4)
    assert low == ""  # one case: no interval


def test_the_table_is_the_therapists_and_says_nothing_to_an_observer(client, case):
    own = client.get("/agreement/", {"period": "all"}).text
    client.force_login(case.grants.first().holder)
    observers = client.get("/agreement/", {"period": "all"}).text

    assert "BBB and CCC" in own
    assert "BBB and CCC" not in observers
