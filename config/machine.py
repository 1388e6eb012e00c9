"""What the settings take from the machine they run on."""

import base64
import os
import secrets
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK = ("localhost", "127.0.0.1", "::1")


def own_folder(path: Path) -> Path:
    """The folder, made where it is missing, open to its owner alone."""
    path.mkdir(parents=True, exist_ok=True)
    with suppress(PermissionError):  # another account's folder is theirs to guard
        path.chmod(0o700)
    return path


def new_secret() -> str:
    return secrets.token_urlsafe(64)


def new_notes_key() -> str:
    """A key for free text; asked for only where none is kept."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")


def kept_key(path: Path, make: Callable[[], str] = new_secret) -> str:
    """The key in `path`, made on first use and readable by its owner alone.

    It is written aside and linked, so that two processes that start at once end up
    with one key, and neither ever reads half of it.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as aside:  # mode 0600
            aside.write(make())
            aside.flush()
            with suppress(FileExistsError):
                os.link(aside.name, path)
    return path.read_text()


def checked_keys(keys: Iterable[str], where: str) -> list[str]:
    """The keys for free text; refuses none at all, and what is no key, unquoted."""
    listed = [key.strip() for key in keys if key.strip()]
    bad = [place for place, key in enumerate(listed, 1) if not is_notes_key(key)]
    if bad or not listed:
        what = f"entry {bad[0]} is no key" if bad else "no key is in it"
        raise ImproperlyConfigured(
            f"{where}: {what}. A key is 44 characters, 32 bytes in URL-safe base64."
            " Without the right one, notes and the history cannot be read; put back"
            " the key you saved (docs/operations.md, Keys)."
        )
    return listed


def is_notes_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, b"-_", validate=True)) == 32
    except ValueError:
        return False


def local_zone(link: Path = Path("/etc/localtime")) -> str:
    """The machine's time zone by name, else UTC."""
    _, found, name = os.path.realpath(link).partition("/zoneinfo/")
    return name if found else "UTC"


def checked_site(url: str) -> tuple[str, bool]:
    """Host of `SITE_URL` and whether it is this machine alone; refuses plain http."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    one_host = host.strip("*.") == host != ""  # Django takes those for many hosts
    if parts.scheme not in ("http", "https") or not one_host or parts.path.strip("/"):
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}; it must be like https://tracker.example.org."
        )
    if parts.scheme == "http" and host not in LOOPBACK:
        raise ImproperlyConfigured(
            f"SITE_URL is {url!r}: over plain http anyone on the way could read what"
            " clients say. Use https:// (docs/operations.md tells how), or leave"
            " SITE_URL unset to serve this machine alone."
        )
    return host, host in LOOPBACK and parts.scheme == "http"
