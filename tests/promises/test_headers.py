"""Every answer, found or refused, carries the headers that protect it."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import (
    IntConverter,
    SlugConverter,
    StringConverter,
    UUIDConverter,
)

from dashboard.converters import CodeConverter
from tests.factories import UserFactory

pytestmark = pytest.mark.one_engine

PROMISED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "base-uri 'none'; default-src 'self'; form-action 'self';"
        " frame-ancestors 'none'; img-src 'self' data: blob:; object-src 'none';"
        " script-src 'self'; style-src 'self'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# Something of the right form for each gap in an address; whether a row has it matters
# nothing here.
FILLED = {
    CodeConverter: "BCDF",
    IntConverter: "1",
    SlugConverter: "nothing",
    StringConverter: "nothing",
    UUIDConverter: "00000000-0000-4000-8000-000000000000",
}


def paths(resolver: URLResolver, before: str = "/"):
    """One path for every address that the product knows."""
    for entry in resolver.url_patterns:
        pattern = entry.pattern
        route = getattr(pattern, "_route", None)
        if route is None:  # allauth's one regular expression
            route = "reset/1-nothing/"
        for name, converter in pattern.converters.items():
            filled = FILLED[type(converter)]
            route = route.replace(f"<{named(route, name)}>", filled)
        if isinstance(entry, URLPattern):
            yield before + route
        else:
            yield from paths(entry, before + route)


def named(route: str, name: str) -> str:
    """What stands in the route between < and > for the parameter `name`."""
    (found,) = [part.split(">")[0] for part in route.split("<") if f"{name}>" in part]
    return found


PATHS = sorted({*paths(get_resolver()), "/nowhere/"})


def promised(path):
    """The address of a check-in is a right to answer: no other page is told it."""
    to_nobody = {"Referrer-Policy": "no-referrer"}
    return PROMISED | (to_nobody if path.startswith("/check-in/") else {})


def sent(response):
    headers = {name: response.headers.get(name) for name in PROMISED}
    policy = headers["Content-Security-Policy"] or ""
    parts = sorted(part.strip() for part in policy.split(";"))
    kept = [part.split(" 'sha256-")[0] for part in parts]  # plotly's styles
    return headers | {"Content-Security-Policy": "; ".join(kept)}


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_to_a_signed_in_visitor_is_protected(path, method):
    client = Client()
    client.force_login(UserFactory())

    assert sent(getattr(client, method)(path)) == promised(path)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_to_a_stranger_is_protected(path, method):
    UserFactory()

    assert sent(getattr(Client(), method)(path)) == promised(path)


@pytest.mark.django_db
def test_refusal_of_a_forged_form_is_protected():
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())

    response = client.post("/account/devices/end-others/")

    assert response.status_code == 403
    assert sent(response) == PROMISED


@pytest.mark.django_db
def test_a_fault_of_ours_is_protected(monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr("dashboard.views.account.render", fail)
    client = Client(raise_request_exception=False)
    client.force_login(UserFactory())

    response = client.get("/account/")

    assert response.status_code == 500
    assert sent(response) == PROMISED


@pytest.mark.django_db
def test_static_files_may_be_kept(settings):
    settings.WHITENOISE_USE_FINDERS = True  # from the source; nothing is collected

    response = Client().get("/static/dashboard/app.css")
    response.close()

    assert response.status_code == 200
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db
def test_the_manifest_is_sent_as_one(settings):
    settings.WHITENOISE_USE_FINDERS = True

    response = Client().get("/static/dashboard/manifest.webmanifest")
    response.close()

    assert response.headers["Content-Type"] == "application/manifest+json"
