"""The page of a client who was asked: one answer, no account, nothing of anyone's."""

import datetime
import logging
import time
from statistics import median

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertTemplateUsed

from ruptures import recording
from ruptures.models import CheckIn, Device, Session, SessionReport, Way
from ruptures.recording import open_check_in
from tests.factories import CaseFactory, SessionFactory, UserFactory
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)
FIRST_SCREEN = (
    "Two short questions about today's session. Your therapist will read your"
    " answers. Answering is your choice and changes nothing about your care. This is"
    " not read at once: if you need help now, call your local emergency number."
)


@pytest.fixture
def session():
    case = CaseFactory(code="K7QM", therapist__email="dr.moss@example.org")
    return SessionFactory(case=case, date=datetime.date(2026, 1, 12))


def path_to(session, way=Way.LINK, lasting=HOUR):
    token = open_check_in(
        user=session.case.therapist, session=session, way=way, lasting=lasting
    )
    return f"/check-in/{token}/"


def words(response):
    return " ".join(response.text.split())


def used(session):
    path = path_to(session)
    Client().post(path, {"strain": "no"})
    SessionReport.objects.all().delete()
    return path


def expired(session):
    path = path_to(session)
    CheckIn.objects.update(
        made_at=timezone.now() - 2 * HOUR, ends_at=timezone.now() - HOUR
    )
    return path


def withdrawn(session):
    path = path_to(session)
    recording.withdraw_check_in(user=session.case.therapist, session=session)
    return path


def replaced(session):
    path = path_to(session)
    path_to(session)
    return path


def on_hold(session):
    path = path_to(session)
    type(session.case).objects.update(
        hold_reason="court",
        hold_since=datetime.date(2026, 2, 1),
        hold_by=session.case.therapist,
    )
    return path


GONE = {
    "unknown": lambda session: "/check-in/nobody-made-this/",
    "used": used,
    "expired": expired,
    "withdrawn": withdrawn,
    "replaced": replaced,
    "on hold": on_hold,
}


def test_first_screen_says_what_design_promises(client, session):
    Session.objects.update(date=timezone.localdate())

    response = client.get(path_to(session))

    assert response.status_code == 200
    assert FIRST_SCREEN in words(response)


def test_first_screen_calls_no_earlier_session_todays(client, session):
    Session.objects.update(date=timezone.localdate() - datetime.timedelta(days=1))

    response = client.get(path_to(session))

    expected = FIRST_SCREEN.replace("today's session", "a recent session")
    assert expected in words(response)


def test_the_practice_names_its_own_contact(client, session, settings):
    settings.LOCAL_CONTACT = "call 112 or the night line, 555 0100"

    response = client.get(path_to(session))

    assert "if you need help now, call 112 or the night line, 555 0100." in words(
        response
    )


def test_it_speaks_the_browsers_language(client, session):
    response = client.get(path_to(session), headers={"Accept-Language": "fr"})

    assert '<html lang="fr">' in response.text
    assert response.headers["Content-Language"] == "fr"


def test_looking_does_not_use_the_link_up(client, session):
    path = path_to(session)

    for method in (client.get, client.head, client.get, client.head):
        assert method(path).status_code == 200

    assert client.post(path, {"strain": "no"}).status_code == 200
    assert SessionReport.objects.get().strain == "no"


def test_an_answer_is_kept_with_its_details_and_thanked_for(client, session):
    fields = {"strain": "yes", "intensity": "4", "resolution": "2"}

    response = client.post(path_to(session), fields)

    assert "Thank you." in response.text
    report = SessionReport.objects.get()
    assert (report.session, report.rater, report.source) == (session, "client", "link")
    assert (report.strain, report.intensity, report.resolution) == ("yes", 4, 2)


def test_details_chosen_before_a_no_are_not_sent(client, session):
    client.post(path_to(session), {"strain": "no", "intensity": "4"})

    report = SessionReport.objects.get()
    assert (report.strain, report.intensity) == ("no", None)


@pytest.mark.parametrize("fields", [{}, {"strain": ""}, {"strain": "maybe"}])
def test_no_answer_is_asked_for_again(fields, client, session):
    path = path_to(session)

    response = client.post(path, fields)

    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"strain"}
    assert SessionReport.objects.count() == 0
    client.post(path, {"strain": "unsure"})
    assert SessionReport.objects.get().strain == "unsure"


def test_the_second_answer_finds_the_page_gone(client, session):
    path = path_to(session)
    client.post(path, {"strain": "no"})

    response = client.post(path, {"strain": "yes"})

    assert response.status_code == 404
    assert SessionReport.objects.get().strain == "no"


