"""A double click on a form whose row, or whose opposite, comes next."""

import datetime
import uuid

import pytest
from django.urls import reverse

from ruptures.models import Act
from tests.factories import AttemptFactory, ReportFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def attempt(client):
    attempt = AttemptFactory()
    ReportFactory(session=attempt.rupture.session)
    client.force_login(attempt.session.case.therapist)
    return attempt


def send_twice(client, name, row, **values):
    """Both answers, and what the page then says."""
    key = row.code if name.startswith("case") else row.key
    address = reverse(f"dashboard:{name}", args=[key])
    sent = {"submission": str(uuid.uuid4()), "version": row.version} | values
    answers = [client.post(address, sent) for _ in range(2)]
    page = client.get(answers[1].url)
    return answers, [str(message) for message in page.context["messages"]]


@pytest.mark.parametrize("what", ["session", "rupture", "attempt"])
def test_deleting_twice_deletes_once_and_finds_the_case(what, client, attempt):
    rupture = attempt.rupture
    rows = {"attempt": attempt, "rupture": rupture, "session": rupture.session}

    answers, said = send_twice(client, f"{what}-delete", rows[what])

    assert [answer.status_code for answer in answers] == [302, 302]
    assert said[-1].lower().endswith("deleted")
    assert Act.objects.count() == 1


def test_closing_twice_does_not_say_that_it_is_open_again(client, attempt):
    day = attempt.rupture.session.date + datetime.timedelta(days=7)
    values = {"reason": "faded", "closed_on": day.isoformat()}

    _, said = send_twice(client, "rupture-close", attempt.rupture, **values)

    assert said == ["Closed without repair", "Closed without repair"]
    assert Act.objects.count() == 1


def test_holding_twice_does_not_say_that_the_hold_is_lifted(client, attempt):
    case = attempt.session.case

    _, said = send_twice(client, "case-hold", case, reason="complaint")

    case.refresh_from_db()
    assert case.on_hold
    assert said == ["The case is on hold", "Put on hold"]
