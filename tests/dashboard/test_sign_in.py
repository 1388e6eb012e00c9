"""Signed out in the middle of a form: nothing sent is lost, or done for another."""

import time

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from pytest_django.asserts import assertContains, assertRedirects

from dashboard.sign_in import CARRIED_MOST
from ruptures.models import Invitation
from ruptures.models.note import LONGEST
from tests.factories import PASSWORD, UserFactory

PATH = "/account/invitations/"
HTMX = {"HX-Request": "true"}
NOON = 1_795_000_000


@pytest.fixture
def owner():
    return UserFactory(is_owner=True)


@pytest.fixture
def away(owner, time_machine):
    """A browser whose person signed in and has been away for half an hour."""
    time_machine.move_to(NOON, tick=False)
    client = Client()
    client.force_login(owner)
    client.get("/account/devices/end-others/")  # any address: the sign-in is noticed
    time_machine.move_to(NOON + 30 * 60, tick=False)
    return client


def carried(response):
    return response.context["carried"]


def sign_in(client, user, **more):
    return client.post("/sign-in/", {"login": user.email, "password": PASSWORD} | more)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "status"), [(29, 405), (30, 302)], ids=["busy", "idle"]
)
def test_half_an_hour_without_a_request_signs_out(
    client, time_machine, minutes, status
):
    time_machine.move_to(NOON, tick=False)
    client.force_login(UserFactory())
    client.get("/sign-out/")

    time_machine.move_to(NOON + minutes * 60, tick=False)

    assert client.get("/account/devices/end-others/").status_code == status


@pytest.mark.django_db
def test_twelve_hours_sign_out_even_the_busy(client, time_machine):
    user = UserFactory()
    time_machine.move_to(NOON, tick=False)
    client.force_login(user)

    def signed_in_after(minutes):
        time_machine.move_to(NOON + minutes * 60, tick=False)
        return client.get("/account/devices/end-others/").status_code == 405

    busy = [signed_in_after(minutes) for minutes in range(0, 12 * 60 + 1, 20)]

    assert busy == [True] * 36 + [False]
    assert not user.devices.exists()


@pytest.mark.django_db
def test_what_was_sent_is_carried_and_sent_again_after_signing_in(away, owner):
    asked = away.post(PATH)

    answer = sign_in(away, owner, carried=carried(asked))

    assertContains(
        asked, "Sign in and what you entered is sent again.", status_code=401
    )
    assert Invitation.objects.count() == 1
    assert answer.status_code == 200


@pytest.mark.django_db
def test_sign_in_goes_to_where_the_form_was_going(away, owner):
    """So that an answer other than a redirect stands at its own address."""
    asked = away.post(PATH)
    sent = {"login": owner.email, "password": PASSWORD, "carried": carried(asked)}

    wrong = away.post(PATH, sent | {"password": "wrong"})
    answer = away.post(PATH, sent)

    assertContains(asked, f'action="{PATH}"', status_code=401)
    assertContains(wrong, f'action="{PATH}"')
    assertContains(answer, "Give this link to one person.")
    assert Invitation.objects.count() == 1


@pytest.mark.django_db
def test_fields_arrive_as_they_were_sent(away, owner, monkeypatch):
    seen = {}
    monkeypatch.setattr(
        "dashboard.views.invitations.Invitation.objects.issue",
        lambda user: "token",
    )
    monkeypatch.setattr(
        "dashboard.views.invitations.render",
        lambda request, *args: (
            seen.update(post=dict(request.POST.lists()), path=request.get_full_path())
            or HttpResponse()
        ),
    )

    asked = away.post(f"{PATH}?month=2026-11", {"marker": ["a", "b"], "note": "ä=&"})
    sign_in(away, owner, carried=carried(asked))

    assert seen == {
        "post": {"marker": ["a", "b"], "note": ["ä=&"]},
        "path": f"{PATH}?month=2026-11",
    }


@pytest.mark.django_db
def test_wrong_password_on_the_way_loses_nothing(away, owner):
    asked = away.post(PATH)

    wrong = away.post(
        "/sign-in/",
        {"login": owner.email, "password": "wrong", "carried": carried(asked)},
    )
    sign_in(away, owner, carried=carried(wrong))

    assert Invitation.objects.count() == 1


