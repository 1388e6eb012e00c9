"""A real Chromium, signed in, that fails a test on any console error.

A plugin rather than a conftest: tests/promises/ asks for a browser too.
"""

import datetime
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from ruptures.exchange.jobs.acts import cancel
from ruptures.models import (
    Case,
    Concern,
    Erasure,
    Grant,
    ImportJob,
    Note,
    RepairAttempt,
    Rupture,
    Score,
    Session,
    SessionReport,
    SupervisionItem,
    SupervisionMeeting,
    SupervisionStep,
    User,
)
from ruptures.taxonomy import Rater, Strain
from tests import factories

# Playwright's event loop runs in this thread, and Django would refuse queries there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# What comes late on a busy machine has come; what does not come fails all the same.
expect.set_options(timeout=30_000)

# Neither days nor what its columns mean is sure; a cell of it is wrong.
UNDATED = b"id,s1,s2,s3,met\nA1,30,x,NA,perhaps\nA2,31,36.5,,In person\n"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--headless",
    "--no-first-run",
    "--no-sandbox",
)
MISSING = "Browser tests skipped: no Chromium on this machine."


@dataclass(frozen=True)
class Practice:
    """One of everything, and enough of it that every chart and list has something."""

    therapist: User
    case: Case
    session: Session
    rupture: Rupture
    attempt: RepairAttempt
    client: SessionReport
    score: Score
    note: Note
    grant: Grant
    item: SupervisionItem
    meeting: SupervisionMeeting
    step: SupervisionStep
    concern: Concern
    observed: Session
    imported: ImportJob
    erasure: Erasure
    chart: str = "raters"

    @property
    def described(self) -> ImportJob:
        """Another, in the place of `imported`: one is under way at a time."""
        cancel(self.imported)
        return factories.described_by(self.therapist, UNDATED)


NewContext = Callable[..., BrowserContext]
SignIn = Callable[[BrowserContext, User], None]


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs a browser; skip it where there is none, unless it is required.

    First of all, as others choose by the mark.
    """
    browser_items = [item for item in items if "browser" in item.fixturenames]
    for item in browser_items:
        item.add_marker(pytest.mark.browser)
    if browser_items and not chromium():
        if os.environ.get("REQUIRE_BROWSER"):
            raise pytest.UsageError("REQUIRE_BROWSER is set, but there is no Chromium.")
        for item in browser_items:
            item.add_marker(pytest.mark.skip(reason=MISSING))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not chromium():
        terminalreporter.write_line(f"{MISSING} (Debian: apt install chromium)")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": chromium(), "args": list(QUIET)}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    return {"locale": "en-GB", "reduced_motion": "reduce", "viewport": DESKTOP}


@pytest.fixture
def console_errors() -> Iterator[list[str]]:
    """Errors in the console, uncaught exceptions and refusals by the CSP.

    Any of them fails the test; one provoked on purpose is cleared from the list.
    """
    errors: list[str] = []
    yield errors
    assert errors == []


@pytest.fixture
def new_context(
    new_context: NewContext, live_server: LiveServer, console_errors: list[str]
) -> NewContext:
    """Windows onto the live server, where `page.goto("/log/")` is enough."""

    def watched_context(**options: Any) -> BrowserContext:
        context = new_context(**{"base_url": live_server.url} | options)
        context.on(
            "console",
            lambda said: said.type == "error" and console_errors.append(said.text),
        )
        context.on("weberror", lambda raised: console_errors.append(str(raised.error)))
        return context

    return watched_context


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Sign somebody in by the session cookie: quick, and no sign-in page involved."""

    def set_cookie(context: BrowserContext, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{**cookie, "value": value}])

    return set_cookie


@pytest.fixture
def practice(db: None, imports: Path) -> Practice:
    """Three cases, weekly for thirty weeks until last week; strain every third week.

    It ends by today's real date: the pages show the last twelve months.
    """
    therapist = factories.UserFactory(is_owner=True)
    cases = [weekly_case(therapist) for _ in range(3)]
    rupture = cases[0].sessions.earliest("date").ruptures.get()
    attempt = factories.AttemptFactory(rupture=rupture, outcome=2)
    score = factories.ScoreFactory(session=rupture.session)
    note = factories.NoteFactory(session=rupture.session)
    factories.DraftFactory(user=therapist, case=cases[0], saved_at=timezone.now())
    grant = factories.GrantFactory(therapist=therapist, every_case=True)
    item = factories.SupervisionItemFactory(case=cases[0])
    meeting = factories.SupervisionMeetingFactory(
        therapist=therapist, supervisor=grant.holder
    )
    meeting.items.add(item)
    observed = factories.SessionFactory()
    factories.GrantFactory(
        therapist=observed.case.therapist,
        holder=therapist,
        purpose="observe",
        every_case=True,
    )
    return Practice(
        therapist=therapist,
        case=cases[0],
        session=rupture.session,
        rupture=rupture,
        attempt=attempt,
        client=rupture.session.reports.get(rater=Rater.CLIENT),
        score=score,
        note=note,
        grant=grant,
        item=item,
        meeting=meeting,
        step=factories.SupervisionStepFactory(meeting=meeting, case=cases[0]),
        concern=factories.ConcernFactory(case=cases[0]),
        observed=observed,
        imported=factories.ImportJobFactory(
            user=therapist,
            state="asked",
            codes={"A1": cases[0].code},
            new=4685,
            different=1,
            differences=[
                {
                    "file": "sessions.csv",
                    "row": 2,
                    "column": "modality",
                    "here": "in_person",
                    "there": "video",
                }
            ],
        ),
        erasure=factories.ErasureFactory(actor_account=therapist.pk),
    )


def weekly_case(therapist: User) -> Case:
    start = timezone.localdate() - datetime.timedelta(weeks=30)
    case = factories.CaseFactory(therapist=therapist, started_on=start)
    for week in range(30):
        date = start + datetime.timedelta(weeks=week)
        session = factories.SessionFactory(case=case, date=date)
        strain = Strain.NO if week % 3 else Strain.YES
        for rater in (Rater.CLIENT, Rater.THERAPIST):
            factories.ReportFactory(session=session, rater=rater, strain=strain)
        if strain == Strain.YES:
            rupture = factories.RuptureFactory(session=session)
            factories.MarkerFactory(rupture=rupture)
    return case
