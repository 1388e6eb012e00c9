"""Settings as a fresh process reads them from its environment."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

ASK = "import json; from config import settings as s; print(json.dumps({names}))"


def start(names, **environment):
    """Import the settings in a process of its own and return what they say."""
    wanted = "{" + ",".join(f"{n!r}: getattr(s, {n!r}, None)" for n in names) + "}"
    kept = {k: os.environ[k] for k in ("PATH", "HOME") if k in os.environ}
    return subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", ASK.format(names=wanted)],
        env=kept | {"SECRET_KEY": "for this test alone"} | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def said(process):
    assert process.stderr == ""
    return json.loads(process.stdout)


def test_default_serves_this_machine_alone_with_plain_cookies():
    names = ["ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "DEBUG"]

    process = start(names)

    assert said(process) == {
        "ALLOWED_HOSTS": ["localhost", "127.0.0.1", "[::1]"],
        "SESSION_COOKIE_SECURE": False,
        "SECURE_HSTS_SECONDS": 0,
        "DEBUG": False,
    }


def test_https_site_means_secure_cookies_hsts_and_that_host_alone():
    names = [
        "ALLOWED_HOSTS",
        "CSRF_COOKIE_SECURE",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_NAME",
        "SESSION_COOKIE_SECURE",
    ]

    process = start(names, SITE_URL="https://tracker.example.org/")

    assert said(process) == {
        "ALLOWED_HOSTS": ["tracker.example.org"],
        "CSRF_COOKIE_SECURE": True,
        "SECURE_HSTS_SECONDS": 31_536_000,
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
    }


def test_plain_http_on_another_host_refuses_to_start():
    process = start([], SITE_URL="http://tracker.example.org")

    assert process.returncode == 1
    assert "over plain http anyone on the way could read" in process.stderr


def test_debug_is_refused_unless_on_loopback():
    url = "https://tracker.example.org"

    process = start([], SITE_URL=url, DJANGO_DEBUG="1")

    assert process.returncode == 1
    assert "DJANGO_DEBUG shows clinical data; only on loopback." in process.stderr


def test_debug_is_allowed_on_loopback():
    assert said(start(["DEBUG"], DJANGO_DEBUG="1")) == {"DEBUG": True}


def test_database_url_switches_to_postgresql():
    url = "postgres://who@localhost:5433/practice"

    database = said(start(["DATABASES"], DATABASE_URL=url))

    default = database["DATABASES"]["default"]
    assert default["ENGINE"] == "django.db.backends.postgresql"
    assert (default["NAME"], default["PORT"]) == ("practice", 5433)
    assert (default["CONN_MAX_AGE"], default["CONN_HEALTH_CHECKS"]) == (60, True)
    assert default["OPTIONS"] == {"options": "-c jit=off"}


def test_what_the_database_url_asks_of_postgresql_stays():
    url = "postgres://who@localhost/practice?sslmode=require"

    database = said(start(["DATABASES"], DATABASE_URL=url))

    assert database["DATABASES"]["default"]["OPTIONS"] == {
        "options": "-c jit=off",
        "sslmode": "require",
    }


@pytest.mark.skipif(connection.vendor != "postgresql", reason="it is PostgreSQL's")
@pytest.mark.django_db
def test_postgresql_compiles_no_statement():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_email_is_off_until_asked_for():
    names = ["SENDS_EMAIL", "EMAIL_BACKEND", "EMAIL_HOST"]

    unset = said(start(names))
    url = said(start(names, EMAIL_URL="smtp+tls://u:p@mail.example.org:587"))

    assert unset["SENDS_EMAIL"] is False
    assert unset["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert url == {
        "SENDS_EMAIL": True,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "mail.example.org",
    }


def test_a_key_that_is_none_refuses_to_start():
    process = start([], NOTES_KEYS="not-a-key")

    assert process.returncode == 1
    assert "NOTES_KEYS: entry 1 is no key." in process.stderr


def test_the_port_is_part_of_the_site():
    assert said(start(["SITE_URL"], PORT="8123")) == {
        "SITE_URL": "http://127.0.0.1:8123"
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)],
)
def test_sqlite_connection_is_safe(pragma, value):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite alone")

    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")

        assert cursor.fetchone() == (value,)


@pytest.mark.django_db
def test_the_cache_is_a_table_that_migrations_make():
    cache.set("guesses", [1.0, 2.0], 60)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache_entry")

        assert cursor.fetchone() == (1,)
    assert cache.get("guesses") == [1.0, 2.0]
