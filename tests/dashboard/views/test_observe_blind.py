"""Whatever others say of a session, an observer's pages stay the same, every one."""

import pytest

from ruptures.models import Rupture, Score, SessionReport
from tests.addresses import ROUTES
from tests.factories import (
    AttemptFactory,
    ConcernFactory,
    GrantFactory,
    MarkerFactory,
    NoteFactory,
    ReportFactory,
    RuptureFactory,
    SupervisionItemFactory,
)
from tests.promises.answers import lasting
from tests.promises.rows import path_to

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_engine,
    pytest.mark.usefixtures("_today"),
]

OWN = {  # the list of one's own deeds grows with every look
    "dashboard:looked-at",
    "account_logout",
}
ASKED = sorted(ROUTES.keys() - OWN)
SECRET = "Quecksilbermond"


@pytest.fixture
def observed(client, rows):
    """An observer of the one case, signed in, and all that there is of it."""
    grant = GrantFactory(therapist=rows.therapist, purpose="observe", cases=[rows.case])
    rows.observed, rows.own = rows.session, {"reporter": grant.reporter}
    client.force_login(grant.holder)
    return rows


def everything(client, rows):
    """The status and the words of every address, by query too."""
    queries = [{}, {"case": rows.case.code, "period": "all"}]
    return {
        (name, len(query)): answer(client, path_to(name, rows), query)
        for name in ASKED
        for query in queries
    }


def answer(client, path, query):
    response = client.get(path, query)
    return response.status_code, lasting(response)


def others_say_otherwise(rows):
    """Every rater says something else, and something more."""
    reports = SessionReport.objects.filter(session=rows.session)
    for report in reports.exclude(**rows.own):
        report.strain, report.intensity, report.resolution = "unsure", None, None
        report.save()
    Rupture.objects.update(type="confrontation")
    Score.objects.update(value=59)
    rupture = RuptureFactory(session=rows.session)
    MarkerFactory(rupture=rupture, code="mismatch")
    AttemptFactory(rupture=rupture)
    other = ReportFactory(session=rows.session, rater="observer", reporter="Z")
    MarkerFactory(rupture=None, report=other, code="pressed", minute=599)
    NoteFactory(session=rows.session, text=SECRET, shared=True)
    SupervisionItemFactory(case=rows.case, question=SECRET)
    ConcernFactory(case=rows.case, text=SECRET)


@pytest.mark.parametrize("handed_in", [False, True])
def test_no_answer_to_an_observer_changes_by_what_others_say(
    handed_in, client, observed
):
    path = path_to("dashboard:observe-sheet", observed)
    if handed_in:
        client.post(path, {"strain": "no"})
        client.get(path)  # where it is said that it was handed in
    before = everything(client, observed)

    others_say_otherwise(observed)

    assert before["dashboard:observe-sheet", 0][0] == 200
    assert everything(client, observed) == before
    assert observed.session.reports.filter(**observed.own).exists() is handed_in
