"""Asking the client: a link where one can be opened, or this device, signed out."""

import base64
import datetime
import re
from urllib.parse import unquote

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertRedirects

from ruptures.models import CheckIn, Device
from ruptures.recording import check_in_of
from tests.factories import ReportFactory, SessionFactory, UserFactory

pytestmark = pytest.mark.django_db

SITE = "https://tracker.example.org"
HOURS = {"hour": 1, "day": 24, "three_days": 72, "week": 168}


@pytest.fixture
def session(client):
    session = SessionFactory(date=datetime.date(2026, 1, 12))
    client.force_login(session.case.therapist)
    return session


@pytest.fixture
def _reachable(settings):
    """A site that other devices can open."""
    settings.SITE_URL = SITE


def page(session, more=""):
    return f"/sessions/{session.key}/check-in/{more}"


def token_in(response):
    [token] = re.findall(rf'value="{SITE}/check-in/([\w-]+)/"', response.text)
    return token


@pytest.mark.usefixtures("_reachable")
@pytest.mark.parametrize(("lasting", "hours"), HOURS.items())
def test_a_link_lasts_as_long_as_was_chosen(lasting, hours, client, session):
    response = client.post(page(session), {"lasting": lasting})

    found = check_in_of(token_in(response))
    assert found.session == session
    assert found.ends_at - found.made_at == datetime.timedelta(hours=hours)
    assert (found.way, found.made_by) == ("link", session.case.therapist)


@pytest.mark.usefixtures("_reachable")
def test_a_day_is_offered_first(client, session):
    response = client.get(page(session))

    assert response.context["form"]["lasting"].value() == "day"


@pytest.mark.usefixtures("_reachable")
def test_the_link_is_shown_once(client, session):
    token = token_in(client.post(page(session), {"lasting": "day"}))

    shown_again = (
        client.get(page(session)).text + client.get(f"/sessions/{session.key}/").text
    )

    assert token not in shown_again
    assert "can be answered until" in shown_again


@pytest.mark.usefixtures("_reachable")
def test_the_qr_code_is_a_picture_that_the_csp_allows(client, session):
    response = client.post(page(session), {"lasting": "day"})

    [source] = re.findall(r'<img class="qr-code" src="([^"]+)"', response.text)
    assert source.startswith("data:image/svg+xml")
    assert "style" not in unquote(source)
    assert "<svg" in unquote(source) or b"<svg" in base64.b64decode(source[26:])
    assert "style=" not in response.text


@pytest.mark.usefixtures("_reachable")
def test_a_new_link_takes_the_place_of_the_last(client, session):
    first = token_in(client.post(page(session), {"lasting": "week"}))

    second = token_in(client.post(page(session), {"lasting": "hour"}))

    assert check_in_of(first) is None
    assert check_in_of(second) is not None
    assert CheckIn.objects.count() == 1


@pytest.mark.usefixtures("_reachable")
def test_a_link_can_be_withdrawn(client, session):
    token = token_in(client.post(page(session), {"lasting": "day"}))

    response = client.post(page(session, "withdraw/"))

    assertRedirects(response, f"/sessions/{session.key}/")
    assert check_in_of(token) is None


@pytest.mark.usefixtures("_reachable")
@pytest.mark.parametrize("lasting", ["", "forever", "\x00"])
def test_a_validity_that_is_not_offered_makes_no_link(lasting, client, session):
    response = client.post(page(session), {"lasting": lasting, "x": "1"})

    assert response.status_code == 200
    assert CheckIn.objects.count() == 0


@pytest.mark.usefixtures("_reachable")
def test_no_link_is_made_where_the_client_has_answered(client, session):
    ReportFactory(session=session, rater="client")

    response = client.post(page(session), {"lasting": "day"})

    assertContains(response, "The client has answered for this session already.")
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize(
    "site", ["http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"]
)
def test_on_this_machine_alone_the_page_says_why_there_is_no_link(
    site, client, session, settings
):
    settings.SITE_URL = site

    for response in (client.get(page(session)), client.post(page(session), {"a": 1})):
        assertContains(response, f"this installation answers at {site} alone")
        assert "Make a link" not in response.text

    assert CheckIn.objects.count() == 0


def test_handing_over_signs_out_first_and_forgets(client, session):
    client.get("/log/")

    response = client.post(page(session, "hand-over/"))

    found = CheckIn.objects.get()
    assert re.fullmatch(r"/check-in/[\w-]{43}/", response.url)
    assert check_in_of(response.url.split("/")[2]) == found
    assert (found.way, found.session) == ("device", session)
    assert found.ends_at - timezone.now() <= datetime.timedelta(hours=1)
    assert Device.objects.count() == 0
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert response.cookies["sessionid"].value == ""
    assert response.cookies["last_signed_in"].value == ""
    assertRedirects(
        client.get("/log/"), "/sign-in/?next=/log/", fetch_redirect_response=False
    )


def test_handing_over_leaves_other_devices_signed_in(client, session):
    other = type(client)()
    other.force_login(session.case.therapist)

    client.post(page(session, "hand-over/"))

    assert other.get("/log/").status_code == 200


def test_where_it_is_refused_nobody_is_signed_out(client, session):
    ReportFactory(session=session, rater="client")

    response = client.post(page(session, "hand-over/"))

    assertRedirects(response, f"/sessions/{session.key}/")
    assert Device.objects.count() == 1
    assert CheckIn.objects.count() == 0


@pytest.mark.parametrize("more", ["", "hand-over/", "withdraw/"])
def test_a_stranger_asks_nobody(more, client, session):
    client.force_login(UserFactory())

    assert client.post(page(session, more), {"lasting": "day"}).status_code == 404
    assert CheckIn.objects.count() == 0