@pytest.mark.django_db
def test_nothing_is_sent_for_anybody_else(away):
    colleague = UserFactory(is_owner=True)
    asked = away.post(PATH)

    answer = sign_in(away, colleague, carried=carried(asked))

    assertRedirects(answer, "/log/", fetch_redirect_response=False)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_nothing_is_carried_from_a_browser_nobody_was_signed_in_on(client, owner):
    asked = client.post(PATH)

    sign_in(client, owner, carried=carried(asked))

    assertContains(asked, "nothing was saved", status_code=401)
    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_nothing_is_carried_after_signing_out_on_purpose(client, owner):
    client.force_login(owner)
    client.get("/sign-out/")
    client.post("/sign-out/")

    asked = client.post(PATH)

    assertContains(asked, "nothing was saved", status_code=401)


@pytest.mark.django_db
def test_carried_fields_are_signed(away, owner):
    asked = away.post(PATH)
    text = carried(asked)

    sign_in(away, owner, carried=text[:-1] + ("A" if text[-1] != "A" else "B"))

    assert not Invitation.objects.exists()


@pytest.mark.django_db
def test_carried_fields_are_good_for_half_a_day(away, owner, time_machine):
    asked = away.post(PATH)
    time_machine.move_to(time.time() + 12 * 60 * 60 + 1, tick=False)

    answer = sign_in(away, owner, carried=carried(asked))

    assert [str(said) for said in get_messages(answer.wsgi_request)] == [
        "What had been entered was kept for 12 hours. It was not sent."
    ]
    assert not Invitation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "sent",
    [{"note": "x" * CARRIED_MOST}, {"oldpassword": "a secret"}],
    ids=["too much", "a password"],
)
def test_what_cannot_be_carried_is_said(away, sent):
    asked = away.post(PATH, sent)

    assertContains(asked, "nothing was saved", status_code=401)
    assert "a secret" not in asked.text


@pytest.mark.django_db
def test_the_longest_note_is_carried_in_any_script(away):
    asked = away.post("/log/", {"note": "語" * LONGEST, "date": "2026-11-18"})

    assert asked.context["carries"]


@pytest.mark.django_db
def test_a_post_from_another_site_is_refused_not_carried(owner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)

    assert client.post(PATH).status_code == 403


@pytest.mark.django_db
def test_forms_open_in_other_tabs_stay_good_for_the_same_person(away, owner):
    away.get("/sign-in/")
    token = away.cookies["csrftoken"].value

    sign_in(away, owner)

    assert away.cookies["csrftoken"].value == token


@pytest.mark.django_db
def test_token_changes_where_another_person_signs_in(away):
    away.get("/sign-in/")
    token = away.cookies["csrftoken"].value

    sign_in(away, UserFactory())

    assert away.cookies["csrftoken"].value != token


@pytest.mark.django_db
def test_htmx_gets_the_sign_in_alone_as_401(away):
    asked = away.post(PATH, headers=HTMX)

    assert asked.status_code == 401
    assert asked.text.strip().startswith('<div id="sign-in">')
    assertContains(asked, "What you entered is still here.", status_code=401)


@pytest.mark.django_db
def test_htmx_sign_in_answers_with_the_token_of_now(away, owner):
    asked = away.post(PATH, headers=HTMX)
    sent = {"login": owner.email, "password": PASSWORD, "carried": carried(asked)}

    answer = away.post("/sign-in/", sent, headers=HTMX)

    assert answer.status_code == 204
    assert len(answer["X-CSRFToken"]) == 64
    assert "HX-Redirect" not in answer
    assert not Invitation.objects.exists()  # the browser sends it, not the server


@pytest.mark.django_db
def test_htmx_sign_in_of_somebody_else_starts_afresh(away):
    colleague = UserFactory()
    asked = away.post(PATH, headers=HTMX)
    sent = {"login": colleague.email, "password": PASSWORD, "carried": carried(asked)}

    answer = away.post("/sign-in/", sent, headers=HTMX)

    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/log/")


@pytest.mark.django_db
def test_htmx_sign_in_with_a_wrong_password_shows_the_form_again(away, owner):
    sent = {"login": owner.email, "password": "wrong"}

    answer = away.post("/sign-in/", sent, headers=HTMX | {"HX-Target": "sign-in"})

    assertContains(answer, "do not go together")
    assert "<html" not in answer.text


@pytest.mark.django_db
def test_signed_in_meanwhile_in_another_tab_goes_on_too(away, owner):
    asked = away.post(PATH)
    sign_in(away, owner)

    sign_in(away, owner, carried=carried(asked))

    assert Invitation.objects.count() == 1
