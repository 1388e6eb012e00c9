"""The machine's Chromium: kept apart, and ended whatever happens to it."""

import os
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import packet_pdf
from dashboard.packet_browser import BrowserError, browsed
from dashboard.packet_pdf import chromium, pdf_of
from tests import pdfs
from tests.browser.fixtures import MISSING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason=MISSING),
]


@pytest.fixture
def folder(monkeypatch):
    """Where temporary files are made; a socket's path in it has to be short."""
    with tempfile.TemporaryDirectory() as short:
        monkeypatch.setattr(tempfile, "tempdir", short)
        yield Path(short)


def page_of(text):
    return f"<!doctype html><html lang=en><title>T</title><body>{text}</body></html>"


def program(path, script):
    """A shell's script in place of Chromium."""
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_page_reaches_nothing_but_its_own_site(live_server):
    asked = []

    def answer(url):
        asked.append(url)
        return packet_pdf._Site(page_of("")).answer(url)

    with browsed(chromium(), 30, answer) as tab:
        tab.ask("Page.navigate", url=packet_pdf.ADDRESS)
        tab.wait_for("Page.loadEventFired")
        reached = tab.ask(
            "Runtime.evaluate",
            expression=f"fetch('{live_server.url}/').then(() => 1, () => 0)",
            awaitPromise=True,
        )

    assert reached["result"]["value"] == 0
    assert packet_pdf.ADDRESS in asked


def test_nothing_is_left_of_it_afterwards(folder):
    pdf = pdf_of(page_of("Once."))

    assert pdf.startswith(b"%PDF-")
    assert list(folder.iterdir()) == []


def test_nothing_is_left_of_it_where_it_fails(folder):
    def fail():
        with browsed(chromium(), 30, lambda _url: None):
            assert len(list(folder.iterdir())) == 1
            raise KeyError

    with pytest.raises(KeyError):
        fail()

    assert list(folder.iterdir()) == []


def test_it_is_given_up_when_its_time_is_over(monkeypatch, folder):
    monkeypatch.setattr(packet_pdf, "SECONDS", 3)
    endless = page_of("<script src='/static/dashboard/endless.js'></script>")
    started = time.monotonic()

    monkeypatch.setattr(packet_pdf, "DRAWN", "new Promise(() => {})")
    with pytest.raises(BrowserError):
        pdf_of(endless)

    assert time.monotonic() - started < 30
    assert list(folder.iterdir()) == []


def test_one_is_made_at_a_time(monkeypatch):
    monkeypatch.setattr(packet_pdf, "WAIT", 0.1)

    with packet_pdf._one_at_a_time, pytest.raises(BrowserError, match="busy"):
        pdf_of(page_of("Twice."))


def test_a_fourth_one_is_refused_at_once():
    place, started = packet_pdf._place, time.monotonic()

    with place, place, place, pytest.raises(BrowserError, match="busy"):
        pdf_of(page_of("Fourth."))

    assert time.monotonic() - started < 1


def test_one_that_was_refused_keeps_no_place(monkeypatch):
    monkeypatch.setattr(packet_pdf, "WAIT", 0.01)

    with packet_pdf._one_at_a_time:
        for _ in range(5):
            with pytest.raises(BrowserError, match="busy"):
                pdf_of(page_of("Refused."))

    assert pdf_of(page_of("Made.")).startswith(b"%PDF-")


def test_a_program_that_cannot_be_started_is_a_failure(settings, tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("no program")
    broken.chmod(0o755)
    settings.CHROMIUM = [str(broken)]

    with pytest.raises(BrowserError):
        pdf_of(page_of(""))


def test_no_file_stays_open_afterwards():
    pdf_of(page_of("First."))
    before = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0

    pdf_of(page_of("Second."))

    after = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    assert after == before


def test_of_two_at_once_the_second_waits_for_the_first():
    texts = ["First.", "Second.", "Third."]

    with ThreadPoolExecutor(len(texts)) as pool:
        made = list(pool.map(pdf_of, map(page_of, texts)))

    assert [pdfs.all_words(pdfs.read(pdf)) for pdf in made] == texts


def test_one_that_hangs_from_its_start_is_ended(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(packet_pdf, "SECONDS", 1)
    settings.CHROMIUM = [program(tmp_path / "hangs", "sleep 60")]
    started = time.monotonic()

    with pytest.raises(BrowserError, match="ended"):
        pdf_of(page_of("Never."))

    assert time.monotonic() - started < 30


def test_one_that_is_killed_in_the_middle_is_a_failure_and_the_next_works(
    folder, tmp_path
):
    number = tmp_path / "pid"
    script = f'echo $$ > {number}; exec "{chromium()}" "$@"'
    path = program(tmp_path / "chromium", script)

    def kill(_url):
        os.kill(int(number.read_text()), signal.SIGKILL)

    with pytest.raises(BrowserError, match="ended"), browsed(path, 30, kill) as tab:
        tab.ask("Page.navigate", url=packet_pdf.ADDRESS)

    assert list(folder.iterdir()) == []
    assert pdf_of(page_of("Next.")).startswith(b"%PDF-")


def test_one_that_speaks_no_sense_is_a_failure(settings, tmp_path):
    settings.CHROMIUM = [program(tmp_path / "odd", r"printf 'hello\000' >&4; sleep 5")]

    with pytest.raises(BrowserError, match="nobody understands"):
        pdf_of(page_of("Never."))
