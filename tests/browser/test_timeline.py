"""A case's timeline in a browser: drawn, changed in place, and fit for a phone."""

import datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from ruptures.taxonomy import RuptureType, Strain
from tests.browser.fixtures import PHONE
from tests.factories import (
    AttemptFactory,
    CaseFactory,
    ReportFactory,
    RuptureFactory,
    ScoreFactory,
    SessionFactory,
    UserFactory,
)


@pytest.fixture
def case(transactional_db):
    """Met weekly for thirty weeks until today; strain in every third session."""
    today = timezone.localdate()
    case = CaseFactory(
        therapist=UserFactory(), started_on=today - datetime.timedelta(days=300)
    )
    for week in range(30):
        session = SessionFactory(
            case=case, date=today - datetime.timedelta(weeks=29 - week)
        )
        strained = week % 3 == 2
        ReportFactory(session=session, strain=Strain.YES if strained else Strain.NO)
        ScoreFactory(session=session, value=50 - 8 * (week == 20) + week % 4)
        if strained:
            rupture = RuptureFactory(session=session, type=RuptureType.MIXED)
            AttemptFactory(rupture=rupture, outcome=week % 5 + 1)
    return case


@pytest.fixture
def timeline(page, case, sign_in):
    sign_in(page.context, case.therapist)
    page.goto(f"/cases/{case.code}/")
    expect(page.locator("#chart-timeline .main-svg").first).to_be_visible()
    return page


def test_the_timeline_is_drawn_with_both_its_parts(timeline):
    chart = timeline.locator("#chart-timeline")

    expect(chart.locator(".subplot.xy")).to_have_count(1)
    expect(chart.locator(".subplot.xy2")).to_have_count(1)
    expect(chart.locator(".chart-table[open]")).to_have_count(0)


def test_a_choice_changes_the_timeline_and_the_address_in_place(timeline):
    timeline.evaluate("() => { window.samePage = true; }")

    timeline.get_by_label("Dip criterion").select_option("2")

    expect(timeline.locator("#timeline")).to_contain_text("Marked: by 2 SD.")
    expect(timeline.locator("#chart-timeline .svg-container")).to_have_count(1)
    assert "dip=2" in timeline.url
    assert timeline.evaluate("() => window.samePage")


def test_the_table_comes_when_it_is_unfolded_after_a_change(timeline):
    timeline.get_by_label("Dip criterion").select_option("2")
    expect(timeline.locator("#timeline")).to_contain_text("Marked: by 2 SD.")

    timeline.locator("#chart-timeline .chart-table > summary").click()

    expect(timeline.locator("#chart-timeline tbody tr")).to_have_count(30)


def test_the_timeline_fits_a_phone(timeline):
    timeline.set_viewport_size(PHONE)

    narrow = "() => document.querySelector('.chart .main-svg').clientWidth < 390"
    timeline.wait_for_function(narrow)
    wide = "() => document.documentElement.scrollWidth > innerWidth"
    assert not timeline.evaluate(wide)
