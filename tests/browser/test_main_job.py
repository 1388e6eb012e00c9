"""The main job, end to end: sign in, log a strain, see it counted, find it in the file.

By mouse, by keyboard alone, and with JavaScript switched off.
"""

import csv
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from ruptures.models import Case, User
from tests.browser.fixtures import NewContext, Practice
from tests.factories import PASSWORD

pytestmark = pytest.mark.main_job

BEFORE = {"Sessions answered": "90 of 90 held", "With strain": "30 of 90", "Open": "30"}
AFTER = {"Sessions answered": "91 of 91 held", "With strain": "31 of 91", "Open": "31"}


def figures(page: Page) -> dict[str, str]:
    """What the dashboard counts."""
    page.goto("/")
    answered, strain, _, still_open = page.locator(".figures > div").all()
    return {
        "Sessions answered": answered.locator(".figure").inner_text(),
        "With strain": strain.locator("dd").nth(1).inner_text().split(",")[0],
        "Open": still_open.locator(".figure").inner_text(),
    }


def rows_of_today(page: Page) -> list[dict[str, str]]:
    """The rows of the exported file that bear today's date."""
    page.goto("/data/")
    with page.expect_download() as download:
        page.get_by_role("link", name="All sessions (CSV)").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    today = timezone.localdate().isoformat()
    return [row for row in csv.DictReader(text.splitlines()) if row["date"] == today]


def assert_logged(page: Page, case: Case) -> None:
    """The dashboard counts the one session more, and the file holds its row."""
    assert figures(page) == AFTER
    [row] = rows_of_today(page)
    assert row["case"] == case.code
    assert row["therapist_strain"] == "yes"
    assert row["withdrawal"] == "yes"
    assert row["markers"] == "quiet"
    assert row["strategies"] == "asked"
    assert row["first_outcomes"] == "2"


def assert_saved(page: Page, case: Case) -> None:
    toast = page.get_by_role("status")
    expect(toast).to_contain_text(f"{case.code}, ")
    expect(toast).to_contain_text("withdrawal. Saved")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()


def sign_in_by_hand(page: Page, user: User) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()


def control(page: Page, name: str, value: str) -> Locator:
    return page.locator(f'[name="{name}"][value="{value}"]')


def click(page: Page, name: str, value: str) -> None:
    """A click where a person clicks: on the words around the control."""
    page.locator("label").filter(has=control(page, name, value)).click()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as far as a page may make one go."""
    for _ in range(80):
        if target.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail("Tab does not lead there.")


def choose(page: Page, name: str, value: str) -> None:
    """Reach a control of a group by Tab, then by the arrow keys among radios."""
    target = control(page, name, value)
    if target.get_attribute("type") == "checkbox":
        tab_to(page, target)
        page.keyboard.press("Space")
        return
    radios = page.locator(f'[name="{name}"]')
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(radios.count()):
        if target.is_checked():
            return
        page.keyboard.press("ArrowDown")


def test_by_mouse(page: Page, practice: Practice):
    sign_in_by_hand(page, practice.therapist)
    assert figures(page) == BEFORE

    page.get_by_role("link", name="Log", exact=True).first.click()
    click(page, "case", practice.case.code)
    click(page, "strain", "withdrawal")
    click(page, "markers", "quiet")
    click(page, "strategies", "asked")
    click(page, "resolution", "2")
    page.get_by_role("button", name="Save", exact=True).click()

    assert_saved(page, practice.case)
    assert_logged(page, practice.case)


def test_by_keyboard_alone(page: Page, practice: Practice):
    page.goto("/sign-in/")
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(practice.therapist.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Log a session")).to_be_visible()

    choose(page, "case", practice.case.code)
    choose(page, "strain", "withdrawal")
    choose(page, "markers", "quiet")
    choose(page, "strategies", "asked")
    choose(page, "resolution", "2")
    page.keyboard.press("Enter")

    assert_saved(page, practice.case)
    assert_logged(page, practice.case)


@pytest.fixture
def without_script(new_context: NewContext) -> BrowserContext:
    return new_context(java_script_enabled=False)


def test_without_javascript(without_script: BrowserContext, practice: Practice):
    page = without_script.new_page()
    sign_in_by_hand(page, practice.therapist)
    assert figures(page) == BEFORE

    page.goto("/log/")
    click(page, "case", practice.case.code)
    click(page, "strain", "withdrawal")
    click(page, "markers", "quiet")
    click(page, "strategies", "asked")
    click(page, "resolution", "2")
    page.get_by_role("button", name="Save", exact=True).click()

    assert_saved(page, practice.case)
    assert_logged(page, practice.case)
