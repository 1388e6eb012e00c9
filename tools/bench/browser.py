"""When the charts stand on the screen of a Chromium: at full speed, and throttled."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

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

# The page itself notes when a frame with one chart more was painted: whoever asks from
# outside waits for a slow processor's leave, and takes some of it.
WATCH = """(() => {
  const painted = []; // milliseconds since the click
  let seen = 0;
  const note = (count, charts) => {
    while (painted.length < count) painted.push(performance.now());
    if (painted.length === charts) console.debug(JSON.stringify(painted));
  };
  new MutationObserver(() => {
    const count = document.querySelectorAll(".chart .main-svg:first-child").length;
    if (count === seen) return;
    seen = count;
    const charts = document.querySelectorAll(".chart").length;
    const soon = { priority: "user-blocking" }; // before any task that waits
    const then = () => scheduler.postTask(() => note(count, charts), soon);
    requestAnimationFrame(then);
  }).observe(document, { childList: true, subtree: true });
})()"""


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
        times = painted(page, BASE + path)
        library = page.locator("script[src*=plotly]").get_attribute("src")
    with (
        bare.served(f"{BASE}{library}") as address,
        fresh_page(browser, throttled=throttled) as page,
    ):
        beside = painted(page, address)
    return beside[0], beside[-1], times[0], times[-1], len(times)


def painted(page: Page, address: str) -> list[float]:
    """Seconds from the click until each of the charts there was painted."""
    with page.expect_console_message(lambda said: said.type == "debug") as told:
        page.goto(address, wait_until="commit")
    return [milliseconds / 1000 for milliseconds in json.loads(told.value.text)]


@contextmanager
def fresh_page(browser: Browser, *, throttled: bool) -> Iterator[Page]:
    """A page with nothing cached."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(WATCH)
    if throttled:
        slow_down(context, page)
    yield page
    context.close()


def slow_down(context: BrowserContext, page: Page) -> None:
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    session.send("Emulation.setCPUThrottlingRate", SLOW_PROCESSOR)
