"""The frame of every page: skip link, menu, where the focus goes, what fails aloud."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.fixtures import DESKTOP, PHONE


@pytest.fixture
def log(page: Page, practice, sign_in) -> Page:
    sign_in(page.context, practice.therapist)
    page.goto("/log/")
    return page


def test_skip_link_comes_first_and_leads_to_the_content(log):
    log.keyboard.press("Tab")
    expect(log.locator(":focus")).to_have_text("Skip to the content")

    log.keyboard.press("Enter")

    expect(log.locator("#content")).to_be_focused()


def test_menu_of_a_phone_opens_and_shows_where_the_page_stands(log):
    log.set_viewport_size(PHONE)
    log.get_by_text("Menu", exact=True).click()

    expect(log.locator("nav:visible [aria-current=page]")).to_have_text("Log")
    expect(log.get_by_role("button", name="Sign out")).to_be_visible()


def test_menu_of_a_wide_screen_stands_open_without_its_button(log):
    log.set_viewport_size(DESKTOP)

    expect(log.get_by_text("Menu", exact=True)).to_be_hidden()
    log.locator(".brand").focus()
    log.keyboard.press("Tab")

    expect(log.locator("nav :focus")).to_have_text("Log")
    expect(log.get_by_role("button", name="Sign out")).to_be_in_viewport()


def test_focus_goes_to_the_first_field_that_is_wrong(log):
    log.locator("[name=strain][value=no]").click()

    expect(log.locator("[name=case]").first).to_be_focused()


def test_focus_goes_to_what_was_saved(log):
    log.locator("[name=case]").first.check()
    log.locator("[name=strain][value=no]").click()

    expect(log.locator("#toast")).to_be_focused()


def test_lost_connection_says_so_and_keeps_the_form(log, console_errors):
    log.locator("[name=case]").first.check()
    log.wait_for_load_state("networkidle")
    log.context.set_offline(True)

    log.locator("[name=strain][value=no]").click()

    expect(log.locator(".draft-state")).to_have_text("Not saved yet, trying again")
    expect(log.locator("[name=case]").first).to_be_checked()
    console_errors.clear()


def test_text_twice_as_large_loses_nothing(log):
    log.set_viewport_size(PHONE)
    log.locator("[name=strain][value=both]").check()

    log.evaluate("document.documentElement.style.fontSize = '200%'")

    assert log.evaluate("document.documentElement.scrollWidth <= innerWidth")
