"""The list of what to talk about in a browser, beside a filter that swaps the rest."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ruptures.taxonomy import Strain
from tests.factories import CaseFactory, ReportFactory, RuptureFactory, SessionFactory


@pytest.fixture
def case(transactional_db):
    """Met weekly five times until today, with a withdrawal open since the first."""
    today = timezone.localdate()
    case = CaseFactory(started_on=today - datetime.timedelta(weeks=4))
    for week in range(5):
        day = case.started_on + datetime.timedelta(weeks=week)
        session = SessionFactory(case=case, date=day)
        ReportFactory(session=session, strain=Strain.NO if week else Strain.YES)
        if not week:
            RuptureFactory(session=session)
    return case


@pytest.fixture
def dashboard(page, case, sign_in):
    sign_in(page.context, case.therapist)
    page.goto("/")
    return page


@pytest.fixture
def listed(dashboard):
    return dashboard.get_by_role("region", name="To talk about")


def test_an_entry_is_put_off_brought_back_and_undone_in_place(dashboard, listed):
    dashboard.goto("/to-talk-about/")
    listed.get_by_role("button", name="Put off for 4 weeks").click()
    expect(listed).to_contain_text("Nothing stands out by these rules.")
    expect(dashboard.locator("#toast")).to_be_focused()

    listed.get_by_role("button", name="Bring back").click()
    expect(listed.get_by_role("button", name="Put off for 4 weeks")).to_be_visible()

    dashboard.locator("#toast").get_by_role("button", name="Undo").click()
    expect(listed.get_by_role("button", name="Bring back")).to_be_visible()


def test_the_filter_keeps_the_list_as_it_was_left(dashboard, listed):
    listed.get_by_role("button", name="Put off for 4 weeks").click()
    expect(listed).to_contain_text("1 put off")
    dashboard.evaluate("() => document.querySelector('#talk').append(' as it was')")

    dashboard.get_by_label("3 months").check()

    expect(dashboard.locator("#results")).to_contain_text("Last 3 months")
    expect(listed).to_contain_text("To talk about as it was")


def test_naming_a_case_narrows_the_list_and_all_cases_bring_it_back(
    dashboard, listed, case
):
    other = CaseFactory(therapist=case.therapist)
    SessionFactory(case=other, date=timezone.localdate())

    dashboard.get_by_role("combobox", name="Case").fill(other.code)
    dashboard.get_by_role("combobox", name="Case").press("Enter")
    expect(listed).to_contain_text(f"As {other.code} stands today")

    dashboard.get_by_role("combobox", name="Case").fill("")
    dashboard.get_by_role("combobox", name="Case").press("Enter")
    expect(listed).to_contain_text(f"{case.code} Open for 4 sessions")
