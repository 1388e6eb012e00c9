"""What tests of several views share."""

import datetime
from collections.abc import Iterator

import pytest
import time_machine

from tests.factories import UserFactory


@pytest.fixture
def _today() -> Iterator[None]:
    """Noon of Sunday 22 November 2026, the day that these tests tell of."""
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def therapist(client):
    """Somebody who is signed in."""
    user = UserFactory()
    client.force_login(user)
    return user
