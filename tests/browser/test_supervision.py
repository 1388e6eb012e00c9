"""The supervisor's first page and trends in a real browser, at the size of a phone."""

import datetime
import re

import pytest
from playwright.sync_api import expect

from tests.browser.fixtures import PHONE
from tests.factories import (
    CaseFactory,
    GrantFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    SupervisionItemFactory,
    UserFactory,
)


@pytest.fixture
def grant(db):
    """Two cases of one supervisee: one with an open rupture, one without."""
    grant = GrantFactory(
        therapist=UserFactory(email="a.name.that.is.rather.long@practice.example"),
        every_case=True,
    )
    for code, strain in (("K7QM", "yes"), ("P2XD", "no")):
        case = CaseFactory(therapist=grant.therapist, code=code)
        for week in range(12):
            date = datetime.date(2026, 8, 3) + datetime.timedelta(weeks=week)
            session = SessionFactory(case=case, date=date)
            ReportFactory(session=session, strain=strain if week == 1 else "no")
            if strain == "yes" and week == 1:
                SupervisionItemFactory(
                    case=case, rupture=RuptureFactory(session=session)
                )
    return grant


@pytest.fixture
def page(new_context, sign_in, grant):
    context = new_context(has_touch=True)
    sign_in(context, grant.holder)
    page = context.new_page()
    page.set_viewport_size(PHONE)
    page.goto("/supervision/")
    return page


def test_from_the_first_page_a_tap_leads_to_the_case_that_needs_it_most(page):
    first = page.locator("ol.list > li").first
    expect(first).to_contain_text("Open for 10 sessions")

    first.get_by_role("link", name="K7QM").tap()

    expect(page.get_by_role("heading", level=1)).to_contain_text("K7QM")
    expect(page.locator("main")).to_contain_text("Every look is noted for them.")
    expect(page.get_by_role("link", name="Log a session")).to_have_count(0)


def test_nothing_runs_over_the_edge_of_a_phone(page):
    for address in ("/supervision/", "/supervision/trends/", "/supervision/funnel/"):
        page.goto(address)

        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"]


def test_the_rule_behind_a_place_is_a_link_reached_by_tab(page):
    rule = page.get_by_role("link", name="Rule:").first

    rule.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/reference/#rule-talk-"))


def test_trends_by_case_are_drawn_and_the_filter_keeps_whose_they_are(page, grant):
    page.get_by_role("link", name="Trends by case").tap()
    expect(page.locator("#figure-side-rates")).to_be_attached()
    page.wait_for_load_state()  # scripts run after what they work on stands there

    page.locator("[name=by]").select_option("month")

    expect(page).to_have_url(re.compile(f"grant={grant.key}.*by=month"))
    expect(page.locator("#results")).to_contain_text("too few for a point")
