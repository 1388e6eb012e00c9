"""The same package brought in by several at one moment: once, or by one of them."""

import pytest

from ruptures.exchange.incoming.beside import Counts
from ruptures.exchange.problems import Refused
from ruptures.models import Act, Case
from tests.factories import UserFactory
from tests.parallel import in_parallel
from tests.ruptures.exchange.package.opened import bytes_of
from tests.ruptures.exchange.package.practice import (
    ROWS,
    bring_in,
    empty_installation,
    one_of_everything,
)

pytestmark = pytest.mark.django_db(transaction=True)

TIMES = 4


@pytest.fixture
def data():
    data = bytes_of(one_of_everything().therapist, notes=True)
    empty_installation()
    return data


def test_one_person_twice_at_once_brings_it_in_once(data):
    user = UserFactory()

    results = in_parallel(lambda _number: bring_in(data, user), TIMES)

    assert sorted(results, key=lambda each: each.new) == [
        *[Counts(new=0, here=ROWS)] * (TIMES - 1),
        Counts(new=ROWS, here=0),
    ]
    assert bytes_of(user, notes=True) == data
    assert Act.objects.count() == 1


def test_of_several_people_at_once_one_has_it(data):
    users = [UserFactory() for _ in range(TIMES)]

    results = in_parallel(lambda number: bring_in(data, users[number]), TIMES)

    [number] = [n for n, each in enumerate(results) if isinstance(each, Counts)]
    refused = [each for each in results if isinstance(each, Refused)]
    assert len(refused) == TIMES - 1
    assert Case.objects.get().therapist == users[number]
    assert bytes_of(users[number], notes=True) == data
