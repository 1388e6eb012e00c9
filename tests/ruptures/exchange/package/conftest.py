"""A package, and somebody into whose empty installation it comes."""

import pytest

from tests.factories import UserFactory
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    empty_installation,
    one_of_everything,
)


@pytest.fixture
def case():
    return one_of_everything()


@pytest.fixture
def data(case):
    return bytes_of(case.therapist, notes=True)


@pytest.fixture
def user(data):
    """Somebody in an empty installation."""
    empty_installation()
    return UserFactory()
