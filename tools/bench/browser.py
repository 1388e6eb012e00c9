"""When the charts stand on the screen of a Chromium: at full speed, and throttled."""

import shutil
import time
from collections.abc import Iterator
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

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
    """The page's charts for the visitors, whose cookies these are; none is cached."""
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
                first, last, charts = (
                    median(each) for each in zip(*visits, strict=True)
                )
                yield Drawn(own, throttled, first, last, int(charts))
        browser.close()


def visit(
    browser: Browser, path: str, cookie: str, *, throttled: bool
) -> tuple[float, float, int]:
    """Seconds to the first chart and to the last, and how many there are."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    name, value = cookie.split("=", 1)
    context.add_cookies([{"name": name, "value": value, "url": BASE}])
    page = context.new_page()
    if throttled:
        slow_down(context, page)
    started = time.perf_counter()
    page.goto(BASE + path, wait_until="commit")
    places = page.locator(".chart")
    wait_for_drawing(places.first)
    first = time.perf_counter() - started
    for place in places.all():
        wait_for_drawing(place)
    seconds = time.perf_counter() - started
    count = places.count()
    context.close()
    return first, seconds, count


def wait_for_drawing(place: Locator) -> None:
    place.locator("svg.main-svg").first.wait_for(state="attached")


def slow_down(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
