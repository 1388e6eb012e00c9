"""The observer's sheet by hand and by keys, and without a script."""

import datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from ruptures.models import Draft, Session, SessionReport
from tests import factories
from tests.browser.fixtures import PHONE

START = datetime.date(2026, 1, 5)


@pytest.fixture
def session(db) -> Session:
    case = factories.CaseFactory(code="K7QM", started_on=START)
    return factories.SessionFactory(case=case, date=START)


@pytest.fixture
def observer(session):
    return factories.GrantFactory(
        therapist=session.case.therapist, purpose="observe", every_case=True
    ).holder


@pytest.fixture
def sheet(session) -> str:
    return f"/supervision/observe/{session.key}/"


@pytest.fixture
def page(page: Page, sign_in, observer, sheet) -> Page:
    sign_in(page.context, observer)
    page.goto(sheet)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def coded(page: Page) -> list[list[str]]:
    """Minute, marker and salience of each line on the sheet."""
    return page.locator("[data-coded] > li").evaluate_all(
        """lines => lines.map(line =>
          [...line.querySelectorAll("input, select")].map(field => field.value))"""
    )


def handed_in(session: Session) -> list[tuple[str, int, int | None]]:
    markers = session.reports.get().markers
    return sorted(markers.values_list("code", "minute", "salience"))


def test_a_marker_is_four_keys_and_the_hand_is_at_the_minute_again(page, session):
    press(page, "t", "1", "2", "a", "3")
    press(page, "3", "1", "o", "5")

    assert coded(page) == [["12", "quiet", "3"], ["31", "pressed", "5"]]
    expect(page.locator("#minute-now")).to_be_focused()


def test_a_whole_sheet_by_keys_alone(page, session):
    press(page, "t", "4", "b", "Enter", "Tab", "s", "1")
    page.locator("[name=intensity][value='4']").press("Space")
    press(page, "Control+Enter")

    expect(page.get_by_role("status").first).to_contain_text("Handed in")
    report = SessionReport.objects.get()
    assert (report.strain, report.intensity) == ("yes", 4)
    assert handed_in(session) == [("went_along", 4, None)]


def test_enter_at_the_minute_hands_nothing_in(page, session):
    press(page, "t", "4", "Enter")

    expect(page.locator("#minute-now")).to_be_focused()
    assert session.reports.count() == 0


def test_without_a_minute_no_marker_is_added(page):
    page.locator("[data-marker=quiet]").click()

    assert coded(page) == []
    expect(page.locator("#minute-now")).to_be_focused()


def test_a_line_is_changed_and_removed(page, session):
    press(page, "t", "4", "a", "3", "9", "b", "1")
    page.locator("[data-coded] [name=minute]").first.fill("5")
    page.locator("[data-coded] [name=marker]").first.select_option("mismatch")
    page.get_by_role("button", name="Remove").nth(1).click()

    assert coded(page) == [["5", "mismatch", "3"]]
    page.locator("[name=strain][value=unsure]").check()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("status").first).to_contain_text("Handed in")
    assert handed_in(session) == [("mismatch", 5, 3)]


def test_what_is_coded_outlives_a_closed_tab(page, sheet, observer):
    press(page, "t", "1", "2", "a", "3")
    expect(page.locator(".draft-state")).to_contain_text("Draft saved")

    page.goto(sheet)
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("[data-coded] > li")).to_have_count(1)

    assert coded(page) == [["12", "quiet", "3"]]
    assert Draft.objects.get().user == observer


def test_who_switched_keys_off_types_letters_into_nothing(page, observer, sheet):
    observer.shortcuts = False
    observer.save()
    page.goto(sheet)

    page.locator("#minute-now").focus()
    press(page, "4", "a")

    assert coded(page) == []
    assert page.locator(".coding-pad kbd").count() == 0


def test_without_a_script_the_lines_are_filled_in(
    new_context, sign_in, observer, session, sheet
):
    context = new_context(java_script_enabled=False)
    sign_in(context, observer)
    page = context.new_page()
    page.goto(sheet)

    line = page.locator("[data-coded] > li").first
    line.locator("[name=minute]").fill("12")
    line.locator("[name=marker]").select_option("quiet")
    page.get_by_role("button", name="More lines").click()
    assert page.locator("[data-coded] > li").count() == 7
    page.locator("[name=strain][value=yes]").check(force=True)
    page.get_by_role("button", name="Hand in").click()

    expect(page.get_by_text("Minute 12:")).to_be_visible()
    assert handed_in(session) == [("quiet", 12, None)]


@pytest.mark.parametrize("viewport", [PHONE, {"width": 320, "height": 700}])
def test_the_sheet_fits_a_phone_and_has_no_barrier(viewport, page):
    page.set_viewport_size(viewport)
    press(page, "t", "1", "2", "a", "3")

    wide = page.evaluate("document.documentElement.scrollWidth")
    found = Axe().run(page).response["violations"]

    assert wide <= viewport["width"]
    assert [each["id"] for each in found] == []
