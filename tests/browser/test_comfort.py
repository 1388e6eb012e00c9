"""Comfort: one's own language and clock, large text, and the product as an app."""

import re

import pytest
from playwright.sync_api import Page, expect

from ruptures.models import User
from tests.addresses import address
from tests.browser.fixtures import DESKTOP, Practice, SignIn
from tests.promises.test_pages import ENTRANCES, PAGES

TWICE = {"width": 640, "height": 450}  # what is left of 1280 at 200 % zoom
CUT = """
() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((element) => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element);
    const seen = element.checkVisibility() && clipPath === "none"; // not read out alone
    const wide = element.scrollWidth > element.clientWidth + 1;
    const high = element.scrollHeight > element.clientHeight + 1;
    const hides = (overflow) => overflow === "hidden" || overflow === "clip";
    return seen && element.innerText?.trim()
      && ((hides(overflowX) && wide) || (hides(overflowY) && high));
  })
  .map((element) => `cut off: ${element.outerHTML.slice(0, 120)}`)
"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"


@pytest.fixture
def account(page: Page, practice: Practice, sign_in: SignIn) -> Page:
    sign_in(page.context, practice.therapist)
    page.goto("/account/")
    return page


def lost(page: Page) -> list[str]:
    """What of the page cannot be read, or only by going sideways."""
    sideways = ["goes sideways"] if page.evaluate(SIDEWAYS) else []
    return sideways + page.evaluate(CUT)


def lost_at_twice_the_size(page: Page, path: str) -> dict[str, list[str]]:
    """By text twice as large, and by all twice as large."""
    page.set_viewport_size(DESKTOP)
    page.goto(path)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    by_text = lost(page)
    page.set_viewport_size(TWICE)
    page.goto(path)
    found = {f"{path} text": by_text, f"{path} zoom": lost(page)}
    return {look: faults for look, faults in found.items() if faults}


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label).check()
    page.locator("form[action$=preferences\\/] button").click()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_lost_at_twice_the_size(
    language: str, page: Page, practice: Practice, sign_in: SignIn
):
    practice.therapist.language = language
    practice.therapist.save()
    sign_in(page.context, practice.therapist)

    found = [lost_at_twice_the_size(page, address(name, practice)) for name in PAGES]

    assert [each for each in found if each] == []


@pytest.mark.parametrize("name", sorted(ENTRANCES))
def test_nothing_of_an_entrance_is_lost_at_twice_the_size(
    name: str, page: Page, practice: Practice
):
    assert lost_at_twice_the_size(page, ENTRANCES[name](practice)) == {}


def test_language_changes_at_once_and_back(account: Page):
    choose(account, "Français")
    expect(account.locator("html")).to_have_attribute("lang", "fr")

    choose(account, "English")
    expect(account.locator("html")).to_have_attribute("lang", "en-gb")
    expect(account.locator("#toast")).to_contain_text("Saved")


def test_preferences_are_saved_by_keyboard_alone(account: Page, practice: Practice):
    account.get_by_label("12 hours").focus()
    account.keyboard.press("Space")
    account.keyboard.press("Tab")
    account.keyboard.press("ArrowUp")
    account.keyboard.press("Enter")

    expect(account.locator("#toast")).to_contain_text("Saved")
    user = User.objects.get(pk=practice.therapist.pk)
    assert (user.clock, user.date_style) == ("12", "iso")


def test_preferences_need_no_script(new_context, practice: Practice, sign_in: SignIn):
    context = new_context(java_script_enabled=False)
    sign_in(context, practice.therapist)
    page = context.new_page()
    page.goto("/account/")

    choose(page, "12 hours", "Year first")

    expect(page.locator("#toast")).to_contain_text("Saved")
    expect(page.get_by_text("This one, since")).to_have_text(
        re.compile(r"since \d{4}-\d\d-\d\d, (noon|midnight|\d+(:\d\d)?\s[ap]\.m\.)$")
    )


def test_charts_follow_the_language(account: Page, practice: Practice):
    practice.therapist.language = "fr"
    practice.therapist.save()

    account.goto("/")

    drawn = account.locator(".js-plotly-plot").first
    expect(drawn).to_be_attached()
    assert drawn.evaluate("chart => chart._fullLayout.separators") == ",\u202f"


def test_product_can_be_installed(account: Page):
    devtools = account.context.new_cdp_session(account)

    manifest = devtools.send("Page.getAppManifest")
    errors = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert manifest["errors"] == []
    assert manifest["url"].endswith("/static/dashboard/manifest.webmanifest")
    # Every window of a test is a private one; nothing else stands in the way.
    assert [error["errorId"] for error in errors] == ["in-incognito"]


def test_installed_product_keeps_nothing_in_the_browser(account: Page):
    for path in ("/log/", "/", "/cases/", "/ruptures/open/"):
        account.goto(path)

    assert account.evaluate("caches.keys()") == []
    workers = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
    assert account.evaluate(workers) == 0
    assert account.evaluate("localStorage.length") == 0
    # The tab's own address, until it is closed.
    kept = account.evaluate("Object.entries(sessionStorage)")
    assert kept == [["htmx-current-path-for-history", "/ruptures/open/"]]


def test_browser_takes_the_colour_of_the_page(account: Page):
    for scheme in ("light", "dark"):
        account.emulate_media(color_scheme=scheme)
        named = account.locator(f"meta[name=theme-color][media*={scheme}]")
        paper = account.evaluate(
            "getComputedStyle(document.documentElement).getPropertyValue('--paper')"
        )
        assert named.get_attribute("content") == paper.strip()
