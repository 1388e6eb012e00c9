"""What tests of several views share."""

import pytest

from tests.factories import UserFactory


@pytest.fixture
def therapist(client):
    """Somebody who is signed in."""
    user = UserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def supervisor(client):
    """Somebody signed in with whom others share; the tests say who."""
    user = UserFactory(email="sup@example.org")
    client.force_login(user)
    return user
