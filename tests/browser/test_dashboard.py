"""The dashboard in a browser: charts follow the filter, the scheme and the paper."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ruptures.taxonomy import RuptureType, Strain
from tests.browser.fixtures import PHONE
from tests.factories import (
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    SessionFactory,
    UserFactory,
)

INK = "() => getComputedStyle(document.querySelector('.chart .xtick text')).fill"


@pytest.fixture
def therapist(transactional_db):
    """Six cases, met weekly for twenty weeks until today; strain in every third."""
    user, today = UserFactory(), timezone.localdate()
    for place in range(6):
        case = CaseFactory(
            therapist=user, started_on=today - datetime.timedelta(days=200)
        )
        for week in range(20):
            day = today - datetime.timedelta(weeks=week)
            session = SessionFactory(case=case, date=day)
            strained = (week + place) % 3 == 0
            strain = Strain.YES if strained else Strain.NO
            ReportFactory(session=session, strain=strain)
            if strained:
                RuptureFactory(session=session, type=RuptureType.MIXED)
    return user


@pytest.fixture
def dashboard(page, therapist, sign_in):
    sign_in(page.context, therapist)
    page.goto("/")
    expect(page.locator(".chart .main-svg").first).to_be_visible()
    return page


def test_charts_are_drawn_and_their_tables_folded(dashboard):
    expect(dashboard.locator(".chart .svg-container")).to_have_count(3)
    expect(dashboard.locator(".chart-table[open]")).to_have_count(0)


def test_the_filter_changes_results_address_and_charts_in_place(dashboard):
    dashboard.evaluate("() => { window.samePage = true; }")

    dashboard.get_by_label("3 months").check()

    expect(dashboard.locator("#results")).to_contain_text("Last 3 months")
    expect(dashboard.locator(".chart .svg-container")).to_have_count(3)
    assert "period=3" in dashboard.url
    assert dashboard.evaluate("() => window.samePage")


def test_back_brings_the_filter_before(dashboard):
    dashboard.get_by_label("3 months").check()
    expect(dashboard.locator("#results")).to_contain_text("Last 3 months")

    dashboard.go_back()

    expect(dashboard.locator("#results")).to_contain_text("Last 12 months")
    expect(dashboard.locator(".chart .svg-container")).to_have_count(3)


def test_days_are_asked_for_where_dates_are_chosen(dashboard):
    first = dashboard.get_by_label("From", exact=True)
    expect(first).to_be_hidden()

    dashboard.get_by_label("Dates…").check()

    expect(first).to_be_visible()


def test_charts_follow_dark_mode_and_print(dashboard):
    seen = [dashboard.evaluate(INK)]
    for media in ({"color_scheme": "dark"}, {"media": "print"}):
        dashboard.emulate_media(**media)
        dashboard.wait_for_function(f"(before) => ({INK})() !== before", arg=seen[-1])
        seen.append(dashboard.evaluate(INK))

    assert seen == ["rgb(27, 35, 39)", "rgb(236, 235, 230)", "rgb(0, 0, 0)"]


def test_charts_fit_a_phone(dashboard):
    dashboard.set_viewport_size(PHONE)

    wide = "() => document.documentElement.scrollWidth > innerWidth"
    narrow = "() => document.querySelector('.chart .main-svg').clientWidth < 390"
    dashboard.wait_for_function(narrow)
    assert not dashboard.evaluate(wide)


def test_without_script_the_tables_stand_open_and_a_button_filters(
    new_context, therapist, sign_in
):
    context = new_context(java_script_enabled=False)
    sign_in(context, therapist)
    page = context.new_page()

    page.goto("/")
    page.get_by_label("3 months").check()
    page.get_by_role("button", name="Show").click()

    expect(page.locator("#results")).to_contain_text("Last 3 months")
    for table in page.locator(".chart-table").all():
        expect(table.locator("table")).to_be_visible()
        figure, wrap = table.locator("xpath=.."), table.locator(".table-wrap")
        assert wrap.bounding_box()["width"] <= figure.bounding_box()["width"]
