"""Guesses are counted by all server processes together, tried through real ones."""

import http.cookiejar
import os
import re
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from tests.waiting import until

EMAIL = "guessed@example.org"
MAKE_USER = (
    "from ruptures.models import User;"
    f"User.objects.create_user(email={EMAIL!r}, password='correct horse battery')"
)


@pytest.fixture
def site(tmp_path):
    """The address of a server with two worker processes and one account."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'practice.sqlite3'}",
        "DJANGO_DEBUG": "1",  # static files need no collecting
    }
    common = {"cwd": settings.BASE_DIR, "env": environment}

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments, "--verbosity", "0"]
        subprocess.run(command, check=True, **common)  # noqa: S603  our own

    manage("migrate")
    manage("shell", "--no-imports", "--command", MAKE_USER)
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", "2"]
    command = [sys.executable, "-m", "gunicorn", *bind, "config.wsgi"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, **common) as server:  # noqa: S603
        until(lambda: is_open(port))
        yield f"http://127.0.0.1:{port}"
        server.terminate()


def is_open(port):
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


def guess(site, password):
    """One guess from a browser of its own; the page that comes back."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    page = browser.open(f"{site}/sign-in/", timeout=30).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[1]
    fields = {"login": EMAIL, "password": password, "csrfmiddlewaretoken": token}
    body = urllib.parse.urlencode(fields).encode()
    return browser.open(f"{site}/sign-in/", body, timeout=30).read().decode()


def test_two_hundred_guesses_through_two_workers_are_cut_off_after_five(site):
    with ThreadPoolExecutor(8) as guessers:
        pages = list(guessers.map(lambda n: guess(site, f"guess {n}"), range(200)))

    looked_at = ["do not go together" in page for page in pages]
    refused = ["Too many tries. Wait five minutes" in page for page in pages]
    assert (sum(looked_at), sum(refused)) == (5, 195)
    assert "Too many tries." in guess(site, "correct horse battery")
