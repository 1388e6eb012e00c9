"""A page of ours as a PDF: the same page, printed by the machine's Chromium."""

import base64
import mimetypes
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore, Lock
from urllib.parse import unquote, urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

from dashboard.packet_browser import Asset, BrowserError, Tab, browsed

__all__ = ["BrowserError", "chromium", "pdf_of"]

SECONDS = 30  # within which it is made, or given up
WAIT = 20  # seconds for another one to be done
ADDRESS = "https://packet.invalid/"  # RFC 6761: nobody ever has it
DRAWN = """document.fonts.ready.then(() => new Promise((done) => {
  const charts = [...document.querySelectorAll(".chart")];
  const drawn = () => charts.every((chart) => chart.querySelector(".main-svg"));
  const look = () => (drawn() ? done() : setTimeout(look, 20));
  look();
}))"""
PRINTED = {
    "preferCSSPageSize": True,
    "printBackground": True,
    "generateTaggedPDF": True,
    "generateDocumentOutline": True,
}

MADE = rb"/(?:Creation|Mod)Date\s*\(D:[^()]*\)"  # among a PDF's properties

_one_at_a_time = Lock()
_place = BoundedSemaphore(3)  # of config.gunicorn's four threads


def chromium() -> str | None:
    """Where this machine has one; None where it has none, or is not to use it."""
    return next(filter(None, map(shutil.which, settings.CHROMIUM)), None)


def pdf_of(html: str) -> bytes:
    """Print `html`, with our static files and nothing else; raises BrowserError."""
    path = chromium()
    if path is None:
        raise BrowserError("there is none")
    with _turn(), browsed(path, SECONDS, _Site(html).answer) as tab:
        return _print(tab)


@contextmanager
def _turn() -> Iterator[None]:
    """One is made at a time and two more wait: prints never hold every thread."""
    if not _place.acquire(blocking=False):
        raise BrowserError("it is busy")
    try:
        if not _one_at_a_time.acquire(timeout=WAIT):
            raise BrowserError("it is busy")
        try:
            yield
        finally:
            _one_at_a_time.release()
    finally:
        _place.release()


def _print(tab: Tab) -> bytes:
    tab.ask("Emulation.setEmulatedMedia", media="print")
    tab.ask("Page.navigate", url=ADDRESS)
    tab.wait_for("Page.loadEventFired")
    tab.ask("Runtime.evaluate", expression=DRAWN, awaitPromise=True)
    return _undated(base64.b64decode(tab.ask("Page.printToPDF", **PRINTED)["data"]))


def _undated(pdf: bytes) -> bytes:
    """Without the time of its making, blanked in place: other parts do not move."""
    return re.sub(MADE, lambda found: b" " * len(found[0]), pdf)


class _Site:
    """All that there is for that Chromium: one page and our static files."""

    def __init__(self, html: str):
        policy = (("Content-Security-Policy", build_policy()),)
        self.page = Asset(html.encode(), "text/html; charset=utf-8", policy)

    def answer(self, url: str) -> Asset | None:
        if url == ADDRESS:
            return self.page
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}/"
        if site != ADDRESS or not parts.path.startswith(settings.STATIC_URL):
            return None
        return _static(unquote(parts.path.removeprefix(settings.STATIC_URL)))


def _static(name: str) -> Asset | None:
    try:
        file = finders.find(name) or _collected(name)
    except SuspiciousFileOperation:
        return None
    if not file:
        return None
    kind, _encoding = mimetypes.guess_type(name)
    return Asset(Path(file).read_bytes(), kind or "application/octet-stream")


def _collected(name: str) -> str | None:
    """Where collecting put it under a name with its hash; a server has these alone."""
    path = safe_join(settings.STATIC_ROOT, name)
    return path if Path(path).is_file() else None
