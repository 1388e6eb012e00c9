"""When the charts stand on the screen of a Chromium: at full speed, and throttled."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tools.bench import bare
from tools.bench.measured import Drawn
from tools.bench.server import BASE

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-sandbox",
)
MISSING = "No Chromium on this machine: when charts are drawn is not measured."
SLOW_LINE = {
    "offline": False,
    "latency": 40,  # milliseconds
    "downloadThroughput": 10_000_000 / 8,  # bytes a second
    "uploadThroughput": 10_000_000 / 8,
}
SLOW_PROCESSOR = {"rate": 4}  # times slower
VISITS = 5


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def drawn(path: str, visitors: dict[int, str]) -> Iterator[Drawn]:
    """The page's charts for the visitors, whose cookies these are; none is cached.

    Beside every visit comes one to the bare page, so that both have the same machine.
    """
    program = chromium()
    if program is None:
        print(MISSING)
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        for own, cookie in visitors.items():
            for throttled in (False, True):
                visits = [
                    visit(browser, path, cookie, throttled=throttled)
                    for _ in range(VISITS)
                ]
                yield Drawn(own, throttled, *map(median, zip(*visits, strict=True)))
        browser.close()


def visit(
    browser: Browser, path: str, cookie: str, *, throttled: bool
) -> tuple[float, float, float, float, int]:
    """Seconds to the first chart and to the last, of the bare page and of this one, and
    how many charts it has.
    """
    name, value = cookie.split("=", 1)
    with fresh_page(browser, throttled=throttled) as page:
        page.context.add_cookies([{"name": name, "value": value, "url": BASE}])
        first, last = charts_of(page, lambda: open_page(page, path))
        count = page.locator(".chart").count()
        library = page.locator("script[src*=plotly]").get_attribute("src")
    with fresh_page(browser, throttled=throttled) as page:
        markup = bare.page(f"{BASE}{library}")
        bare_first, bare_last = charts_of(page, lambda: set_page(page, markup))
    return bare_first, bare_last, first, last, count


def open_page(page: Page, path: str) -> None:
    page.goto(BASE + path, wait_until="commit")


def set_page(page: Page, markup: str) -> None:
    page.set_content(markup, wait_until="commit")


@contextmanager
def fresh_page(browser: Browser, *, throttled: bool) -> Iterator[Page]:
    """A page with nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    if throttled:
        slow_down(context, page)
    yield page
    context.close()


def charts_of(page: Page, start: Callable[[], None]) -> tuple[float, float]:
    """Seconds from `start` until the first of the charts stands there, and the last."""
    started = time.perf_counter()
    start()
    places = page.locator(".chart")
    wait_for_drawing(places.first)
    first = time.perf_counter() - started
    for place in places.all():
        wait_for_drawing(place)
    return first, time.perf_counter() - started


def wait_for_drawing(place: Locator) -> None:
    place.locator("svg.main-svg").first.wait_for(state="attached")


def slow_down(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
