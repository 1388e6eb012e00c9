"""Nobody reads or writes a clinical row of somebody else, at any address.

The addresses come from the URL resolver: a new one fails here until tests/addresses.py
says what it is about, or until it is named below with the reason why it is open.
"""

import uuid
from types import SimpleNamespace

import pytest
from django.urls import reverse

from dashboard.views.charts import PAGE_OF
from ruptures.models import Act, Case, Change
from tests.addresses import ABOUT, ROUTES
from tests.factories import CaseFactory, SessionFactory, UserFactory
from tests.promises.answers import text_of
from tests.promises.rows import path_to

# Addresses open to somebody who is not signed in.
OPEN_TO_ALL = {
    "account_login": "signing in",
    "account_reset_password": "asking for a new password, where e-mail is set up",
    "account_reset_password_done": "what follows it",
    "account_reset_password_from_key": "setting a new password by a one-time link",
    "dashboard:account-erased": "the record of an account that is gone, for a day",
    "dashboard:check-in": "a client's one-time link",
    "dashboard:first-account": "the first account; gone once there is one",
    "dashboard:join": "an invitation's one-time link",
}
# These name no row: anybody signed in may ask, and gets what is their own.
OF_NOBODY = {"dashboard:chart-csv", "dashboard:chart-table"}
OWNED = ABOUT.keys() - OF_NOBODY
METHODS = ["get", "post", "put", "delete"]
HEADERS = [{}, {"HX-Request": "true"}]


def secrets_of(rows: SimpleNamespace) -> list[str]:
    """What no answer to somebody else may hold."""
    named = [rows.case, rows.session, rows.rupture, rows.attempt, rows.act]
    named += [rows.score, rows.note, rows.client]
    return [
        str(rows.draft.submission),
        rows.case.code,
        rows.note.text,
        rows.draft.content["note"][0],
        rows.therapist.email,
        *(str(row.key) for row in named),
    ]


def clinical_state() -> list[object]:
    changes = Change.objects.order_by("pk").values_list("pk", "row", "after")
    return [*Case.objects.values_list("pk", "version"), *changes, Act.objects.count()]


def leaks(response, rows: SimpleNamespace, path: str) -> list[str]:
    text = text_of(response).replace(path, "")
    return [secret for secret in secrets_of(rows) if secret in text]


@pytest.mark.parametrize("flags", [{}, {"is_staff": True, "is_superuser": True}])
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_stranger_is_told_nothing_and_changes_nothing(name, flags, client, rows):
    stranger = UserFactory(**flags)
    before = clinical_state()
    path = path_to(name, rows)

    for method in METHODS:
        for headers in HEADERS:
            client.force_login(stranger)
            response = getattr(client, method)(path, headers=headers)
            assert leaks(response, rows, path) == []
            if name in OWNED:
                assert response.status_code in {404, 405}

    assert clinical_state() == before


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - OPEN_TO_ALL))
def test_the_signed_out_are_sent_to_sign_in(name, client, rows):
    before = clinical_state()
    path = path_to(name, rows)

    for method in METHODS:
        for headers in HEADERS:
            response = getattr(client, method)(path, headers=headers)
            assert leaks(response, rows, path) == []
            assert response.status_code in {200, 302, 401, 405}
            if response.status_code == 302:
                assert response.url.startswith(reverse("account_login"))
            if response.status_code == 200:
                assert "account/login.html" in [t.name for t in response.templates]

    assert clinical_state() == before


@pytest.mark.parametrize("name", sorted(OWNED))
def test_the_therapist_is_let_in(name, client, rows):
    """The refusals above would prove nothing if nobody were let in."""
    client.force_login(rows.therapist)

    response = client.get(path_to(name, rows))

    assert response.status_code in {200, 405}


@pytest.mark.parametrize("name", sorted(ABOUT))
def test_a_disabled_account_is_out_at_once(name, client, rows):
    client.force_login(rows.therapist)
    rows.therapist.is_active = False
    rows.therapist.save()

    response = client.get(path_to(name, rows))

    assert leaks(response, rows, path_to(name, rows)) == []
    assert response.status_code in {302, 405}


def posted(client, name: str, args: list[object], **fields: object):
    form = {"submission": str(uuid.uuid4()), **fields}
    return client.post(reverse(f"dashboard:{name}", args=args), form)


def test_a_form_cannot_name_the_case_of_another(client, rows):
    client.force_login(UserFactory())

    answer = posted(
        client, "log", [], case=rows.case.code, date="2026-01-12", strain="no"
    )

    assert answer.status_code == 200
    assert rows.case.sessions.count() == 1


def test_a_form_cannot_name_the_rupture_of_another(client, rows):
    own = CaseFactory()
    client.force_login(own.therapist)
    earlier = {"earlier": str(rows.rupture.key), "earlier_outcome": "4"}

    posted(client, "log", [], case=own.code, date="2026-01-12", strain="no", **earlier)

    assert rows.rupture.attempts.count() == 1


def test_a_form_cannot_name_the_session_of_another(client, rows):
    own = SessionFactory()
    client.force_login(rows.therapist)

    posted(client, "attempt-add", [rows.rupture.key], session=own.pk, outcome="4")
    posted(client, "attempt-add", [rows.rupture.key], session=own.key, outcome="4")

    assert own.attempts.count() == 0


@pytest.mark.parametrize("chart", sorted(PAGE_OF))
@pytest.mark.parametrize("name", sorted(OF_NOBODY))
def test_no_chart_is_drawn_of_the_case_of_another(name, chart, client, rows):
    rows.chart = chart
    query = {"case": rows.case.code, "period": "all"}
    client.force_login(CaseFactory().therapist)

    response = client.get(path_to(name, rows), query)

    assert response.status_code == 404
    assert leaks(response, rows, path_to(name, rows)) == []


def test_every_open_address_is_still_there():
    known = ROUTES.keys() | {"account_reset_password", "account_reset_password_done"}

    assert OPEN_TO_ALL.keys() - known == set()
