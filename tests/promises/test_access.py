"""Nobody reads or writes a clinical row of somebody else, at any address.

The addresses come from the URL resolver: a new one fails here until tests/addresses.py
says what it is about, or until it is named below with the reason why it is open.
"""

import datetime
import uuid
from types import SimpleNamespace

import pytest
from django.urls import reverse

from ruptures.models import Act, Case, Change, Device, Invitation
from ruptures.recording import (
    AttemptEntry,
    CaseEntry,
    RuptureEntry,
    SessionEntry,
    log_session,
    open_case,
)
from ruptures.taxonomy import Answer
from tests.addresses import ABOUT, ROUTES, address
from tests.factories import CaseFactory, UserFactory

# Addresses open to somebody who is not signed in.
OPEN_TO_ALL = {
    "account_login": "signing in",
    "account_reset_password": "asking for a new password, where e-mail is set up",
    "account_reset_password_done": "what follows it",
    "account_reset_password_from_key": "setting a new password by a one-time link",
    "dashboard:first-account": "the first account; gone once there is one",
    "dashboard:join": "an invitation's one-time link",
}
TOKENS = {
    "account_reset_password_from_key": "/reset/1-none/",
    "dashboard:join": "/join/none/",
}
# These name no row: anybody signed in may ask, and gets what is their own.
OF_NOBODY = {"dashboard:chart-csv"}
OWNED = ABOUT.keys() - OF_NOBODY
METHODS = ["get", "post", "put", "delete"]
HEADERS = [{}, {"HX-Request": "true"}]


def path_to(name: str, rows: SimpleNamespace) -> str:
    return TOKENS.get(name) or address(name, rows)


@pytest.fixture
def rows(db):
    """One of everything, all of it somebody's own."""
    therapist = UserFactory(is_owner=True)
    start = datetime.date(2026, 1, 5)
    entry = CaseEntry(started_on=start)
    case = open_case(user=therapist, submission=uuid.uuid4(), entry=entry).case
    act = log_session(
        user=therapist,
        submission=uuid.uuid4(),
        case=case,
        entry=SessionEntry(
            date=start,
            answer=Answer.WITHDRAWAL,
            rupture=RuptureEntry(type="withdrawal", markers=["quiet"]),
            attempt=AttemptEntry(strategies=["asked"], outcome=2),
        ),
    )
    session = case.sessions.get()
    device = Device.objects.create(
        session_key="a" * 32,
        session_data="",
        expire_date=datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC),
        user=therapist,
    )
    Invitation.objects.issue(therapist)
    return SimpleNamespace(
        therapist=therapist,
        case=case,
        session=session,
        rupture=session.ruptures.get(),
        attempt=session.attempts.get(),
        act=act,
        device=device,
        invitation=Invitation.objects.get(),
        other=UserFactory(),
        chart="raters",
    )


def secrets_of(rows: SimpleNamespace) -> list[str]:
    """What no answer to somebody else may hold."""
    named = [rows.case, rows.session, rows.rupture, rows.attempt, rows.act]
    return [rows.case.code, rows.therapist.email, *(str(row.key) for row in named)]


def clinical_state() -> list[object]:
    changes = Change.objects.order_by("pk").values_list("pk", "row", "after")
    return [*Case.objects.values_list("pk", "version"), *changes, Act.objects.count()]


def leaks(response, rows: SimpleNamespace, path: str) -> list[str]:
    body = b"".join(response) if response.streaming else response.content
    text = body.decode().replace(path, "")
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


def test_another_ones_rows_in_a_form_are_refused(client, rows):
    """What the address does not name, the form may: case, session, rupture."""
    stranger = UserFactory()
    own = CaseFactory(therapist=stranger)
    client.force_login(stranger)
    before = clinical_state()
    form = {"date": "2026-01-12", "strain": "no", "submission": str(uuid.uuid4())}

    for case in (rows.case.code, own.code):
        response = client.post(
            reverse("dashboard:log"),
            {**form, "case": case, "earlier_rupture": str(rows.rupture.key)}
            if case == own.code
            else {**form, "case": case},
        )
        if case == rows.case.code:
            assert response.status_code == 200

    assert clinical_state()[:2] == before[:2]
    assert rows.case.sessions.count() == 1
    assert rows.rupture.attempts.count() == 1


def test_every_open_address_is_still_there():
    known = ROUTES.keys() | {"account_reset_password", "account_reset_password_done"}

    assert OPEN_TO_ALL.keys() - known == set()
