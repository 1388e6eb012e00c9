"""A page asks the database as often for 300 sessions as for one, and only reads."""

import datetime
import uuid

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from ruptures.models import Act, Change, Verb
from tests.addresses import ABOUT, ROUTES
from tests.factories import (
    LOGGED_AT,
    AttemptFactory,
    CaseFactory,
    MarkerFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
)
from tests.promises.rows import path_to

# One session each: what hangs on it is what grows, and a session has a few at most.
ABOUT_ONE = {name for name, path in ABOUT.items() if not path.startswith("case.")}


def pages() -> list[str]:
    return sorted(name for name in ROUTES.keys() - ABOUT_ONE if "dashboard:" in name)


def add_a_session(case, days: int) -> None:
    """A session with one of everything, and the act that logged it."""
    date = case.started_on + datetime.timedelta(days=days)
    session = SessionFactory(case=case, date=date)
    ReportFactory(session=session)
    rupture = RuptureFactory(session=session)
    MarkerFactory(rupture=rupture)
    AttemptFactory(rupture=rupture, outcome=2)
    act = Act.objects.create(
        submission=uuid.uuid4(),
        user=case.therapist,
        case=case,
        verb=Verb.LOG_SESSION,
        at=LOGGED_AT,
    )
    Change.objects.create(
        act=act,
        position=1,
        table="session",
        row=session.key,
        after={"date": date.isoformat(), "attendance": "held"},
    )


def asked(client, path: str) -> list[str]:
    client.get(path)  # what is asked once in a process's life is asked now
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        if response.streaming:
            b"".join(response)
    return [query["sql"] for query in queries]


def writes(statements: list[str]) -> bool:
    return any(each.startswith(("INSERT", "UPDATE", "DELETE")) for each in statements)


def counted(client, rows) -> dict[str, int]:
    return {name: len(asked(client, path_to(name, rows))) for name in pages()}


@pytest.fixture
def _one_moment():
    """Time stands still: once a minute a page also notes that it was seen."""
    with time_machine.travel(timezone.now(), tick=False):
        yield


@pytest.mark.usefixtures("_one_moment")
def test_every_page_asks_as_often_for_300_sessions_as_for_one(client, rows):
    other = CaseFactory(therapist=rows.therapist)
    for case in (rows.case, other):
        add_a_session(case, days=1)
    client.force_login(rows.therapist)
    counted(client, rows)  # what a look leaves behind is there from now on
    few = counted(client, rows)

    for number in range(2, 150):
        for case in (rows.case, other):
            add_a_session(case, days=number)

    assert counted(client, rows) == few


@pytest.mark.usefixtures("_one_moment")
def test_a_second_look_waits_for_nobody_who_writes(client, rows):
    client.force_login(rows.therapist)

    writing = {name for name in ROUTES if writes(asked(client, path_to(name, rows)))}

    assert writing == {
        "dashboard:check-in",  # wrong links are counted
        "dashboard:data-sessions",  # the log of access has the other three
        "dashboard:observe-list",
        "dashboard:observe-sheet",
    }