@pytest.mark.parametrize("reason", GONE)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_opens_nothing_is_one_same_page(reason, method, client, session):
    path = GONE[reason](session)

    response = getattr(client, method)(path, {"strain": "no"})

    assert response.status_code == 404
    assertTemplateUsed(response, "check_in/gone.html")
    assert response.text == client.get("/check-in/other/").text
    assert "sign-in" not in response.text
    assert SessionReport.objects.count() == 0


@pytest.mark.parametrize("path", ["first", "thanks", "gone"])
def test_no_page_names_anybody_or_leads_anywhere(path, client, session):
    at = path_to(session)
    pages = {
        "first": lambda: client.get(at),
        "thanks": lambda: client.post(at, {"strain": "no"}),
        "gone": lambda: client.get("/check-in/x/"),
    }

    text = pages[path]().text

    secrets = ["K7QM", "moss", "2026", "Rupture", "Jan", str(session.key), "<a "]
    assert [secret for secret in secrets if secret in text] == []


def test_a_signed_in_therapists_browser_is_not_looked_at(client, session):
    client.force_login(session.case.therapist)
    client.get("/log/")
    path = path_to(session)
    before = list(Device.objects.values())

    pages = [client.get(path), client.post(path, {"strain": "no"}), client.get(path)]

    assert [dict(page.cookies) for page in pages] == [{}, {}, {}]
    assert [text for page in pages if "moss" in (text := page.text)] == []
    assert list(Device.objects.values()) == before
    assert client.get("/log/").status_code == 200  # still signed in


def test_another_therapists_sign_in_neither_helps_nor_hinders(client, session):
    client.force_login(UserFactory())

    assert client.post(path_to(session), {"strain": "no"}).status_code == 200


def test_no_cookie_is_needed_nor_left(session):
    client = Client(enforce_csrf_checks=True)
    path = path_to(session)

    shown, thanked = client.get(path), client.post(path, {"strain": "no"})

    assert (shown.status_code, thanked.status_code) == (200, 200)
    assert dict(client.cookies) == {}
    assert "csrfmiddlewaretoken" not in shown.text


@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete"])
def test_every_answer_keeps_its_address_to_itself(method, client, session):
    for path in (path_to(session), "/check-in/unknown/"):
        response = getattr(client, method)(path)

        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"


def test_it_is_never_taken_for_a_sign_in_that_carries_a_form(client, session):
    path = path_to(session)

    response = client.post(path, {"carried": "x", "strain": "no"})

    assert "Thank you." in response.text


def test_an_address_that_asks_too_often_is_asked_to_wait(client, session):
    path = path_to(session)
    statuses = [client.get(path).status_code for _ in range(30)]

    refused = [client.get(path), client.post(path, {"strain": "no"})]
    elsewhere = client.get(path, REMOTE_ADDR="192.0.2.7")

    assert statuses == [200] * 30
    assert [each.status_code for each in refused] == [429, 429]
    assert "Wait a minute, then try again" in refused[0].text
    assert "<a " not in refused[0].text
    assert elsewhere.status_code == 200
    assert SessionReport.objects.count() == 0


def test_in_the_room_the_device_is_asked_back(client, session):
    response = client.post(path_to(session, Way.DEVICE), {"strain": "no"})

    assert "Please give the device back." in response.text
    assert f'href="/sign-in/?next=/sessions/{session.key}/"' in response.text
    assert SessionReport.objects.get().source == "device"


def test_the_token_is_in_no_log_and_in_no_row(client, session, caplog):
    caplog.set_level(logging.DEBUG)
    path = path_to(session)
    token = path.split("/")[2]

    client.get(path)
    client.post(path, {"strain": "no"})
    client.get(path)

    formatted = [
        record.getMessage() for record in caplog.records if token in record.getMessage()
    ]
    from_requests = [each for each in formatted if not each.startswith("Not Found: ")]
    assert from_requests == []  # config/logs.py names the view in that one
    [act] = session.case.acts.all()
    assert token not in str([act.__dict__, *act.changes.values()])


@pytest.mark.django_db(transaction=True)
def test_two_answers_at_the_same_moment_are_one(session):
    path, answers = path_to(session), ["yes", "no"]

    def send(number):
        return Client().post(path, {"strain": answers[number]}).status_code

    statuses = in_parallel(send, 2)

    assert sorted(statuses) == [200, 404]
    assert SessionReport.objects.count() == 1


def test_no_clock_tells_a_used_link_from_an_unknown_one(client, session, settings):
    settings.ACCOUNT_RATE_LIMITS = {"check_in": "1000/m/ip"}
    paths = {"used": used(session), "unknown": "/check-in/unknown/"}
    took = {name: [] for name in paths}

    for _ in range(15):
        for name, path in paths.items():
            start = time.perf_counter()
            client.get(path)
            took[name].append(time.perf_counter() - start)

    used_for, unknown_for = median(took["used"]), median(took["unknown"])
    assert max(used_for, unknown_for) < 3 * min(used_for, unknown_for)
