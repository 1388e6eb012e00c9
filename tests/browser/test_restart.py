"""A server that is killed between two drafts, and started again on the same port."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.conf import settings
from playwright.sync_api import expect

from tests.waiting import until

MAKE_CASE = """
import datetime, uuid
from ruptures import recording
from ruptures.models import User
user = User.objects.create_user(email="own@example.org", password="four plain words")
recording.open_case(
    user=user,
    submission=uuid.uuid4(),
    entry=recording.CaseEntry(started_on=datetime.date(2026, 1, 5)),
)
"""


class Server:
    """gunicorn as it serves a practice, with a database of its own."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.database = folder / "practice.sqlite3"
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{self.database}",
            "DJANGO_DEBUG": "1",  # static files need no collecting
            "PORT": str(self.port),
        }
        self.common = {"cwd": settings.BASE_DIR, "env": environment}
        self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
        subprocess.run(command, check=True, **self.common)  # noqa: S603  our own

    def start(self):
        command = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py"]
        self.process = subprocess.Popen(  # noqa: S603  our own
            [*command, "config.wsgi"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            **self.common,
        )
        until(self.answers)

    def answers(self):
        try:
            urllib.request.urlopen(f"{self.url}/sign-in/", timeout=10).close()  # noqa: S310  our own
        except OSError:
            return False
        return True

    def kill(self):
        """End it and its workers at once, without a chance to tidy up."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@pytest.fixture
def server(tmp_path):
    server = Server(tmp_path)
    server.manage("migrate")
    server.manage("shell", "--no-imports", "--command", MAKE_CASE)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def page(new_context, server):
    """The log page of that server, signed in, with a draft of half a note."""
    page = new_context(base_url=server.url).new_page()
    page.goto("/log/")
    page.get_by_label("E-mail").fill("own@example.org")
    page.get_by_label("Password").fill("four plain words")
    page.get_by_role("button", name="Sign in").click()
    page.goto("/log/")
    page.locator("[name=strain][value=withdrawal]").check()
    page.locator("summary", has_text="Finish later").click()
    note(page).fill("Half a sentence,")
    expect(state(page)).to_contain_text("Draft saved ")
    return page


def note(page):
    return page.get_by_label("Note", exact=True)


def state(page):
    return page.locator("#log-form .draft-state")


def go_on(page):
    """In another tab, as after a crash."""
    page.goto("/log/")
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("[name=strain]:checked")).to_have_value("withdrawal")


def test_draft_is_found_after_the_server_was_killed(page, server, console_errors):
    server.kill()
    page.close()
    server.start()

    again = page.context.new_page()
    go_on(again)

    expect(note(again)).to_have_value("Half a sentence,")
    console_errors.clear()


def test_what_was_entered_meanwhile_follows_by_itself(page, server, console_errors):
    server.kill()
    note(page).fill("Half a sentence, and more")
    expect(state(page)).to_have_text("Not saved yet, trying again")
    server.start()
    expect(state(page)).to_contain_text("Draft saved ")
    page.close()

    again = page.context.new_page()
    go_on(again)

    expect(note(again)).to_have_value("Half a sentence, and more")
    written = b"".join(
        each.read_bytes() for each in server.database.parent.glob("practice*")
    )
    assert b"own@example.org" in written
    assert b"Half a sentence" not in written
    console_errors.clear()  # Chromium notes each request that failed
